import { QuestionQueue } from '../../../../shared/replication/signals/questionQueue.ts';
import type { SweepSignals } from '../../../../shared/replication/signals/signalRound.ts';
import type { PrimaryAnswer, SecondaryAnswer } from '../../../../shared/replication/signalTypes.ts';
import { databaseKey } from '../../../../shared/topology/linkKey.ts';
import type { Bench } from '../fixture.ts';
import { answering, MINUTE, primarySignals, silent } from './readings.ts';

type Says<T> = T | (() => Promise<T>);

/** Signals for a bench: every database answers, unless it was told otherwise. */
export class SignalDesk {
  readonly asked: string[] = [];
  readonly primaries = new Map<string, Says<PrimaryAnswer>>();
  readonly secondaries = new Map<string, Says<SecondaryAnswer>>();
  readonly #bench: Bench;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  silence(key: string): void {
    this.secondaries.set(key, async () => silent(this.#bench.nowMs));
  }

  /** Never answers. */
  hang(key: string): void {
    this.secondaries.set(key, () => new Promise(() => {}));
  }

  /** Who was asked since the last look. */
  taken(): string[] {
    return this.asked.splice(0);
  }

  signals(more: Partial<SweepSignals> = {}): SweepSignals {
    const say = async <T>(key: string, said: Says<T> | undefined, otherwise: T): Promise<T> => {
      this.asked.push(key);
      if (said === undefined) return otherwise;
      return typeof said === 'function' ? await (said as () => Promise<T>)() : said;
    };
    const now = () => this.#bench.nowMs;
    return {
      sampler: {
        primary: (end) => {
          const key = databaseKey(end);
          return say(key, this.primaries.get(key), { ok: true, signals: primarySignals(now()) });
        },
        secondary: (end) => {
          const key = databaseKey(end);
          return say(key, this.secondaries.get(key), answering(now(), { lastCommitMs: 900 }));
        },
      },
      queue: new QuestionQueue(8),
      everyMs: MINUTE,
      secondaries: true,
      spreadFirst: false,
      rpoMs: 5_000,
      ...more,
    };
  }
}
