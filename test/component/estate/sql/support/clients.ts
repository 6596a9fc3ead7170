import net from 'node:net';
import sql, { type config } from 'mssql';
import { Connection, type ConnectionConfiguration, Request } from 'tedious';
import { ADMIN } from './estate.ts';

/** Ports by host name: what the local host's preload does for the product. */
export type Route = (host: string, port: number) => number;

export interface ClientOptions {
  server: string;
  /** Listener of the server, or a route for clients that are sent on. */
  port: number | Route;
  database?: string;
  ca?: string;
  encrypt?: boolean | 'strict';
  user?: string;
  password?: string;
  /** SQL authentication as the administrator when absent. */
  authentication?: { type: string; options: Record<string, unknown> };
  requestTimeoutMs?: number;
  packetSize?: number;
  connectTimeoutMs?: number;
}

function connectorFor(port: number | Route) {
  return (target: { host: string; port: number }): Promise<net.Socket> => {
    const to = typeof port === 'number' ? port : port(target.host, target.port);
    const socket = net.connect({ host: '127.0.0.1', port: to, noDelay: true });
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(socket);
      });
    });
  };
}

function commonOptions(options: ClientOptions): NonNullable<ConnectionConfiguration['options']> {
  return {
    encrypt: options.encrypt ?? true,
    database: options.database ?? 'orders',
    connectTimeout: options.connectTimeoutMs ?? 3_000,
    requestTimeout: options.requestTimeoutMs ?? 5_000,
    packetSize: options.packetSize ?? 4096,
    maxRetriesOnTransientErrors: 0,
    trustServerCertificate: options.ca === undefined,
    connector: connectorFor(options.port) as () => Promise<net.Socket>,
    ...(options.ca ? { cryptoCredentialsDetails: { ca: options.ca } } : {}),
  };
}

const fqdn = (server: string) => (server.includes('.') ? server : `${server}.database.windows.net`);

function passwordOf({ user = ADMIN.user, password = ADMIN.password }: ClientOptions) {
  return { type: 'default' as const, options: { userName: user, password } };
}

/** An `mssql` pool of one connection, not yet connected. */
function mssqlPool(options: ClientOptions): sql.ConnectionPool {
  const settings: config = {
    server: fqdn(options.server),
    database: options.database ?? 'orders',
    connectionTimeout: options.connectTimeoutMs ?? 3_000,
    requestTimeout: options.requestTimeoutMs ?? 5_000,
    pool: { min: 0, max: 1 },
    options: commonOptions(options) as NonNullable<config['options']>,
  };
  if (options.authentication) settings.authentication = options.authentication as NonNullable<config['authentication']>;
  else Object.assign(settings, { user: options.user ?? ADMIN.user, password: options.password ?? ADMIN.password });
  Object.assign(settings, { validateConnection: false });
  const pool = new sql.ConnectionPool(settings);
  pool.on('error', () => {});
  return pool;
}

export async function withPool<T>(options: ClientOptions, use: (pool: sql.ConnectionPool) => Promise<T>): Promise<T> {
  const pool = mssqlPool(options);
  try {
    await pool.connect();
    return await use(pool);
  } finally {
    await pool.close();
  }
}

export interface ServerError {
  number: number;
  state: number;
  class: number;
  message: string;
  serverName: string;
}

/** A bare tedious connection that remembers what the server said. */
export class TediousClient {
  readonly connection: Connection;
  readonly errors: ServerError[] = [];
  readonly infos: { number: number; message: string }[] = [];
  ended = false;
  /** The connection was lost. */
  failed = false;

  constructor(options: ClientOptions) {
    const authentication = options.authentication ?? passwordOf(options);
    // The driver's own union of authentication types is wider than its published one.
    this.connection = new Connection({
      server: fqdn(options.server),
      authentication: authentication as NonNullable<ConnectionConfiguration['authentication']>,
      options: commonOptions(options),
    } as ConnectionConfiguration);
    this.connection.on('errorMessage', (error: unknown) => this.errors.push(error as ServerError));
    this.connection.on('infoMessage', (info: unknown) => this.infos.push(info as { number: number; message: string }));
    this.connection.on('error', () => {
      this.failed = true;
    });
    this.connection.on('end', () => {
      this.ended = true;
    });
  }

  connect(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.connection.connect((error) => (error ? reject(error) : resolve()));
    });
  }

  /** Rows of all result sets, as arrays of values. */
  query(text: string, onRequest: (request: Request) => void = () => {}, how: 'batch' | 'rpc' = 'batch') {
    return new Promise<unknown[][]>((resolve, reject) => {
      const rows: unknown[][] = [];
      const request = new Request(text, (error) => (error ? reject(error) : resolve(rows)));
      request.on('row', (columns: { value: unknown }[]) => rows.push(columns.map(({ value }) => value)));
      onRequest(request);
      if (how === 'batch') this.connection.execSqlBatch(request);
      else this.connection.execSql(request);
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      if (this.ended) return resolve();
      this.connection.once('end', () => resolve());
      this.connection.close();
    });
  }
}

/** Connects, uses and closes. */
export async function withTedious<T>(options: ClientOptions, use: (client: TediousClient) => Promise<T>): Promise<T> {
  const client = new TediousClient(options);
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.close();
  }
}

/** The server's errors of a login that must fail, and the driver's own. */
export async function failedLogin(
  options: ClientOptions,
): Promise<{ errors: ServerError[]; error: Error; ms: number }> {
  const client = new TediousClient(options);
  const startMs = performance.now();
  try {
    await client.connect();
  } catch (error) {
    return { errors: client.errors, error: error as Error, ms: performance.now() - startMs };
  } finally {
    await client.close();
  }
  throw new Error('expected the login to fail, it succeeded');
}

/** Polls until `condition` holds. @throws after two seconds, naming what was awaited */
export async function until(what: string, condition: () => boolean): Promise<void> {
  const endMs = Date.now() + 2_000;
  while (!condition()) {
    if (Date.now() > endMs) throw new Error(`expected ${what} within two seconds`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
