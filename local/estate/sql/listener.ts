import { randomUUID } from 'node:crypto';
import net from 'node:net';
import { TENANT_ID, type TokenAuthority } from '../identity/types.ts';
import type { Clock, EstateModel, RegionName } from '../model/types.ts';
import { judgeLogin, type LoginVerdict, SQL_AUDIENCE } from './loginRules.ts';
import { OpenConnections } from './openConnections.ts';
import { SessionRequests } from './sessionRequests.ts';
import { TdsConnection } from './tds/connection.ts';
import type { Login7 } from './tds/login7.ts';
import type { LoginOutcome, TdsServices } from './tds/services.ts';
import { loadCertificate } from './tds/transport.ts';
import type { ExecuteBatch, SqlSession } from './types.ts';

const LOOPBACK = '127.0.0.1';
const BACKLOG = 4096;
const FIRST_SESSION = 51;
const LAST_SESSION = 32_767;

export interface SqlListenerOptions {
  model: EstateModel;
  /** Measures how long a statement may wait. @default the system's clock */
  clock?: Clock;
  /** Logical server name. */
  server: string;
  /** Where the clients of this listener are. */
  vantageRegion: RegionName;
  /** PEM texts. */
  certificate: { key: string; cert: string };
  tokens: TokenAuthority;
  execute: ExecuteBatch;
  /** Where clients are sent under connection policy `redirect`. */
  worker?: { host: string; port: number };
  /** @default false */
  isWorker?: boolean;
}

export interface SqlListenerStats {
  accepted: number;
  /** Logins answered to the end, accepted or refused. */
  logins: number;
  /** Requests received, without the SET batches with which drivers set up a session. */
  queries: number;
  open: number;
  /** LOGIN7 messages that came in clear text: a proper client never sends one. */
  clearTextLogins: number;
}

export interface SqlListener {
  port: number;
  close(): Promise<void>;
  stats(): SqlListenerStats;
}

/**
 * Listens on a free loopback port as one logical server, as its clients in one region see it. Reachability, faults and
 * roles are read from the model at every step, so a change of the model needs no call here.
 * @throws Error when the model has no such server
 */
export async function listenSql(options: SqlListenerOptions): Promise<SqlListener> {
  const { model } = options;
  const state = model.server(options.server);
  if (!state) throw new Error(`Expected a server of the estate, saw "${options.server}": add it to the estate first.`);
  const counters = { accepted: 0, logins: 0, queries: 0, clearTextLogins: 0 };
  const open = new OpenConnections(model, options.vantageRegion, state);
  const certificate = loadCertificate(options.certificate);
  const clock = options.clock ?? { now: () => Date.now() };
  let lastSession = FIRST_SESSION - 1;

  const accept = (socket: net.Socket): void => {
    counters.accepted++;
    lastSession = lastSession >= LAST_SESSION ? FIRST_SESSION : lastSession + 1;
    const tracingId = randomUUID();
    const services: TdsServices = {
      certificate,
      fedAuthEndpoint: { stsUrl: `https://login.windows.net/${TENANT_ID}`, spn: `${SQL_AUDIENCE}/` },
      onFirstBytes: () => conductOf(model, state.name),
      onClearTextLogin: () => void counters.clearTextLogins++,
      onLoginCompleted: () => void counters.logins++,
      onLogin: (login, client) => {
        const verdict = judge(options, login, client.address, tracingId);
        if (verdict.kind !== 'accepted') return withoutSession(verdict, state.name);
        open.enter(connection, verdict.database);
        const requests = new SessionRequests({
          session: openSession(model, state.name, login, verdict, client.sessionId),
          execute: options.execute,
          clock,
          tracingId,
          clientAddress: client.address,
          onQuery: () => void counters.queries++,
          stillStands: () => open.stands(connection),
        });
        const { database } = verdict;
        return { kind: 'accepted', database, serve: (...request) => requests.handle(...request) };
      },
    };
    const connection: TdsConnection = new TdsConnection(socket, services, {
      server: state.name,
      sessionId: lastSession,
      delayMs: () => model.roundTripMs(state.region),
      onClosed: () => open.remove(connection),
    });
    open.add(connection);
  };

  const server = net.createServer(accept);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host: LOOPBACK, backlog: BACKLOG }, resolve);
  });
  const unsubscribe = model.onChange(() => open.follow());
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    stats: () => ({ ...counters, open: open.size }),
    close: () =>
      new Promise<void>((resolve) => {
        unsubscribe();
        server.close(() => resolve());
        open.destroyAll();
      }),
  };
}

/** Faults of the whole server, which show before the client has said which database it wants. */
function conductOf(model: EstateModel, server: string): ReturnType<TdsServices['onFirstBytes']> {
  const fault = model.sqlFault(server, '');
  if (fault?.kind === 'silent') return 'silence';
  if (fault?.kind === 'garbage') return 'garbage';
  return fault?.kind === 'clearText' ? 'declineEncryption' : 'answer';
}

function judge(options: SqlListenerOptions, login: Login7, clientAddress: string, tracingId: string): LoginVerdict {
  const { model, tokens } = options;
  const server = model.server(options.server);
  if (!server) throw new Error(`The server "${options.server}" has left the estate while it was listening.`);
  const verdict = judgeLogin({
    model,
    server,
    login,
    clientAddress,
    tokens,
    tracingId,
    isWorker: options.isWorker === true,
    ...(options.worker ? { worker: options.worker } : {}),
  });
  if (verdict.kind === 'refused' && verdict.resumes) {
    // Azure takes about a minute to resume a serverless database; here the next attempt finds it online.
    model.apply({ kind: 'database', server: server.name, database: login.database, becomes: 'Online' });
  }
  return verdict;
}

function withoutSession(verdict: Exclude<LoginVerdict, { kind: 'accepted' }>, server: string): LoginOutcome {
  if (verdict.kind !== 'refused') return verdict;
  return { kind: 'refused', messages: verdict.errors.map((error) => ({ ...error, server })) };
}

function openSession(
  model: EstateModel,
  server: string,
  login: Login7,
  verdict: Extract<LoginVerdict, { kind: 'accepted' }>,
  sessionId: number,
): SqlSession {
  return {
    model,
    server,
    database: verdict.database,
    principal: verdict.principal,
    applicationName: login.applicationName,
    hostName: login.hostName,
    loginName: verdict.loginName,
    sessionId,
  };
}
