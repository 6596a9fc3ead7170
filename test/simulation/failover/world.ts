/**
 * The world of one story: one virtual clock, one seeded scheduler, and the faults of the plan. Nothing waits for real time, so the same plan
 * always plays the same story.
 */
import { nextTick } from 'node:process';
import { seededRandom } from '../../ports/seededRandom.ts';
import { type EffectFault, START_MS } from './storyPlan.ts';

/** One instance of the app. When it dies, what it was doing never continues. */
export interface Process {
  name: string;
  alive: boolean;
  /** How far its clock is off. */
  skewMs: number;
}

interface Moment {
  atMs: number;
  /** Of two things at one moment, which comes first is luck. */
  luck: number;
  run: () => void;
}

/** So many effects take no time at all: others cannot come between. The faults strike them all the same. */
const INSTANT = 0.5;
const INSTANT_READ = 0.97;

export interface EffectOptions {
  /** @default a moment, or none */
  takesMs?: number;
  /** It only reads: what happens between it and the next write is the same whenever it happened. */
  noTime?: boolean;
}
const NEVER = new Promise<never>(() => undefined);

export class World {
  nowMs = START_MS;
  /** While it storms everything misbehaves as planned; afterwards nothing does. */
  stormy = true;
  readonly random: () => number;
  readonly story: string[] = [];
  crashes = 0;
  readonly #isTold: boolean;
  readonly #moments: Moment[] = [];
  readonly #faults: Map<string, EffectFault[]>;
  readonly #ofAll: readonly EffectFault[];
  readonly #seen = new Map<string, number>();
  #effects = 0;

  constructor(seed: number, faults: readonly EffectFault[], isTold: boolean) {
    this.random = seededRandom(seed);
    this.#faults = Map.groupBy(faults, ({ effect }) => effect);
    this.#ofAll = this.#faults.get('any') ?? [];
    this.#isTold = isTold;
  }

  /** Put together only where somebody reads it. */
  tell(...words: unknown[]): void {
    if (this.#isTold) this.story.push(`${((this.nowMs - START_MS) / 1_000).toFixed(3).padStart(9)} ${words.join(' ')}`);
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  /** A number of milliseconds up to this, even; a whole one, as clocks give them. */
  upTo(ms: number): number {
    return Math.floor(this.random() * ms);
  }

  at(atMs: number, run: () => void): void {
    const moment = { atMs, luck: this.random(), run };
    const moments = this.#moments;
    let index = moments.length;
    moments.push(moment);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = moments[parent];
      if (above === undefined || !comesBefore(moment, above)) break;
      moments[index] = above;
      index = parent;
    }
    moments[index] = moment;
  }

  /**
   * Runs one thing after the other and moves the clock to each, until it ended or nothing is left. What follows from one without another
   * effect happens before the next.
   */
  async play(hasEnded: () => boolean): Promise<void> {
    while (!hasEnded()) {
      const next = this.#takeFirst();
      if (next === undefined) return;
      if (next.atMs > this.nowMs) this.nowMs = next.atMs;
      next.run();
      // Node runs a tick only when no microtask is left: cheaper than a turn of its event loop.
      await new Promise<void>(nextTick);
    }
  }

  /** An effect of a process on the world: it takes a moment, and may fail, lose its answer, or be the last thing that the process did. */
  effect<Result>(
    process: Process,
    what: string,
    run: () => Result | Promise<Result>,
    { takesMs, noTime = false }: EffectOptions = {},
  ): Promise<Result> {
    if (!process.alive) return NEVER;
    const fault = this.stormy ? this.#faultOf(what) : undefined;
    const isInstant = fault === undefined && takesMs === undefined;
    if (isInstant && this.random() < (noTime ? INSTANT_READ : INSTANT)) return settled(run);
    const durationMs = (takesMs ?? this.upTo(40)) + (fault?.strikes === 'slow' ? fault.slowMs : 0);
    return new Promise((resolve, reject) => {
      this.at(this.nowMs + durationMs, () => {
        if (!process.alive) return;
        if (fault?.strikes === 'crashBefore') return this.crash(process, 'before', what);
        if (fault?.strikes === 'failBefore') return reject(new Error(`unavailable: ${what}`));
        const result = settled(run);
        if (fault?.strikes === 'crashAfter') {
          result.catch(() => undefined);
          return this.crash(process, 'after', what);
        }
        if (fault?.strikes !== 'failAfter') return resolve(result);
        this.tell(process.name, 'never hears what came of', what);
        result.catch(() => undefined);
        reject(new Error(`answer lost: ${what}`));
      });
    });
  }

  crash(process: Process, when: string, what: string): void {
    process.alive = false;
    this.crashes += 1;
    this.tell(process.name, 'dies', when, what);
  }

  /** A fault strikes the n-th effect of its name, or the n-th effect of all. */
  #faultOf(what: string): EffectFault | undefined {
    this.#effects += 1;
    return this.#faultOfItsName(what) ?? this.#ofAll.find((fault) => fault.nth === this.#effects);
  }

  #faultOfItsName(what: string): EffectFault | undefined {
    const planned = this.#faults.get(what);
    // Only what may be struck has to be counted.
    if (planned === undefined) return undefined;
    const nth = (this.#seen.get(what) ?? 0) + 1;
    this.#seen.set(what, nth);
    return planned.find((fault) => fault.nth === nth);
  }

  #takeFirst(): Moment | undefined {
    const moments = this.#moments;
    const first = moments[0];
    const last = moments.pop();
    if (last === undefined || moments.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      const left = moments[child];
      if (left === undefined) break;
      const right = moments[child + 1];
      let smaller = left;
      if (right !== undefined && comesBefore(right, left)) {
        smaller = right;
        child += 1;
      }
      if (!comesBefore(smaller, last)) break;
      moments[index] = smaller;
      index = child;
    }
    moments[index] = last;
    return first;
  }
}

function comesBefore(one: Moment, other: Moment): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.luck < other.luck);
}

function settled<Result>(run: () => Result | Promise<Result>): Promise<Result> {
  try {
    return Promise.resolve(run());
  } catch (error) {
    return Promise.reject(error);
  }
}
