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

/** Connections between two sweeps, one per database. A connection in use is not in here, so that nobody else can close or use it. */
export class ConnectionKeep {
  readonly #options: KeepOptions;
  readonly #kept = new Map<string, { connection: SqlConnection; usedAtMs: number }>();
  readonly #watched = new WeakSet<SqlConnection>();
  /** Databases whose connection is in use: their places stay theirs, or a fixed set would change hands with every sweep. */
  readonly #inUse = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: KeepOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#kept.size;
  }

  /** Takes out the connection to this database, when there is one that is worth a try. */
  take(key: string): SqlConnection | undefined {
    this.#inUse.delete(key);
    const found = this.#kept.get(key);
    if (found === undefined) return undefined;
    this.#forget(key);
    if (this.#isGood(found, Date.now())) {
      this.#inUse.add(key);
      return found.connection;
    }
    found.connection.close();
    return undefined;
  }

  give(key: string, connection: SqlConnection): void {
    this.#close(key);
    this.#inUse.delete(key);
    // The newcomer goes, not the oldest: a sweep comes round to everybody in turn, so the oldest is the one that is wanted next.
    if (!connection.isUsable || this.#kept.size + this.#inUse.size >= this.#options.most) {
      connection.close();
      return;
    }
    this.#kept.set(key, { connection, usedAtMs: Date.now() });
    this.#watch(key, connection);
    this.#timer ??= setInterval(() => this.#reap(), this.#options.reapEveryMs ?? REAP_EVERY_MS).unref();
  }

  /** Closes every connection to a database that is not one of these. */
  retain(keys: ReadonlySet<string>): void {
    for (const key of [...this.#kept.keys()]) if (!keys.has(key)) this.#close(key);
    for (const key of [...this.#inUse]) if (!keys.has(key)) this.#inUse.delete(key);
    this.#reap();
  }

  /** A server that hangs up while nobody asks is forgotten at once. */
  #watch(key: string, connection: SqlConnection): void {
    if (this.#watched.has(connection)) return;
    this.#watched.add(connection);
    connection.onEnd(() => {
      if (this.#kept.get(key)?.connection === connection) this.#forget(key);
    });
  }

  #isGood(entry: { connection: SqlConnection; usedAtMs: number }, nowMs: number): boolean {
    const { idleMs, ageMs } = this.#options;
    const { connection, usedAtMs } = entry;
    return connection.isUsable && nowMs - usedAtMs < idleMs && nowMs - connection.openedAtMs < ageMs;
  }

  #reap(): void {
    const nowMs = Date.now();
    for (const [key, entry] of [...this.#kept]) if (!this.#isGood(entry, nowMs)) this.#close(key);
  }

  #close(key: string): void {
    const found = this.#kept.get(key);
    this.#forget(key);
    found?.connection.close();
  }

  #forget(key: string): void {
    this.#kept.delete(key);
    if (this.#kept.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
