import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CertificateAuthority,
  createCertificateAuthority,
} from '../../../local/estate/certificates/certificateAuthority.ts';
import { createTokenAuthority } from '../../../local/estate/identity/tokenAuthority.ts';
import { APP_OBJECT_ID, type TokenAuthority } from '../../../local/estate/identity/types.ts';
import { createModel } from '../../../local/estate/model/model.ts';
import type { EstateDefinition, EstateModel, LinkDefinition, SqlFault } from '../../../local/estate/model/types.ts';
import { listenSql, type SqlListener, type SqlListenerOptions } from '../../../local/estate/sql/listener.ts';
import { executeBatch } from '../../../local/estate/sql/tsql/execute.ts';
import type { ExecuteBatch, SqlSession } from '../../../local/estate/sql/types.ts';
import type { SqlOptions } from '../../../shared/adapters/azure/sql/sqlConnection.ts';
import type { LinkEnd } from '../../../shared/topology/types.ts';

const SUBSCRIPTION = '3b1f6a52-7c7e-4f0f-9d53-111122223333';
const WORKER = 'tr1.worker.database.windows.net';
const WORKER_PORT = 11_002;

/** The estate's SQL front, as the adapter reaches it: Azure's names, led to loopback. */
export interface SqlBench {
  model: EstateModel;
  tokens: TokenAuthority;
  authority: CertificateAuthority;
  /** By logical server. */
  listeners: Map<string, SqlListener>;
  /** Every batch that was executed, with its session. */
  batches: Array<{ text: string; session: SqlSession }>;
  connector: NonNullable<SqlOptions['connector']>;
  /** More names than the estate's: `host:port` to a loopback port. */
  routes: Map<string, number>;
  token(): Promise<string>;
  fault(server: string, fault: SqlFault | null, database?: string): void;
  close(): Promise<void>;
}

export const end = (server: string, database = 'orders'): LinkEnd => ({
  server,
  database,
  region: 'westeurope',
  fullyQualifiedDomainName: `${server}.database.windows.net`,
});

export async function openSqlBench(): Promise<SqlBench> {
  const folder = await mkdtemp(join(tmpdir(), 'geowarden-sampler-'));
  const authority = await createCertificateAuthority(folder);
  const clock = { now: () => Date.now() };
  const model = createModel(definition(), clock);
  const tokens = createTokenAuthority({ clock });
  const batches: SqlBench['batches'] = [];
  const execute: ExecuteBatch = (text, parameters, session) => {
    batches.push({ text, session });
    return executeBatch(text, parameters, session);
  };
  const listeners = new Map<string, SqlListener>();
  const routes = new Map<string, number>();
  const common = { model, tokens, execute, vantageRegion: 'uksouth' };
  const listen = async (name: string, server: string, more: Partial<SqlListenerOptions> = {}) => {
    const certificate = await authority.issue([`${server}.database.windows.net`, '*.worker.database.windows.net']);
    listeners.set(name, await listenSql({ ...common, server, certificate, ...more }));
    return listeners.get(name)?.port ?? 0;
  };
  for (const { name } of model.servers()) {
    routes.set(
      `${name}.database.windows.net:1433`,
      await listen(name, name, { worker: { host: WORKER, port: WORKER_PORT } }),
    );
  }
  routes.set(`${WORKER}:${WORKER_PORT}`, await listen('worker', 'shop-redirect', { isWorker: true }));
  return {
    model,
    tokens,
    authority,
    listeners,
    batches,
    routes,
    connector: ({ host, port }) => connect(routes.get(`${host}:${port}`), host),
    token: async () => tokens.issue('https://database.windows.net/', { objectId: APP_OBJECT_ID }),
    fault: (server, fault, database) =>
      model.apply({ kind: 'sql', server, fault, ...(database === undefined ? {} : { database }) }),
    close: async () => {
      // Clients hang up first: a listener that is closed in the middle of that may keep the process alive.
      const all = [...listeners.values()];
      await eventually('every connection to be closed', () => all.every((listener) => listener.stats().open === 0));
      await Promise.all(all.map((listener) => listener.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function connect(port: number | undefined, host: string): Promise<net.Socket> {
  if (port === undefined) {
    return Promise.reject(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' }));
  }
  const socket = net.connect({ host: '127.0.0.1', port, noDelay: true });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

function definition(): EstateDefinition {
  const server = (name: string, region: string, connectionPolicy: 'proxy' | 'redirect' = 'proxy') => ({
    name,
    region,
    subscriptionId: SUBSCRIPTION,
    resourceGroup: 'shop',
    tags: {},
    administrator: { login: 'keeper', password: 'S3cret!of-the-desk' },
    connectionPolicy,
  });
  const database = (name: string, at: string, sku = 'GP_Gen5_2') => ({
    name,
    server: at,
    sku,
    commitsPerSecond: 5,
    tags: {},
  });
  const link = (name: string, at: string, to: string, more: Partial<LinkDefinition> = {}): LinkDefinition => ({
    server: at,
    database: name,
    secondaryServer: to,
    secondaryDatabase: name,
    kind: 'GEO',
    secondaryAllowConnections: true,
    shippingDelayMs: 5,
    shippingRate: Number.POSITIVE_INFINITY,
    redoDelayMs: 5,
    seededPercent: 100,
    seedingRate: 50,
    ...more,
  });
  return {
    regions: ['westeurope', 'northeurope', 'uksouth'],
    app: { region: 'uksouth', witness: 'none' },
    subscriptions: [{ id: SUBSCRIPTION, name: 'Shop', tenantId: '2f7c4a51-96de-4b0b-8a57-0d6f1c3e9b28' }],
    servers: [
      server('shop-we', 'westeurope'),
      server('shop-ne', 'northeurope'),
      server('shop-uks', 'uksouth'),
      server('shop-redirect', 'westeurope', 'redirect'),
    ],
    databases: [
      database('orders', 'shop-we'),
      database('stock', 'shop-we'),
      database('ledger', 'shop-redirect'),
      database('tiny', 'shop-we', 'S0'),
      database('vault', 'shop-redirect'),
      database('spare', 'shop-redirect'),
    ],
    links: [
      link('orders', 'shop-we', 'shop-ne'),
      link('orders', 'shop-we', 'shop-uks'),
      link('stock', 'shop-we', 'shop-ne'),
      link('ledger', 'shop-redirect', 'shop-ne'),
      link('vault', 'shop-redirect', 'shop-uks', { secondaryAllowConnections: false }),
      link('spare', 'shop-redirect', 'shop-ne', { kind: 'STANDBY' }),
    ],
    failoverGroups: [],
  };
}

/** Polls until `condition` holds. @throws after three seconds, naming what was awaited */
export async function eventually(what: string, condition: () => boolean): Promise<void> {
  const endMs = Date.now() + 3_000;
  while (!condition()) {
    if (Date.now() > endMs) throw new Error(`expected ${what} within three seconds`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
