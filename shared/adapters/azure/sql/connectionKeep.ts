import type { SqlConnection } from './sqlConnection.ts';

export interface KeepOptions {
  /** What comes when this many are kept is closed. An instance on the Consumption plan may hold 600 connections in all. */
  most: number;
  /** Longer than the sampling interval, or none would ever be used again. */
  idleMs: number;
  /** A connection older than this is replaced: its token ages with it. */
  ageMs: number;
  /** @default 60_000: one timer for all; a reaper per connection costs more than the connections. */
  reapEveryMs?: number;
}

const REAP_EVERY_MS = 60_000;

/** A connection that is kept; while it is in use, its place, or a fixed set would change hands with every sweep. */
interface Entry {
  connection: SqlConnection | undefined;
  usedAtMs: number;
}

/** Connections between two sweeps, one per database. A connection in use is not in here, so that nobody else can close or use it. */
export class ConnectionKeep {
  readonly #options: KeepOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #watched = new WeakSet<SqlConnection>();
  #size = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: KeepOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#size;
  }

  /** Takes out the connection to this database, when there is one that is worth a try. */
  take(key: string): SqlConnection | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    const { connection } = entry;
    if (connection === undefined || !this.#isGood(connection, entry.usedAtMs, Date.now())) {
      this.#close(key);
      return undefined;
    }
    entry.connection = undefined;
    this.#size -= 1;
    return connection;
  }

  give(key: string, connection: SqlConnection): void {
    const entry = this.#entries.get(key);
    // The newcomer goes, not the oldest: a sweep comes round to everybody in turn, so the oldest is the one that is wanted next.
    const hasRoom = this.#entries.size - (entry === undefined ? 0 : 1) < this.#options.most;
    if (!connection.isUsable || !hasRoom) {
      this.#close(key);
      connection.close();
      return;
    }
    if (entry?.connection !== undefined && entry.connection !== connection) this.#close(key);
    this.#put(key, connection);
    this.#watch(key, connection);
    this.#timer ??= setInterval(() => this.#reap(), this.#options.reapEveryMs ?? REAP_EVERY_MS).unref();
  }

  /** Closes every connection to a database that is not one of these. */
  retain(keys: ReadonlySet<string>): void {
    for (const key of [...this.#entries.keys()]) if (!keys.has(key)) this.#close(key);
    this.#reap();
  }

  #put(key: string, connection: SqlConnection): void {
    const entry = this.#entries.get(key) ?? { connection: undefined, usedAtMs: 0 };
    if (entry.connection === undefined) this.#size += 1;
    entry.connection = connection;
    entry.usedAtMs = Date.now();
    this.#entries.set(key, entry);
  }

  /** A server that hangs up while nobody asks is forgotten at once. */
  #watch(key: string, connection: SqlConnection): void {
    if (this.#watched.has(connection)) return;
    this.#watched.add(connection);
    connection.onEnd(() => {
      if (this.#entries.get(key)?.connection === connection) this.#forget(key);
    });
  }

  #isGood(connection: SqlConnection, usedAtMs: number, nowMs: number): boolean {
    const { idleMs, ageMs } = this.#options;
    return connection.isUsable && nowMs - usedAtMs < idleMs && nowMs - connection.openedAtMs < ageMs;
  }

  #reap(): void {
    const nowMs = Date.now();
    for (const [key, { connection, usedAtMs }] of [...this.#entries]) {
      if (connection !== undefined && !this.#isGood(connection, usedAtMs, nowMs)) this.#close(key);
    }
  }

  #close(key: string): void {
    const connection = this.#entries.get(key)?.connection;
    this.#forget(key);
    connection?.close();
  }

  #forget(key: string): void {
    if (this.#entries.get(key)?.connection !== undefined) this.#size -= 1;
    this.#entries.delete(key);
    if (this.#entries.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
