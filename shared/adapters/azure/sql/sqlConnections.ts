import { readIdentityName } from '../../../config/settings.ts';
import type { Configuration } from '../../../config/types.ts';
import { sampleTimeoutMs } from '../../../replication/sampleTimeout.ts';
import type { SampleFailure } from '../../../replication/types.ts';
import { classifyFailure } from './classifyFailure.ts';
import { ConnectionKeep } from './connectionKeep.ts';
import { Deadline } from './deadline.ts';
import { openWithToken, type SqlAccess } from './openWithToken.ts';
import type { SqlConnection } from './sqlConnection.ts';

export interface SamplerOptions extends Omit<SqlAccess, 'encryption'> {
  /** Of the settings only what is asked for here. */
  sampling: Partial<Configuration['sampling']> &
    Pick<Configuration['sampling'], 'everyMs' | 'timeoutMs' | 'encryption'>;
  /** Connections that stay open between two sweeps. @default 500 */
  keepConnections?: number;
  /** A connection is replaced after this. @default 30 minutes, half the shortest life of an Entra token */
  replaceAfterMs?: number;
  /** A connection to a secondary is kept for a few rounds of signals. @default every minute, and as patient as sampling */
  signals?: Pick<Configuration['signals'], 'everyMs' | 'timeoutMs'>;
}

const KEEP_CONNECTIONS = 500;
const REPLACE_AFTER_MS = 30 * 60_000;
const SIGNALS_EVERY_MS = 60_000;
const SHORTEST_IDLE_MS = 90_000;

export interface Database {
  fullyQualifiedDomainName: string;
  database: string;
}

/** What a question came to, and whether its connection is worth keeping. */
export interface Answered<T> {
  value: T;
  keeps: boolean;
}

/** One question over one connection. @throws whatever the connection throws */
export type Question<T> = (connection: SqlConnection, deadline: Deadline) => Promise<Answered<T>>;

/**
 * The connections that stay open between two sweeps, of which sampling and signals have one store together: a primary whose links were
 * just read is asked for its signals without another login. Secondaries have what the primaries leave.
 */
export class SqlConnections {
  readonly primaries: ConnectionKeep;
  readonly secondaries: ConnectionKeep;
  readonly access: SqlAccess;
  readonly #timeoutMs: number;
  readonly #signalsTimeoutMs: number;
  readonly #most: number;
  readonly #sampled = new Set<string>();
  /** Before the first sweep has ended nobody knows how many primaries there are. */
  #roomForSecondaries = 0;

  constructor(options: SamplerOptions) {
    const { sampling, signals } = options;
    this.access = { ...options, encryption: sampling.encryption };
    this.#timeoutMs = sampleTimeoutMs(sampling);
    this.#signalsTimeoutMs = signals?.timeoutMs ?? sampling.timeoutMs;
    this.#most = options.keepConnections ?? KEEP_CONNECTIONS;
    const shared = { most: this.#most, ageMs: options.replaceAfterMs ?? REPLACE_AFTER_MS };
    const idleMs = Math.max(3 * sampling.everyMs, SHORTEST_IDLE_MS);
    this.primaries = new ConnectionKeep({ ...shared, idleMs });
    this.secondaries = new ConnectionKeep({
      ...shared,
      idleMs: Math.max(idleMs, 3 * (signals?.everyMs ?? SIGNALS_EVERY_MS)),
    });
  }

  get size(): number {
    return this.primaries.size + this.secondaries.size;
  }

  /** One round of sampling. */
  sample<T>(database: Database, question: Question<T>): Promise<T> {
    const key = keyOf(database);
    this.#sampled.add(key);
    const keeps = { key, take: this.primaries, give: this.primaries, timeoutMs: this.#timeoutMs };
    return this.#ask(database, question, keeps);
  }

  /** Over the connection that sampling keeps for this primary. */
  askPrimary<T>(database: Database, question: Question<T>): Promise<T> {
    const [key, timeoutMs] = [keyOf(database), this.#signalsTimeoutMs];
    return this.#ask(database, question, { key, take: this.primaries, give: this.primaries, timeoutMs });
  }

  askSecondary<T>(database: Database, question: Question<T>): Promise<T> {
    const hasRoom = this.secondaries.size < this.#roomForSecondaries;
    return this.#ask(database, question, {
      key: keyOf(database),
      take: this.secondaries,
      give: hasRoom ? this.secondaries : undefined,
      timeoutMs: this.#signalsTimeoutMs,
    });
  }

  /** Connections to databases that are not among these are closed. */
  retain(databases: readonly Database[]): void {
    const keys = new Set(databases.map(keyOf));
    for (const key of [...this.#sampled]) if (!keys.has(key)) this.#sampled.delete(key);
    this.#roomForSecondaries = Math.max(0, this.#most - this.#sampled.size);
    this.primaries.retain(keys);
    this.secondaries.retain(keys);
  }

  /** In words that say whose trouble it is. */
  explain(error: unknown, { fullyQualifiedDomainName: host, database }: Database): SampleFailure {
    const { encryption, identityName } = this.access;
    return classifyFailure(error, { host, database, encryption, identityName: identityName ?? readIdentityName() });
  }

  /**
   * A connection that was kept and fails gets one fresh login in the time that is left, because it may only have gone stale; a fresh
   * login that fails is the answer.
   */
  async #ask<T>(database: Database, question: Question<T>, keeps: Keeps): Promise<T> {
    const { timeoutMs } = keeps;
    const startedAt = performance.now();
    const kept = await this.#overKept(question, keeps);
    if (kept !== undefined) return kept.value;
    const deadline = new Deadline(timeoutMs, Math.max(1, timeoutMs - (performance.now() - startedAt)));
    const target = { host: database.fullyQualifiedDomainName, database: database.database };
    let connection: SqlConnection | undefined;
    try {
      connection = await openWithToken(target, this.access, deadline);
      return settle(connection, await question(connection, deadline), keeps);
    } catch (error) {
      connection?.close();
      throw error;
    } finally {
      deadline.clear();
    }
  }

  /** Undefined when there is no kept connection, or when it failed and a fresh one may know more. */
  async #overKept<T>(question: Question<T>, keeps: Keeps): Promise<{ value: T } | undefined> {
    const connection = keeps.take.take(keeps.key);
    if (connection === undefined) return undefined;
    // Half of the time: a peer that went away without a word is found out early enough for a fresh login.
    const half = new Deadline(Math.floor(keeps.timeoutMs / 2));
    try {
      const answered = await question(connection, half);
      return { value: settle(connection, answered, { key: keeps.key, give: keeps.take }) };
    } catch {
      connection.close();
      return undefined;
    } finally {
      half.clear();
    }
  }
}

interface Keeps {
  /** Of the database. */
  key: string;
  take: ConnectionKeep;
  /** Undefined where there is no room for one more. */
  give: ConnectionKeep | undefined;
  /** Login and question together. */
  timeoutMs: number;
}

function settle<T>(connection: SqlConnection, answered: Answered<T>, { key, give }: Pick<Keeps, 'key' | 'give'>): T {
  if (answered.keeps && give !== undefined) give.give(key, connection);
  else connection.close();
  return answered.value;
}

function keyOf({ fullyQualifiedDomainName, database }: Database): string {
  return `${fullyQualifiedDomainName}/${database}`.toLowerCase();
}
