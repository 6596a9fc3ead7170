import type { Socket } from 'node:net';
import { type ConnectionConfiguration, Request, TYPES } from 'tedious';
import type { Deadline } from './deadline.ts';
import { GuardedConnection } from './guardedConnection.ts';
import { DeadlinePassed, type Phase, type ServerMessage, SqlFailure } from './sqlErrors.ts';

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

/** Column names and values of one row. */
export type Row = Record<string, unknown>;

/** What a batch of several statements came to. */
export interface BatchAnswer {
  rows: Row[];
  /** In their order among the rows. */
  refusals: Array<ServerMessage & { afterRows: number }>;
  /** Set where something was refused. */
  failure?: SqlFailure;
}

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
    const seenPhase = () => (options.encryption === 'strict' && connection.socket ? 'login' : phase);
    await settle(connection, deadline, seenPhase, (done) => {
      connection.once('connect', done);
      connection.connect();
    });
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
    const { rows, failure } = await this.batch(text, mostRows, deadline);
    if (failure !== undefined) throw failure;
    return rows;
  }

  /**
   * As `query`, but what the server refuses of a batch of several statements does not cost the answers to the others.
   * @throws as `query`, but for a SqlFailure that the connection outlived: that is in the answer
   */
  async batch(text: string, mostRows: number, deadline: Deadline): Promise<BatchAnswer> {
    const connection = this.#connection;
    const answer: BatchAnswer = { rows: [], refusals: [] };
    const { rows, refusals } = answer;
    connection.onServerMessage = (message) => void refusals.push({ ...message, afterRows: rows.length });
    try {
      await this.#run(deadline, (done) => {
        const request = new Request(text, done);
        request.on('row', (columns: Array<{ value: unknown; metadata: { colName: string } }>) => {
          const row: Row = {};
          for (let at = 0; at < columns.length; at += 1) {
            const column = columns[at];
            if (column !== undefined) row[column.metadata.colName] = column.value;
          }
          rows.push(row);
          if (rows.length > mostRows) connection.abandon(new RangeError(`more than ${mostRows} rows`));
        });
        connection.execSqlBatch(request);
      });
    } catch (error) {
      if (!(error instanceof SqlFailure) || refusals.length === 0 || !this.isUsable) throw error;
      answer.failure = error;
    } finally {
      connection.onServerMessage = undefined;
    }
    return answer;
  }

  /**
   * Runs a procedure with parameters: no value is ever part of a text.
   * @throws DeadlinePassed after destroying the socket. @throws SqlFailure; the connection may be lost with it.
   */
  async call(procedure: string, parameters: Readonly<Record<string, string>>, deadline: Deadline): Promise<void> {
    await this.#run(deadline, (done) => {
      const request = new Request(procedure, done);
      for (const [name, value] of Object.entries(parameters)) request.addParameter(name, TYPES.NVarChar, value);
      this.#connection.callProcedure(request);
    });
  }

  #run(deadline: Deadline, begin: (done: (error?: Error | null) => void) => void): Promise<void> {
    const connection = this.#connection;
    connection.serverMessages.length = 0;
    return settle(connection, deadline, inQuery, (done) => {
      connection.expectAnswer();
      begin(done);
    });
  }

  close(): void {
    this.#connection.close();
  }
}

const inQuery = (): Phase => 'query';

/** Waits for `work`, for the deadline or for the guard, whichever is first; whatever fails leaves no socket behind that hangs. */
async function settle(
  connection: GuardedConnection,
  deadline: Deadline,
  phase: () => Phase,
  begin: (done: (error?: Error | null) => void) => void,
): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      connection.onLost = reject;
      deadline.watch(() => connection.abandon(new DeadlinePassed(phase(), deadline.timeoutMs)));
      if (connection.abandonedFor !== undefined) reject(connection.abandonedFor);
      else begin((error) => (error ? reject(error) : resolve()));
    });
  } catch (error) {
    const reason = connection.abandonedFor ?? error;
    if (reason instanceof DeadlinePassed) throw reason;
    throw new SqlFailure(reason, [...connection.serverMessages]);
  } finally {
    connection.onLost = undefined;
    deadline.unwatch();
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
