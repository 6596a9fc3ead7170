import type { DeliveryQueue } from '../alerting/ports.ts';
import { type CommitResult, commitShard, type Decide, type Records } from './commitShard.ts';
import { isOnlyFigures, isRowDue } from './onlyFigures.ts';
import type { Keeper, SubjectChange, SubjectStore } from './ports.ts';
import { problemFrom } from './sweepProblem.ts';
import type { SubjectRecord } from './types.ts';

/** As many records as one transaction holds: what is full need not wait for the rest, and nothing smaller is worth a transaction of its own. */
export const FULL = 100;

/** What the sweep has learned of one shard so far. */
interface Learned {
  by: Keeper;
  figures: Map<string, SubjectChange>;
  /** Keys of what is written: what was kept of them before is void. */
  written: Set<string>;
}

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
  readonly #learned = new Map<string, Learned>();
  /** Shards with figures that are not kept yet. */
  readonly #unkept = new Set<string>();

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
    const { figures, written } = this.#learnedOf(shard);
    for (const key of result.written) written.add(key);
    for (const change of result.unwritten) figures.set(change.record.value.subject.key, change);
    if (result.unwritten.length > 0) this.#unkept.add(shard);
    this.#onResult(result);
  }

  /** With those of this sweep's last time that nobody asked about this time: they would be lost with what they are in. */
  async #keep(shard: string): Promise<void> {
    if (!this.#unkept.delete(shard)) return;
    const { by, figures, written } = this.#learnedOf(shard);
    const before = [...by.since].flatMap(([key, { value, version, keptBy }]): SubjectChange[] => {
      if (keptBy !== by.sweep || version === undefined || figures.has(key) || written.has(key)) return [];
      return [{ record: { value, version }, outbox: [], afterSampleMs: value.link?.sampledAtMs ?? 0 }];
    });
    const changes = [...figures.values(), ...before];
    try {
      await this.#ports.subjects.keep(
        shard,
        by,
        changes.map(({ record }) => record),
      );
    } catch (error) {
      await this.#writeInstead(shard, changes, error);
    }
  }

  #learnedOf(shard: string): Learned {
    const by = { sweep: this.#sweep ?? '', since: this.#loaded.get(shard) ?? new Map() };
    const learned = this.#learned.get(shard) ?? { by, figures: new Map(), written: new Set() };
    this.#learned.set(shard, learned);
    return learned;
  }

  /** What cannot be kept together is written one by one. What cannot be written either stays with what is kept next. */
  async #writeInstead(shard: string, changes: SubjectChange[], cause: unknown): Promise<void> {
    const { figures, written } = this.#learnedOf(shard);
    // As a trouble of sampling: nothing that was learned is lost by it.
    let problem = problemFrom('sampling', `shard ${shard}`, 'not-kept-together', cause);
    try {
      const { conflicts } = await this.#ports.subjects.commit(shard, changes);
      const refused = new Set(conflicts);
      for (const { record } of changes) {
        const { key } = record.value.subject;
        if (refused.has(key)) continue;
        written.add(key);
        figures.delete(key);
      }
    } catch (error) {
      problem = problemFrom('storage', `shard ${shard}`, 'keep-failed', error);
    }
    this.#onResult({ notices: 0, problems: [problem] });
  }
}

function mayKeep(shard: string, before: SubjectRecord | undefined, after: SubjectRecord): boolean {
  return isOnlyFigures(before, after) && !isRowDue(shard, before?.link?.sampledAtMs ?? 0, after.link?.sampledAtMs ?? 0);
}
