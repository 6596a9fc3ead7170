import type { Expectation } from './expectationSchema.ts';
import { describeExpectation, judge, timesOf, type World } from './expectations.ts';
import type { Verdict } from './verdict.ts';

export interface ExpectationResult {
  expectation: string;
  holds: boolean;
  /** Milliseconds after the start; null when it never held (or for `always`, when it never broke). */
  atMs: number | null;
  seen: string;
}

export type Announce = (atMs: number, line: string) => void;

/** One expectation over time. A `by` is decided when it first holds or its deadline passes; an `always` by breaking; a `score` at the end. */
export class Watch {
  readonly expectation: Expectation;
  #decidedAtMs: number | undefined;
  #holds: boolean;
  #seen = 'not looked at';

  constructor(expectation: Expectation) {
    this.expectation = expectation;
    this.#holds = 'always' in expectation;
  }

  get decidedAtMs(): number | undefined {
    return this.#decidedAtMs;
  }

  /** Only a `by` holds up the end. */
  get decided(): boolean {
    return this.#decidedAtMs !== undefined || timesOf(this.expectation) === undefined;
  }

  /** @param begun whether the first step was done: what holds before would hold whatever the product does. */
  look(world: World, atMs: number, announce: Announce, begun = true): void {
    if (this.#decidedAtMs !== undefined || ('score' in this.expectation && world.score === undefined)) return;
    const times = timesOf(this.expectation);
    if (times !== undefined && atMs < times.after) return;
    const verdict: Verdict = judge(this.expectation, world);
    this.#seen = verdict.seen;
    if ('score' in this.expectation) {
      this.#decide(verdict.holds, atMs, announce);
    } else if (times === undefined) {
      if (verdict.holds) return;
      this.#decide(false, atMs, announce);
    } else if (verdict.holds && !begun) {
      this.#seen = 'it holds before the first step, and so proves nothing';
      this.#decide(false, atMs, announce);
    } else if (verdict.holds && atMs <= times.by) {
      this.#decide(true, atMs, announce);
    } else if (atMs > times.by) {
      this.#decide(false, atMs, announce);
    }
  }

  #decide(holds: boolean, atMs: number, announce: Announce): void {
    this.#decidedAtMs = atMs;
    this.#holds = holds;
    const words = describeExpectation(this.expectation);
    announce(atMs, holds ? `  as expected: ${words}` : `  NOT as expected: ${words}; seen: ${this.#seen}`);
  }

  result(): ExpectationResult {
    return {
      expectation: describeExpectation(this.expectation),
      holds: this.#holds,
      atMs: this.#decidedAtMs ?? null,
      seen: this.#seen,
    };
  }
}
