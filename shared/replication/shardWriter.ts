import type { DeliveryQueue } from '../alerting/ports.ts';
import { type CommitResult, commitShard, type Decide, type Records } from './commitShard.ts';
import { isOnlyFigures, isRowDue } from './onlyFigures.ts';
import type { Keeper, SubjectStore, Versioned } from './ports.ts';
import { problemFrom } from './sweepProblem.ts';
import type { SubjectRecord } from './types.ts';

/** As many records as one transaction holds: what is full need not wait for the rest, and nothing smaller is worth a transaction of its own. */
export const FULL = 100;

/**
 * Collects decisions and stores them shard by shard, one commit per shard at a time: while one runs, the next gathers. So the many
 * samples of a quick sweep become few commits, and a straggler's comes after without anybody having waited for it. A writer with the name of
 * a sweep writes rows for what happened, and keeps together what is only figures (docs/decisions/0009).
 */
export class ShardWriter {
  readonly #loaded: Map<string, Records>;
  readonly #ports: { subjects: SubjectStore; queue: DeliveryQueue };
  readonly #onResult: (result: Pick<CommitResult, 'notices' | 'problems'>) => void;
  readonly #gathered = new Map<string, Map<string, Decide>>();
  readonly #running = new Map<string, Promise<void>>();
  /** Shards whose gathered decisions are to be stored however few they are. */
  readonly #wanted = new Set<string>();
  readonly #sweep: string | undefined;
  /** Figures of this sweep by shard and key, and the shards of which not all are stored yet. */
  readonly #figures = new Map<string, Map<string, Versioned<SubjectRecord>>>();
  readonly #unkept = new Set<string>();
  readonly #keepers = new Map<string, Keeper>();

  constructor(
    loaded: Map<string, Records>,
    ports: { subjects: SubjectStore; queue: DeliveryQueue },
    onResult: (result: Pick<CommitResult, 'notices' | 'problems'>) => void,
    sweep?: string,
  ) {
    this.#sweep = sweep;
    this.#loaded = loaded;
    this.#ports = ports;
    this.#onResult = onResult;
  }

  /** What is known of a subject; undefined when its shard could not be read or it is new. */
  record(shard: string, key: string) {
    return this.#loaded.get(shard)?.get(key)?.value;
  }

  /** Without its shard's records a decision would forget everything, so it is not taken: the shard's problem is told already. */
  add(shard: string, key: string, decide: Decide): void {
    if (!this.#loaded.has(shard)) return;
    const decides = this.#gathered.get(shard) ?? new Map<string, Decide>();
    decides.set(key, decide);
    this.#gathered.set(shard, decides);
    if (decides.size >= FULL) this.#begin(shard);
  }

  /** Begins to store what is gathered; a shard that is being stored already takes the rest next. */
  flush(): void {
    for (const shard of new Set([...this.#gathered.keys(), ...this.#unkept])) {
      this.#wanted.add(shard);
      this.#begin(shard);
    }
  }

  /** Stores everything and waits for it. */
  async finish(): Promise<void> {
    this.flush();
    while (this.#running.size > 0) {
      await Promise.all(this.#running.values());
      this.flush();
    }
  }

  #begin(shard: string): void {
    if (!this.#running.has(shard)) this.#running.set(shard, this.#drain(shard));
  }

  async #drain(shard: string): Promise<void> {
    for (;;) {
      const isWanted = this.#wanted.delete(shard);
      const decides = this.#gathered.get(shard);
      const isEnough = decides !== undefined && (isWanted || decides.size >= FULL);
      if (isEnough) await this.#commit(shard, decides);
      if (isWanted) await this.#keep(shard);
      if (!isEnough && !isWanted) break;
    }
    this.#running.delete(shard);
  }

  async #commit(shard: string, decides: Map<string, Decide>): Promise<void> {
    this.#gathered.delete(shard);
    const records: Records = this.#loaded.get(shard) ?? new Map();
    const result = await commitShard({
      shard,
      records,
      decides,
      ...this.#ports,
      ...(this.#sweep === undefined ? {} : { mayKeep: (before, after) => mayKeep(shard, before, after) }),
    });
    const figures = this.#figures.get(shard) ?? new Map<string, Versioned<SubjectRecord>>();
    this.#figures.set(shard, figures);
    for (const record of result.unwritten) figures.set(record.value.subject.key, record);
    if (result.unwritten.length > 0) this.#unkept.add(shard);
    this.#onResult(result);
  }

  /** With those of this sweep's last time that nobody asked about this time: they would be lost with what they are in. */
  async #keep(shard: string): Promise<void> {
    const by = this.#keeperOf(shard);
    if (by === undefined || !this.#unkept.delete(shard)) return;
    const figures = this.#figures.get(shard) ?? new Map<string, Versioned<SubjectRecord>>();
    const before = [...by.since].filter(([key, { keptBy }]) => keptBy === by.sweep && !figures.has(key));
    const records = [...figures.values(), ...before.map(([, known]) => known)];
    try {
      await this.#ports.subjects.keep(shard, by, records);
    } catch (error) {
      await this.#writeInstead(shard, records, error);
      figures.clear();
    }
  }

  #keeperOf(shard: string): Keeper | undefined {
    if (this.#sweep === undefined) return undefined;
    const known = this.#keepers.get(shard) ?? { sweep: this.#sweep, since: this.#loaded.get(shard) ?? new Map() };
    this.#keepers.set(shard, known);
    return known;
  }

  /** What cannot be kept together is written one by one. What somebody else wrote meanwhile stays: the next sweep goes on from it. */
  async #writeInstead(shard: string, records: ReadonlyArray<Versioned<SubjectRecord>>, cause: unknown): Promise<void> {
    const loaded = this.#loaded.get(shard);
    const changes = records.map(({ value, version }) => {
      const afterSampleMs = loaded?.get(value.subject.key)?.value.link?.sampledAtMs;
      const record = { value, ...(version === undefined ? {} : { version }) };
      return { record, outbox: [], ...(afterSampleMs === undefined ? {} : { afterSampleMs }) };
    });
    // As a trouble of sampling: where the rows are written, everything is stored.
    let problem = problemFrom('sampling', `shard ${shard}`, 'not-kept-together', cause);
    try {
      await this.#ports.subjects.commit(shard, changes);
    } catch (error) {
      problem = problemFrom('storage', `shard ${shard}`, 'keep-failed', error);
    }
    this.#onResult({ notices: 0, problems: [problem] });
  }
}

function mayKeep(shard: string, before: SubjectRecord | undefined, after: SubjectRecord): boolean {
  return isOnlyFigures(before, after) && !isRowDue(shard, before?.link?.sampledAtMs ?? 0, after.link?.sampledAtMs ?? 0);
}
