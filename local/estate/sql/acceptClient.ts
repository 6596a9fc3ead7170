import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { TENANT_ID } from '../identity/types.ts';
import { outcomeOf } from '../metrics/loginLedger.ts';
import type { Clock, EstateModel, ServerState } from '../model/types.ts';
import type { SqlListenerOptions, SqlListenerStats } from './listener.ts';
import { judgeLogin, type LoginVerdict, SQL_AUDIENCE } from './loginRules.ts';
import type { OpenConnections } from './openConnections.ts';
import { SessionRequests } from './sessionRequests.ts';
import { TdsConnection } from './tds/connection.ts';
import type { Login7 } from './tds/login7.ts';
import type { LoginOutcome, TdsServices } from './tds/services.ts';
import type { ServerCertificate } from './tds/transport.ts';
import type { SqlSession } from './types.ts';

/** What all connections of a listener share. */
export interface ListenerContext {
  options: SqlListenerOptions;
  state: ServerState;
  certificate: ServerCertificate;
  clock: Clock;
  open: OpenConnections;
  counters: Omit<SqlListenerStats, 'open'>;
}

type Accepted = Extract<LoginVerdict, { kind: 'accepted' }>;
type Client = Parameters<TdsServices['onLogin']>[1];

/** Gives a new client its connection, which lives until the client, the network or the estate ends it. */
export function acceptClient(socket: Socket, sessionId: number, context: ListenerContext): void {
  const { state, counters, open, certificate } = context;
  const { model } = context.options;
  const tracingId = randomUUID();
  counters.accepted++;
  const services: TdsServices = {
    certificate,
    fedAuthEndpoint: { stsUrl: `https://login.windows.net/${TENANT_ID}`, spn: `${SQL_AUDIENCE}/` },
    onFirstBytes: () => conductOf(model, state.name),
    onClearTextLogin: () => void counters.clearTextLogins++,
    onLoginCompleted: () => void counters.logins++,
    onLogin: (login, client) => {
      const verdict = judge(context.options, login, client.address, tracingId);
      count(context, login.database, verdict);
      if (verdict.kind !== 'accepted') return withoutSession(verdict, state.name);
      open.enter(connection, verdict.database);
      const session = openSession(context, login, verdict, client);
      const requests = requestsOf(context, session, { tracingId, client, connection });
      return { kind: 'accepted', database: verdict.database, serve: (...request) => requests.handle(...request) };
    },
  };
  const connection: TdsConnection = new TdsConnection(socket, services, {
    server: state.name,
    sessionId,
    delayMs: () => model.roundTripMs(state.region),
    onClosed: () => open.remove(connection),
  });
  open.add(connection);
}

function requestsOf(
  { options, clock, counters, open }: ListenerContext,
  session: SqlSession,
  { tracingId, client, connection }: { tracingId: string; client: Client; connection: TdsConnection },
): SessionRequests {
  return new SessionRequests({
    session,
    execute: options.execute,
    clock,
    tracingId,
    clientAddress: client.address,
    onQuery: () => void counters.queries++,
    stillStands: () => open.stands(connection),
  });
}

/**
 * Faults of the whole server, which show before the client has said which database it wants; a fault of one database
 * cannot show here, so declining encryption is the server's alone.
 */
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

/** A login that is sent on to a worker, or that wakes a paused database, is no attempt of its own. */
function count({ options, state, clock }: ListenerContext, database: string, verdict: LoginVerdict): void {
  const note = (outcome: ReturnType<typeof outcomeOf>) =>
    options.logins?.note(state.name, database, outcome, clock.now());
  if (verdict.kind === 'accepted') note('successful');
  if (verdict.kind === 'refused' && !verdict.resumes) note(outcomeOf(verdict.errors[0]?.number ?? 0));
}

function withoutSession(verdict: Exclude<LoginVerdict, { kind: 'accepted' }>, server: string): LoginOutcome {
  if (verdict.kind !== 'refused') return verdict;
  return { kind: 'refused', messages: verdict.errors.map((error) => ({ ...error, server })) };
}

function openSession(
  { options, state }: ListenerContext,
  login: Login7,
  verdict: Accepted,
  client: Client,
): SqlSession {
  return {
    model: options.model,
    server: state.name,
    database: verdict.database,
    principal: verdict.principal,
    applicationName: login.applicationName,
    hostName: login.hostName,
    loginName: verdict.loginName,
    sessionId: client.sessionId,
  };
}
