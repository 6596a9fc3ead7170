/** One request to a site: from the socket to the site and back, with the network's moods in between. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { BodyTooLargeError, readBody } from './readBody.ts';
import type { SiteDirectory } from './siteDirectory.ts';
import type { SiteLimits, SiteListenerOptions } from './siteListener.ts';
import type { Site, SiteResponse } from './types.ts';

type Context = Pick<SiteListenerOptions, 'fromRegion' | 'reachability' | 'roundTripMs'> & {
  directory: SiteDirectory;
  limits: SiteLimits;
};

/** Never throws: a site's defect becomes a 500 that says so, a client that went away is left alone. */
export async function serveSiteRequest(
  request: IncomingMessage,
  response: ServerResponse,
  context: Context,
): Promise<void> {
  try {
    const site = context.directory.find(request.headers.host ?? '');
    const named = context.directory.find((request.socket as TLSSocket).servername || '');
    if (site === undefined || site !== named) {
      return send(response, request, refusal(421, 'MisdirectedRequest', 'The Host header names another site.'));
    }
    if (!travels(request, context.reachability(site.region))) return;
    const body = await readBody(request, context.limits.bodyBytes);
    const roundTripMs = context.roundTripMs?.(site.region) ?? 0;
    if (roundTripMs > 0) await delay(roundTripMs, undefined, { ref: false });
    const answer = await askSite(site, request, body, context);
    // The region may have gone while the site worked: then the work is done and its answer is lost.
    if (travels(request, context.reachability(site.region))) send(response, request, answer);
  } catch (error) {
    fail(request, response, error);
  }
}

/** False when the network took the packet; then nothing must be sent. */
function travels(request: IncomingMessage, reachability: ReturnType<Context['reachability']>): boolean {
  if (reachability === 'refused') request.socket.destroy();
  return reachability === 'open';
}

async function askSite(
  site: Site,
  request: IncomingMessage,
  body: Uint8Array,
  { fromRegion, limits }: Context,
): Promise<SiteResponse> {
  const origin = `https://${request.headers.host}`;
  const url = URL.parse(request.url ?? '/', origin);
  if (url === null) return refusal(400, 'BadRequest', 'The request line holds no address.');
  const overdue = new AbortController();
  const question = { method: request.method ?? 'GET', url, headers: flatten(request), body, fromRegion };
  try {
    return await Promise.race([
      site.handle(question),
      delay(limits.answerTimeoutMs, undefined, { ref: false, signal: overdue.signal }).then(() =>
        refusal(504, 'GatewayTimeout', `${site.names[0]} did not answer within ${limits.answerTimeoutMs} ms.`),
      ),
    ]);
  } finally {
    overdue.abort();
  }
}

function flatten(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

function send(response: ServerResponse, request: IncomingMessage, answer: SiteResponse): void {
  if ('silent' in answer) return;
  if ('reset' in answer) {
    request.socket.destroy();
    return;
  }
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : (answer.body ?? new Uint8Array());
  const hasBody = answer.status !== 204 && answer.status !== 304;
  response.writeHead(answer.status, {
    ...(hasBody ? { 'content-length': String(body.byteLength) } : {}),
    ...answer.headers,
  });
  response.end(hasBody ? body : undefined);
}

function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent || request.socket.destroyed) {
    request.socket.destroy();
    return;
  }
  const answer =
    error instanceof BodyTooLargeError
      ? refusal(413, 'RequestEntityTooLarge', error.message)
      : refusal(
          500,
          'EstateDefect',
          `A site of the estate failed: ${error instanceof Error ? error.name : 'no error'}.`,
        );
  // What is left of the body is not read, so the connection cannot be used again.
  send(response, request, { ...answer, headers: { ...answer.headers, connection: 'close' } });
}

function refusal(status: number, code: string, message: string) {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' } as Record<string, string>,
    body: JSON.stringify({ error: { code, message } }),
  };
}
