/**
 * A virtual world for the outbox: one clock, one seed, and a scheduler that decides which pending effect happens next and what goes wrong
 * with it. Nothing here waits for real time, so the same seed always plays the same story.
 */
import { seededRandom } from './seededRandom.ts';

/** One instance of the app. When it dies, what it was doing never continues. */
export interface Process {
  name: string;
  alive: boolean;
  /** How far its clock is off. */
  skewMs: number;
}

/** How often each trouble strikes one effect; 0 is never. */
export interface Troubles {
  crashBefore: number;
  crashAfter: number;
  failBefore: number;
  failAfter: number;
}

export const NO_TROUBLES: Troubles = { crashBefore: 0, crashAfter: 0, failBefore: 0, failAfter: 0 };

interface Parked {
  process: Process;
  atMs: number;
  fire: () => void;
}

export class OutboxWorld {
  nowMs = 0;
  troubles: Troubles = NO_TROUBLES;
  /** Whether recipients misbehave. */
  troubled = true;
  readonly random: () => number;
  readonly story: string[] = [];
  readonly #parked: Parked[] = [];

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  tell(line: string): void {
    this.story.push(`${String(this.nowMs).padStart(8)} ${line}`);
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[Math.floor(this.random() * items.length)];
  }

  /**
   * An effect on the world: parked until the scheduler fires it, when it may crash the process or lose its answer, before or after it happened.
   */
  effect<Result>(
    process: Process,
    what: string,
    takesMs: number,
    run: () => Result | Promise<Result>,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      const fire = (): void => {
        if (!process.alive) return;
        const { crashBefore, crashAfter, failBefore, failAfter } = this.troubles;
        if (this.chance(crashBefore)) this.#crash(process, `before ${what}`);
        else if (this.chance(failBefore)) reject(new Error(`unavailable: ${what}`));
        else {
          const result = run();
          if (this.chance(crashAfter)) this.#crash(process, `after ${what}`);
          else if (this.chance(failAfter)) reject(new Error(`answer lost: ${what}`));
          else resolve(result);
        }
      };
      this.#parked.push({ process, atMs: this.nowMs + takesMs, fire });
    });
  }

  /** Fires one effect that is due, chosen by the seed. False when none is. */
  async step(): Promise<boolean> {
    const due = this.#parked.filter((each) => each.atMs <= this.nowMs);
    const chosen = this.pick(due);
    if (chosen === undefined) return false;
    this.#parked.splice(this.#parked.indexOf(chosen), 1);
    chosen.fire();
    // Everything that follows without another effect happens now: Node runs a tick only when no microtask is left.
    await new Promise<void>((resolve) => process.nextTick(resolve));
    return true;
  }

  /** When the next parked effect comes due. */
  nextMs(): number {
    let nextMs = Number.POSITIVE_INFINITY;
    for (const { process, atMs } of this.#parked) if (process.alive && atMs < nextMs) nextMs = atMs;
    return nextMs;
  }

  #crash(process: Process, where: string): void {
    process.alive = false;
    this.tell(`${process.name} dies ${where}`);
  }
}
