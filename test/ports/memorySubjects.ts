import { DISPATCH } from '../../shared/alerting/dispatch/dispatchChannel.ts';
import type { OutboxStore, PlaceInOutbox } from '../../shared/alerting/ports.ts';
import type { OutboxEntry } from '../../shared/alerting/types.ts';
import type { KnownSubject, SubjectChange, SubjectStore, Versioned } from '../../shared/replication/ports.ts';
import type { SubjectRecord } from '../../shared/replication/types.ts';

function newestFirst(one: PlaceInOutbox, other: PlaceInOutbox): number {
  if (one.createdAtMs !== other.createdAtMs) return other.createdAtMs - one.createdAtMs;
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
}

/** What one sweep keeps of one shard. */
interface Kept {
  version: number;
  figures: Map<string, SubjectRecord>;
}

const sampledAtMs = (record: SubjectRecord | undefined) => record?.link?.sampledAtMs ?? Number.NEGATIVE_INFINITY;

/** One row; its value is a copy of its own, as in a table. */
interface Cell {
  version: number;
  value: unknown;
}

/** Subjects and outbox in one table of memory, as they share one in Azure: a record and its outbox rows are written together. */
export class MemoryTable {
  /** Values are copied by way of JSON, unless a simulation that stores often does without: nothing stored is ever changed in place. */
  readonly #copy: <Value>(value: Value) => Value;
  readonly #subjects = new Map<string, Cell>();
  readonly #outbox = new Map<string, Cell>();
  /** By shard and sweep: the figures, by subject and the version of the row that they continue. */
  readonly #kept = new Map<string, Kept>();
  /** The kept ones as they were when this was loaded: whoever knows them replaces them, and others join theirs. */
  readonly #loaded = new WeakMap<object, Map<string, number>>();
  readonly #own = new WeakMap<object, number>();
  #writes = 0;

  constructor({ copies = true }: { copies?: boolean } = {}) {
    this.#copy = (value) => (copies ? JSON.parse(JSON.stringify(value)) : value);
  }

  readonly subjects: SubjectStore = {
    load: async (shard) => {
      const found = new Map<string, KnownSubject>();
      for (const [key, cell] of this.#subjects) {
        if (!key.startsWith(`${shard}|`)) continue;
        const known = this.#known(shard, cell);
        found.set(known.value.subject.key, known);
      }
      this.#loaded.set(found, new Map([...this.#kept].map(([name, { version }]) => [name, version])));
      return found;
    },
    loadOne: async (shard, subjectKey) => {
      const cell = this.#subjects.get(`${shard}|${subjectKey}`);
      return cell === undefined ? undefined : this.#known(shard, cell);
    },
    keep: async (shard, by, records) => {
      const name = `${shard}|${by.sweep}`;
      const before = this.#kept.get(name);
      const known = this.#own.get(by) ?? this.#loaded.get(by.since)?.get(name);
      const joins = before !== undefined && before.version !== known;
      const figures: Kept['figures'] = new Map(joins ? before.figures : []);
      for (const { value, version } of records) {
        const of = `${value.subject.key} ${version}`;
        if (!(sampledAtMs(figures.get(of)) > sampledAtMs(value))) figures.set(of, this.#copy(value));
      }
      this.#writes += 1;
      this.#kept.set(name, { version: this.#writes, figures });
      if (joins) this.#own.delete(by);
      else this.#own.set(by, this.#writes);
    },
    commit: async (shard, changes) => {
      const conflicts = changes.filter((change) => !this.#commitOne(shard, change));
      return { conflicts: conflicts.map((change) => change.record.value.subject.key) };
    },
    remove: async (shard, subjectKey, version, afterSampleMs = Number.POSITIVE_INFINITY) => {
      const key = `${shard}|${subjectKey}`;
      const cell = this.#subjects.get(key);
      if (cell !== undefined && String(cell.version) !== version) return false;
      if (cell !== undefined && sampledAtMs(this.#known(shard, cell).value) > afterSampleMs) return false;
      this.#subjects.delete(key);
      return true;
    },
  };

  readonly outbox: OutboxStore = {
    add: async (entries) => this.insert(entries),
    get: async (shard, id) => this.#readMaybe<OutboxEntry>(this.#outbox.get(`${shard}|${id}`)),
    update: async ({ value, version }) => {
      const key = `${value.shard}|${value.id}`;
      const cell = this.#outbox.get(key);
      if (cell === undefined || String(cell.version) !== version) return false;
      this.#outbox.set(key, this.#cell(value));
      return true;
    },
    due: async (nowMs, limit, channel) =>
      this.#entries()
        .filter((entry) => entry.status === 'pending' && entry.nextAttemptAtMs <= nowMs)
        .filter((entry) => channel === undefined || entry.channel === channel)
        .sort((one, other) => one.nextAttemptAtMs - other.nextAttemptAtMs)
        .slice(0, limit)
        .map(this.#copy),
    recent: async (limit, after) =>
      this.#entries()
        .filter((entry) => entry.channel !== DISPATCH && (after === undefined || newestFirst(after, entry) < 0))
        .sort(newestFirst)
        .slice(0, limit)
        .map(this.#copy),
    removeOlderThan: async (beforeMs, limit) => {
      const old = this.#entries()
        .filter((entry) => entry.status !== 'pending' && entry.createdAtMs < beforeMs)
        .slice(0, limit);
      for (const entry of old) this.#outbox.delete(`${entry.shard}|${entry.id}`);
      return old.length;
    },
  };

  /** At once, so that an incident and what is told of it are written together. An entry that exists was told of already: it stays. */
  insert(entries: readonly OutboxEntry[]): void {
    for (const entry of entries) {
      const key = `${entry.shard}|${entry.id}`;
      if (!this.#outbox.has(key)) this.#outbox.set(key, this.#cell(entry));
    }
  }

  /** The newest figures that continue this very row, or what it says itself. */
  #known(shard: string, cell: Cell): KnownSubject {
    const { subject } = cell.value as SubjectRecord;
    let known: KnownSubject = this.#read<SubjectRecord>(cell);
    for (const [name, { figures }] of this.#kept) {
      const kept = name.startsWith(`${shard}|`) ? figures.get(`${subject.key} ${cell.version}`) : undefined;
      if (kept === undefined || (known.keptBy !== undefined && sampledAtMs(known.value) >= sampledAtMs(kept))) continue;
      known = { value: this.#copy(kept), version: String(cell.version), keptBy: name.slice(shard.length + 1) };
    }
    return known;
  }

  #commitOne(shard: string, { record, outbox, afterSampleMs = Number.POSITIVE_INFINITY }: SubjectChange): boolean {
    const key = `${shard}|${record.value.subject.key}`;
    const cell = this.#subjects.get(key);
    if ((cell === undefined ? undefined : String(cell.version)) !== record.version) return false;
    if (cell !== undefined && sampledAtMs(this.#known(shard, cell).value) > afterSampleMs) return false;
    this.#subjects.set(key, this.#cell(record.value));
    this.insert(outbox.map((entry) => ({ ...entry, shard })));
    return true;
  }

  #cell(value: unknown): Cell {
    this.#writes += 1;
    return { version: this.#writes, value: this.#copy(value) };
  }

  #entries(): OutboxEntry[] {
    return [...this.#outbox.values()].map((cell) => cell.value as OutboxEntry);
  }

  #read<T>({ version, value }: Cell): Versioned<T> {
    return { value: this.#copy(value as T), version: String(version) };
  }

  #readMaybe<T>(cell: Cell | undefined): Versioned<T> | undefined {
    return cell === undefined ? undefined : this.#read<T>(cell);
  }
}
