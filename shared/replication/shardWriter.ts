import type { DeliveryQueue } from '../alerting/ports.ts';
import { type CommitResult, commitShard, type Decide, type Records } from './commitShard.ts';
import type { SubjectStore } from './ports.ts';

/** As many records as one transaction holds: what is full need not wait for the rest, and nothing smaller is worth a transaction of its own. */
export const FULL = 100;

/**
 * Collects decisions and stores them shard by shard, one commit per shard at a time: while one runs, the next gathers. So the many
 * samples of a quick sweep become few commits, and a straggler's comes after without anybody having waited for it.
 */
export class ShardWriter {
  readonly #loaded: Map<string, Records>;
  readonly #ports: { subjects: SubjectStore; queue: DeliveryQueue };
  readonly #onResult: (result: CommitResult) => void;
  readonly #gathered = new Map<string, Map<string, Decide>>();
  readonly #running = new Map<string, Promise<void>>();
  /** Shards whose gathered decisions are to be stored however few they are. */
  readonly #wanted = new Set<string>();

  constructor(
    loaded: Map<string, Records>,
    ports: { subjects: SubjectStore; queue: DeliveryQueue },
    onResult: (result: CommitResult) => void,
  ) {
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
    for (const shard of this.#gathered.keys()) {
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
    const { subjects, queue } = this.#ports;
    const records: Records = this.#loaded.get(shard) ?? new Map();
    for (;;) {
      const decides = this.#gathered.get(shard);
      const enough = decides !== undefined && (decides.size >= FULL || this.#wanted.has(shard));
      if (!enough || decides.size === 0) break;
      this.#gathered.delete(shard);
      this.#wanted.delete(shard);
      this.#onResult(await commitShard({ shard, records, decides, subjects, queue }));
    }
    this.#running.delete(shard);
  }
}
