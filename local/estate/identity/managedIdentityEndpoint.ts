/** The identity endpoint that App Service puts beside every worker, over plain HTTP on loopback. */
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback } from '../network/loopback.ts';
import { answerManagedIdentity, IDENTITY_PATH, type IdentityAnswer } from './managedIdentityAnswer.ts';
import { APP_CLIENT_ID } from './tokenAuthority.ts';
import type { TokenAuthority } from './types.ts';

export interface ManagedIdentityEndpoint {
  /** What App Service sets: IDENTITY_ENDPOINT and IDENTITY_HEADER. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

/** Only the path and the query of a request matter here. */
const ORIGIN = 'http://127.0.0.1';

/**
 * Serves tokens for the app's system-assigned identity, so that `@azure/identity` runs unchanged.
 * `unreachable` resets every connection; `failing` answers 500 as App Service does when it cannot get a token.
 */
export async function listenManagedIdentity(options: {
  tokens: TokenAuthority;
  state: () => 'up' | 'unreachable' | 'failing';
}): Promise<ManagedIdentityEndpoint> {
  const secret = randomBytes(16).toString('hex').toUpperCase();
  const server = createServer((request, response) => {
    request.resume();
    if (options.state() === 'unreachable') request.socket.resetAndDestroy();
    else reply(response, options.state() === 'failing' ? failure() : answer(request, options.tokens, secret));
  });
  server.on('connection', (socket) => {
    if (options.state() === 'unreachable') socket.resetAndDestroy();
  });
  const { port, close } = await listenOnLoopback(server);
  return {
    environment: { IDENTITY_ENDPOINT: `http://127.0.0.1:${port}${IDENTITY_PATH}`, IDENTITY_HEADER: secret },
    close: () => close(),
  };
}

function answer(request: IncomingMessage, tokens: TokenAuthority, secret: string): IdentityAnswer {
  const header = request.headers['x-identity-header'];
  return answerManagedIdentity(
    {
      method: request.method ?? '',
      url: URL.parse(request.url ?? '/', ORIGIN) ?? new URL(ORIGIN),
      identityHeader: typeof header === 'string' ? header : undefined,
    },
    { secret, tokens, clientId: APP_CLIENT_ID, correlationId: randomUUID() },
  );
}

function failure(): IdentityAnswer {
  const message = 'The identity service failed unexpectedly while it fetched the token.';
  return { status: 500, body: { statusCode: 500, message, correlationId: randomUUID() } };
}

function reply(response: ServerResponse, { status, body }: IdentityAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}
