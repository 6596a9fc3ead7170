import net from 'node:net';
import type { TokenAuthority } from '../identity/types.ts';
import type { LoginLedger } from '../metrics/loginLedger.ts';
import type { Clock, EstateModel, RegionName } from '../model/types.ts';
import { acceptClient, type ListenerContext } from './acceptClient.ts';
import { OpenConnections } from './openConnections.ts';
import { loadCertificate } from './tds/transport.ts';
import type { ExecuteBatch } from './types.ts';

const LOOPBACK = '127.0.0.1';
const BACKLOG = 4096;
/** User sessions begin above those of the system. */
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
  /** Told of every login that was answered: Azure Monitor counts them. */
  logins?: LoginLedger;
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
  const context: ListenerContext = {
    options,
    state,
    certificate: loadCertificate(options.certificate),
    clock: options.clock ?? { now: () => Date.now() },
    open: new OpenConnections(model, options.vantageRegion, state),
    counters: { accepted: 0, logins: 0, queries: 0, clearTextLogins: 0 },
  };
  let lastSession = FIRST_SESSION - 1;
  const server = net.createServer((socket) => {
    lastSession = lastSession >= LAST_SESSION ? FIRST_SESSION : lastSession + 1;
    acceptClient(socket, lastSession, context);
  });
  const port = await listen(server);
  const unsubscribe = model.onChange(() => context.open.follow());
  return {
    port,
    stats: () => ({ ...context.counters, open: context.open.size }),
    close: () =>
      new Promise<void>((resolve) => {
        unsubscribe();
        server.close(() => resolve());
        context.open.destroyAll();
      }),
  };
}

async function listen(server: net.Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host: LOOPBACK, backlog: BACKLOG }, resolve);
  });
  const address = server.address();
  if (address === null || typeof address !== 'object') throw new Error('Expected a listener with a port, saw none.');
  return address.port;
}
