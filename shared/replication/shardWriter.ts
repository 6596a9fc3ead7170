import type { DeliveryQueue } from '../alerting/ports.ts';
import { type CommitResult, commitShard, type Decide, type Records } from './commitShard.ts';
import type { SubjectStore } from './ports.ts';

/**
 * Collects decisions and stores them shard by shard, one commit per shard at a time: while one runs, the next gathers. So the many
 * samples of a quick sweep become one commit, and a straggler's comes after without anybody having waited for it.
 */
export class ShardWriter {
  readonly #loaded: Map<string, Records>;
  readonly #ports: { subjects: SubjectStore; queue: DeliveryQueue };
  readonly #onResult: (result: CommitResult) => void;
  readonly #gathered = new Map<string, Map<string, Decide>>();
  readonly #running = new Map<string, Promise<void>>();

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
  }

  /** Begins to store what is gathered; a shard that is being stored already takes the rest next. */
  flush(): void {
    for (const shard of this.#gathered.keys()) {
      if (!this.#running.has(shard)) this.#running.set(shard, this.#drain(shard));
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

  async #drain(shard: string): Promise<void> {
    const { subjects, queue } = this.#ports;
    const records: Records = this.#loaded.get(shard) ?? new Map();
    for (;;) {
      const decides = this.#gathered.get(shard);
      this.#gathered.delete(shard);
      if (decides === undefined || decides.size === 0) break;
      this.#onResult(await commitShard({ shard, records, decides, subjects, queue }));
    }
    this.#running.delete(shard);
  }
}
