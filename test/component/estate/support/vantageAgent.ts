/** In-process clients of a vantage: Azure's names and port 443, led to the estate's loopback ports. */
import { Agent, type RequestOptions, request } from 'node:https';
import { connect } from 'node:tls';
import type { NameMapEntry } from '../../../../local/estate/types.ts';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** An agent that dials only what the map names, and trusts only the authority given. */
export function vantageAgent(names: NameMapEntry[], ca: string, keepAlive = false): Agent {
  const agent = new Agent({ keepAlive, maxCachedSessions: keepAlive ? 100 : 0 });
  // What `https.Agent` dials with. The handshake is for the address, also when a Host header says otherwise.
  Object.assign(agent, {
    createConnection: ({ host, port }: { host: string; port: number }) => {
      const to = names.find((entry) => entry.port === Number(port) && nameMatches(entry.name, host))?.to;
      if (to === undefined) throw new Error(`${host}:${port} is not in the map`);
      return connect({ host: '127.0.0.1', port: to, servername: host, ca });
    },
  });
  return agent;
}

function nameMatches(name: string, host: string): boolean {
  return name.startsWith('*.') ? host.endsWith(name.slice(1)) : name === host;
}

/** One request; rejects when the connection fails, or after `timeoutMs`. */
export function ask(
  agent: Agent,
  url: string,
  options: RequestOptions & { body?: string | Uint8Array; timeoutMs?: number } = {},
): Promise<Answer> {
  const { body, timeoutMs = 5000, ...rest } = options;
  return new Promise((resolve, reject) => {
    const sent = request(url, { ...rest, agent, signal: AbortSignal.timeout(timeoutMs) }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const headers = Object.fromEntries(
          Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
        );
        resolve({ status: response.statusCode ?? 0, headers, text: Buffer.concat(chunks).toString() });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The code or name of the error that a promise ends with; fails when it does not reject. */
export async function failureOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  }
  throw new Error('expected the request to fail; it was answered');
}
