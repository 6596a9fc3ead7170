/** The console of the estate: what arrived, what is true, and an API to hurt it. Nothing of it is in the product. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Estate } from '../estate/types.ts';
import { parseStep, ScenarioFaults } from '../play/load.ts';
import { actionsOf } from '../play/steps.ts';
import { consolePage } from './page.ts';
import { consoleState } from './state.ts';

export interface ConsoleOptions {
  estate: Estate;
  /** 0 picks a free port. */
  port: number;
  /** Where the product answers: the page links to it. */
  appUrl: string;
}

export interface RunningConsole {
  url: string;
  close(): Promise<void>;
}

const MOST_BODY_BYTES = 64 * 1024;

/** @throws Error that names the port when it is taken. */
export async function startConsole(options: ConsoleOptions): Promise<RunningConsole> {
  const server = createServer((request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      sendJson(response, 500, { error: error instanceof Error ? error.message : String(error) });
    });
  });
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${options.port} is taken: the console needs it; choose another with --console-port`)
          : error,
      ),
    );
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function answer(options: ConsoleOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { estate } = options;
  const { pathname } = new URL(request.url ?? '/', 'http://console');
  if (request.method === 'POST' && pathname === '/api/hurt') {
    if (!isOurs(request))
      return sendJson(response, 403, { error: 'only this console and programs on this machine may hurt the estate' });
    const body = await readBody(request);
    if (body === undefined) {
      // What is left of the body is not read, so the connection cannot be used again.
      response.setHeader('connection', 'close');
      return sendJson(response, 413, { error: `expected at most ${MOST_BODY_BYTES} bytes` });
    }
    return hurt(estate, body, response);
  }
  if (request.method !== 'GET') return sendJson(response, 405, { error: 'expected GET, or POST /api/hurt' });
  switch (pathname) {
    case '/':
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
      response.end(await consolePage());
      return;
    case '/api/state':
      return sendJson(response, 200, { ...consoleState(estate), appUrl: options.appUrl });
    case '/api/teams':
      return sendJson(response, 200, [...estate.teamsMessages()].reverse());
    case '/api/mail':
      return sendJson(response, 200, [...estate.mailMessages()].reverse());
    case '/api/pagerduty':
      return sendJson(response, 200, {
        incidents: estate.pagerDutyIncidents().reverse(),
        events: estate.pagerDutyMessages().reverse(),
      });
    case '/api/slack':
      return sendJson(response, 200, estate.slackMessages().reverse());
    case '/api/webhook':
      return sendJson(response, 200, estate.webhookMessages().reverse());
    default:
      return sendJson(response, 404, { error: `nothing at ${pathname}` });
  }
}

/** A page from elsewhere in the same browser may not press the buttons. */
function isOurs(request: IncomingMessage): boolean {
  const origin = request.headers.origin;
  // A page without an address of its own says 'null'.
  return origin === undefined || URL.parse(origin)?.host === request.headers.host;
}

/** The body is a step of a scenario without its time. */
function hurt(estate: Estate, body: string, response: ServerResponse): void {
  try {
    for (const action of actionsOf(parseStep(JSON.parse(body)))) {
      if (action.kind !== 'change') throw new Error('this is not part of the estate: do it to the app, or on its page');
      estate.model.apply(action.change);
    }
    sendJson(response, 200, { done: true });
  } catch (error) {
    const faults =
      error instanceof ScenarioFaults ? error.faults : [error instanceof Error ? error.message : String(error)];
    sendJson(response, 400, { error: faults.join('; ') });
  }
}

/** Undefined when it is too large. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
}
