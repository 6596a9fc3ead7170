import type { Socket } from 'node:net';
import { type ConnectionConfiguration, Request } from 'tedious';
import { GuardedConnection } from './guardedConnection.ts';
import { DeadlinePassed, type Phase, SqlFailure } from './sqlErrors.ts';

export interface SqlTarget {
  /** Fully qualified name of the logical server. */
  host: string;
  database: string;
}

export interface SqlOptions {
  /** `strict` is TDS 8: TLS from the first byte. `prelogin` is TLS inside TDS 7.4, and refused when the server declines it. */
  encryption: 'strict' | 'prelogin';
  applicationName: string;
  /** PEM of certificate authorities to trust instead of the system's. */
  certificateAuthority?: string;
  /** Makes the socket in the driver's stead. */
  connector?: (target: { host: string; port: number }, lookup: unknown, signal: AbortSignal) => Promise<Socket>;
}

/** A deadline over everything that is done for one sample. */
export interface Deadline {
  signal: AbortSignal;
  timeoutMs: number;
}

/** Column names and values of one row. */
export type Row = Record<string, unknown>;

const PORT = 1433;

/** One login, kept open: the requests on it run one after the other. */
export class SqlConnection {
  readonly openedAtMs: number;
  readonly #connection: GuardedConnection;

  private constructor(connection: GuardedConnection, openedAtMs: number) {
    this.#connection = connection;
    this.openedAtMs = openedAtMs;
  }

  /**
   * Connects and logs in, once: nothing is retried.
   * @throws DeadlinePassed after destroying the socket. @throws SqlFailure, whose cause may be EncryptionRefused or NotTds.
   */
  static async open(target: SqlTarget, token: string, options: SqlOptions, deadline: Deadline): Promise<SqlConnection> {
    const connection = new GuardedConnection(configurationOf(target, token, options, deadline.timeoutMs));
    let phase: Phase = 'connection';
    connection.on('secure', () => {
      phase = 'login';
    });
    const login = new Promise<void>((resolve, reject) => {
      connection.once('connect', (error) => (error === undefined ? resolve() : reject(error)));
      connection.connect();
    });
    await settle(
      connection,
      deadline,
      () => (options.encryption === 'strict' && connection.socket ? 'login' : phase),
      login,
    );
    return new SqlConnection(connection, Date.now());
  }

  /** True while a request may be tried. A peer that went away without a word is found out by the request. */
  get isUsable(): boolean {
    const { state, STATE, socket, closed } = this.#connection;
    return state === STATE.LOGGED_IN && !closed && socket !== undefined && !socket.destroyed && socket.writable;
  }

  /** Called once when the connection has ended, whoever ended it. */
  onEnd(listener: () => void): void {
    this.#connection.once('end', listener);
  }

  /**
   * One round trip: the batch is sent as it is. Use no value in it that did not go through quoteIdentifier.
   * @throws DeadlinePassed after destroying the socket. @throws SqlFailure; the connection may be lost with it.
   * @throws RangeError when more rows come than `mostRows`; the connection is closed with it.
   */
  async query(text: string, mostRows: number, deadline: Deadline): Promise<Row[]> {
    const connection = this.#connection;
    connection.serverMessages.length = 0;
    const rows: Row[] = [];
    const answer = new Promise<void>((resolve, reject) => {
      const request = new Request(text, (error) => (error ? reject(error) : resolve()));
      request.on('row', (columns: Array<{ value: unknown; metadata: { colName: string } }>) => {
        rows.push(Object.fromEntries(columns.map(({ value, metadata }) => [metadata.colName, value])));
        if (rows.length > mostRows) connection.abandon(new RangeError(`more than ${mostRows} rows`));
      });
      connection.expectTds();
      connection.execSqlBatch(request);
    });
    await settle(connection, deadline, () => 'query', answer);
    return rows;
  }

  close(): void {
    this.#connection.close();
  }
}

/** Waits for `work`, for the deadline or for the guard, whichever is first; whatever fails leaves no socket behind that hangs. */
async function settle(
  connection: GuardedConnection,
  deadline: Deadline,
  phase: () => Phase,
  work: Promise<void>,
): Promise<void> {
  const ended = Promise.withResolvers<never>();
  const onAbandoned = () => ended.reject(connection.abandoned.reason);
  const onDeadline = () => connection.abandon(new DeadlinePassed(phase(), deadline.timeoutMs));
  connection.abandoned.addEventListener('abort', onAbandoned);
  deadline.signal.addEventListener('abort', onDeadline);
  // A connection that ends without an answer and without an error must not be waited for.
  const onEnd = () => ended.reject(new Error('the connection was closed'));
  connection.once('end', onEnd);
  try {
    if (deadline.signal.aborted) onDeadline();
    await Promise.race([work, ended.promise]);
  } catch (error) {
    const reason = connection.abandoned.aborted ? connection.abandoned.reason : error;
    if (reason instanceof DeadlinePassed) throw reason;
    throw new SqlFailure(reason, [...connection.serverMessages]);
  } finally {
    connection.removeListener('end', onEnd);
    connection.abandoned.removeEventListener('abort', onAbandoned);
    deadline.signal.removeEventListener('abort', onDeadline);
    ended.promise.catch(() => {});
    work.catch(() => {});
  }
}

function configurationOf(
  { host, database }: SqlTarget,
  token: string,
  options: SqlOptions,
  timeoutMs: number,
): ConnectionConfiguration {
  const { certificateAuthority, connector } = options;
  return {
    server: host,
    authentication: { type: 'azure-active-directory-access-token', options: { token } },
    options: {
      port: PORT,
      database,
      appName: options.applicationName,
      encrypt: options.encryption === 'strict' ? 'strict' : true,
      trustServerCertificate: false,
      cryptoCredentialsDetails: {
        minVersion: 'TLSv1.2',
        ...(certificateAuthority === undefined ? {} : { ca: certificateAuthority }),
      },
      // The driver's retries would hide what happened, and triple it.
      maxRetriesOnTransientErrors: 0,
      // Ours is the deadline; the driver's own ends what it still waits for after that.
      connectTimeout: timeoutMs,
      requestTimeout: 0,
      ...(connector === undefined ? {} : { connector: connector as unknown as () => Promise<Socket> }),
    },
  };
}
