/** The host's HTTP listener: the app's routes, the Event Grid webhook and the admin API behind one loopback port. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AdminDependencies, answerAdmin } from '../admin.ts';
import { answerEventGrid } from '../eventGrid.ts';
import { isAllowed, type Keys, permissionOf, presentedKey } from '../keys.ts';
import { hostLog, type Log } from '../log.ts';
import { BodyTooLargeError, readBody, toRpcHttp } from './request.ts';
import { type HttpAnswer, jsonAnswer, send, textAnswer, toAnswer } from './response.ts';
import { findRoute, type Route } from './routes.ts';

export interface HttpDependencies extends AdminDependencies {
  routes: readonly Route[];
  keys: Keys;
  log: Log;
  /** AzureWebJobsDisableHomepage. */
  homepageDisabled: boolean;
}

/** Thrown when the port cannot be had. */
export class PortTakenError extends Error {
  override name = 'PortTakenError';
}

export interface HttpServer {
  port: number;
  /** Takes no further request; resolves when those it has are answered. */
  close(): Promise<void>;
  /** Cuts what is still open. */
  abandon(): void;
}

/** Listens on 127.0.0.1. Port 0 takes a free one. @throws PortTakenError */
export async function serveHttp(port: number, dependencies: HttpDependencies): Promise<HttpServer> {
  let closing = false;
  const server = createServer((request, response) => {
    if (closing) response.setHeader('connection', 'close');
    handle(request, response, dependencies).catch((error: unknown) => {
      hostLog(
        dependencies.log,
        'error',
        `A request failed in the host itself. ${error instanceof Error ? error.stack : error}`,
      );
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await listen(server, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      closing = true;
      return new Promise((resolve) => server.close(() => resolve()));
    },
    abandon: () => server.closeAllConnections(),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      const message = `Port ${port} on 127.0.0.1 is taken; stop what listens there or choose another with --port.`;
      reject(taken ? new PortTakenError(message, { cause: error }) : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  dependencies: HttpDependencies,
): Promise<void> {
  const url = requestUrl(request);
  let body: Buffer;
  try {
    body = await readBody(request);
  } catch (error) {
    // A body that is cut off has nobody left to answer.
    return send(response, jsonAnswer(error instanceof BodyTooLargeError ? 413 : 400));
  }
  send(response, url ? await answer(request, url, body, dependencies) : jsonAnswer(400));
}

function requestUrl(request: IncomingMessage): URL | undefined {
  try {
    // Not new URL(path, base): a path of two slashes would be read as a host.
    return new URL(`http://${request.headers.host ?? '127.0.0.1'}${request.url ?? '/'}`);
  } catch {
    return undefined;
  }
}

async function answer(
  request: IncomingMessage,
  url: URL,
  body: Buffer,
  dependencies: HttpDependencies,
): Promise<HttpAnswer> {
  const { keys, functions, invocations } = dependencies;
  const { headers, method = 'GET' } = request;
  const key = presentedKey(headers, url.searchParams);
  const { pathname } = url;
  if (/^\/admin(\/|$)/i.test(pathname)) {
    return answerAdmin({ method, pathname, body, permission: permissionOf(keys, key) }, dependencies);
  }
  if (/^\/runtime\/webhooks\/eventgrid\/?$/i.test(pathname)) {
    return answerEventGrid({ method, url, headers, body, permission: permissionOf(keys, key) }, functions, invocations);
  }
  const found = findRoute(dependencies.routes, method, pathname);
  if (!found) return withoutRoute(method, pathname, dependencies);
  const { route, values } = found;
  if (!isAllowed(permissionOf(keys, key, route.fn.name), route.authLevel)) return jsonAnswer(401);
  const http = toRpcHttp({ method, url, headers, body, routeValues: values });
  return toAnswer(await invocations.run(route.fn, { data: { http } }));
}

/** The host's own home page answers at `/` where no function does; 204 when it is disabled. */
function withoutRoute(method: string, pathname: string, { homepageDisabled }: HttpDependencies): HttpAnswer {
  if (pathname !== '/' || (method !== 'GET' && method !== 'HEAD')) return jsonAnswer(404);
  return homepageDisabled ? jsonAnswer(204) : textAnswer(200, 'Your Functions 4.0 app is up and running');
}
