/** Calls that Azure makes: to webhooks of the app, which live on the loopback of this machine. */
import { type IncomingMessage, request } from 'node:http';
import type { EstateModel, RegionName } from '../model/types.ts';

export interface OutboundCall {
  method: 'POST' | 'OPTIONS';
  url: URL;
  headers: Record<string, string>;
  body?: string;
  timeoutMs: number;
  /** The way it takes: the network between the two decides whether it arrives. */
  from: RegionName | 'global';
  to: RegionName;
}

export interface OutboundAnswer {
  /** HTTP status, or why there was none. */
  outcome: number | 'unreachable' | 'timedOut';
  /** Lower-case names. */
  headers: Record<string, string>;
  body: string;
}

export interface Caller {
  /** Never rejects. After `close` nothing goes out and everything is unreachable. */
  call(outbound: OutboundCall): Promise<OutboundAnswer>;
  /** Cuts what is under way and waits for it to end. */
  close(): Promise<void>;
}

/** More at once would only measure how this machine copes. */
const CALLS_AT_ONCE = 64;
const MOST_BODY_BYTES = 64 * 1024;

/**
 * @param reachability how packets fare; a path that is `silent` counts as timed out at once, because a rehearsal gains nothing by waiting
 * for an answer that cannot come.
 */
export function createCaller(reachability: EstateModel['reachability']): Caller {
  const closing = new AbortController();
  const waiting: Array<() => void> = [];
  const running = new Set<Promise<unknown>>();
  let busy = 0;
  const turn = async (): Promise<void> => {
    while (busy >= CALLS_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    busy += 1;
  };
  return {
    async call(outbound) {
      const way = reachability(outbound.from, outbound.to);
      if (way !== 'open') return none(way === 'silent' ? 'timedOut' : 'unreachable');
      await turn();
      const sent = closing.signal.aborted ? Promise.resolve(none('unreachable')) : send(outbound, closing.signal);
      running.add(sent);
      try {
        return await sent;
      } finally {
        running.delete(sent);
        busy -= 1;
        waiting.shift()?.();
      }
    },
    async close() {
      closing.abort();
      await Promise.all(running);
    },
  };
}

/**
 * The address of a webhook, or what is wrong with it. Azure asks for https and a public host; the estate has the app on the loopback
 * only, without a certificate.
 */
export function webhookUrl(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol === 'http:' && /^(127\.0\.0\.1|localhost|\[::1\])$/.test(url.hostname)) return url;
  const seen = url === null ? 'no URL' : `${url.protocol}//${url.host}`;
  throw new Error(`expected a webhook at http://127.0.0.1:PORT/, saw ${seen}`);
}

function send({ method, url, headers, body, timeoutMs }: OutboundCall, closing: AbortSignal): Promise<OutboundAnswer> {
  const overdue = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve) => {
    const fail = (): void => resolve(none(overdue.aborted ? 'timedOut' : 'unreachable'));
    const sent = request(
      url,
      {
        method,
        // A connection of its own for each call: none is left open when the estate closes.
        agent: false,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) },
        signal: AbortSignal.any([overdue, closing]),
      },
      (response) => void read(response).then(resolve, fail),
    );
    sent.on('error', fail);
    sent.end(body);
  });
}

async function read(response: IncomingMessage): Promise<OutboundAnswer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= MOST_BODY_BYTES) chunks.push(chunk);
  }
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
  return { outcome: response.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString('utf8') };
}

function none(outcome: 'unreachable' | 'timedOut'): OutboundAnswer {
  return { outcome, headers: {}, body: '' };
}
