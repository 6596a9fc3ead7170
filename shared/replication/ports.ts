import type { OutboxEntry } from '../alerting/types.ts';
import type { LinkEnd } from '../topology/types.ts';
import type { DatabaseSample, HistoryLine, SubjectRecord } from './types.ts';

export interface ReplicationSampler {
  /** One round trip for every link of this primary. Never throws: a failure is a sample. */
  sample(primary: LinkEnd): Promise<DatabaseSample>;
  /** Connections to databases that are no longer watched, or that changed role, are closed. */
  retain(primaries: LinkEnd[]): Promise<void>;
}

export interface Versioned<T> {
  value: T;
  /** ETag; absent for a record that is not stored yet. */
  version?: string;
}

/** Of a store whose records come to an end. Apart from what its room needs: only tidying removes. */
export interface EndedRecords {
  /** Removes what came to its end before this moment, the oldest first, of at most `limit` records; how many. What is open stays, however old. */
  removeEnded(beforeMs: number, limit: number): Promise<number>;
}

export interface SubjectChange {
  record: Versioned<SubjectRecord>;
  /** The sample that the decision went on from; left out where it went on from none. */
  afterSampleMs?: number;
  /** Written in the same transaction as the record: both or neither. */
  outbox: OutboxEntry[];
}

export interface KnownSubject extends Versioned<SubjectRecord> {
  /** The sweep that kept these figures; absent where they are the row's own. */
  keptBy?: string;
}

/** One sweep of one shard: the same object each time, because what it kept itself it may replace. */
export interface Keeper {
  sweep: string;
  /** What was loaded when it began: what others kept later than that is joined. */
  since: ReadonlyMap<string, KnownSubject>;
}

export interface SubjectStore {
  /** All records of a shard, by subject key, with the newest figures that were kept of each. */
  load(shard: string): Promise<Map<string, KnownSubject>>;
  loadOne(shard: string, subjectKey: string): Promise<KnownSubject | undefined>;
  /**
   * Writes each change atomically. A change whose ETag no longer holds, or of whose record newer figures were kept meanwhile, is not written
   * and its key is returned in `conflicts`: the caller loads again and decides again.
   */
  commit(shard: string, changes: SubjectChange[]): Promise<{ conflicts: string[] }>;
  /**
   * Keeps these records, together and cheaply, in place of what the same sweep kept before. Each counts while the row still has the version
   * that comes with it: one that is written or removed later, by whomever, speaks for itself. Where several keep the same, the newest sample
   * counts. For figures only; see isOnlyFigures.
   */
  keep(shard: string, by: Keeper, records: ReadonlyArray<Versioned<SubjectRecord>>): Promise<void>;
  /**
   * Removes the record while it is the one with this ETag, and with no newer figures than this sample's. False when it was written or kept
   * since: somebody watches it again.
   */
  remove(shard: string, subjectKey: string, version: string, afterSampleMs?: number): Promise<boolean>;
}

export interface HistoryStore {
  append(shard: string, lines: HistoryLine[]): Promise<void>;
  /** Newest last, at most `limit` lines, not older than `sinceMs`. Of hours that were compacted, one line for each minute: see compactHistory. */
  recent(shard: string, linkKey: string, sinceMs: number, limit: number): Promise<HistoryLine[]>;
  /**
   * Makes one compact blob of each shard's hour that ended before this moment, the oldest first, at most `limit` of them, none begun after
   * `goOn` says no. However often and on however many instances it is done: what was compacted stays as it was written first, and lines that
   * come later than that are lost. Returns how many.
   */
  compact(endedBeforeMs: number, limit: number, goOn: () => boolean): Promise<number>;
  /** Removes whole hours that ended before this moment, the oldest first, at most `limit` of them. Returns how many. */
  removeOlderThan(beforeMs: number, limit: number): Promise<number>;
}

/** One shard's part of a sampling tick. */
export interface ShardTick {
  shard: string;
  /** When the tick began: one that is older than a sampling interval is not worth its while. */
  tickMs: number;
}

export interface ShardQueue {
  /** @param liveSeconds after which a message that nobody took is gone */
  enqueue(ticks: readonly ShardTick[], liveSeconds: number): Promise<void>;
}

/** Small singletons: when sweeps began and ended, what discovery could not do. The value is JSON; the reader checks its shape. */
export interface AppStateStore {
  /** Undefined when nothing was written, or nothing that can be read. */
  read(name: string): Promise<unknown>;
  write(name: string, value: unknown): Promise<void>;
  /** With its ETag. Undefined when nothing was ever written; its value is undefined when what was written cannot be read. */
  load(name: string): Promise<Versioned<unknown> | undefined>;
  /** Insert when `version` is absent. False when the ETag no longer holds, and nothing was written. */
  replace(name: string, state: Versioned<unknown>): Promise<boolean>;
}
