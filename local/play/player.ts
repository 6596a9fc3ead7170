/** Plays a scenario against a running desk: does the steps at their times and watches what is expected. */
import type { Desk } from '../desk/types.ts';
import { deadlineOf, describeExpectation, judge, type ShownStatus, type Verdict, type World } from './expectations.ts';
import { type ReceivedNotification, receivedNotifications } from './notifications.ts';
import type { Expectation, Scenario } from './schema.ts';
import { actionsOf, describeStep } from './steps.ts';

export interface ExpectationResult {
  expectation: string;
  holds: boolean;
  /** Milliseconds after the start; null when it never held (or for `always`, when it never broke). */
  atMs: number | null;
  seen: string;
}

export interface PlayResult {
  passed: boolean;
  durationMs: number;
  notifications: Array<Omit<ReceivedNotification, 'atMs'> & { atMs: number }>;
  expectations: ExpectationResult[];
}

/** How often the world is looked at. */
const LOOK_MS = 200;
/** After the last deadline an `always` is watched for this long. */
const AFTERMATH_MS = 1_500;
const ASK_DEADLINE_MS = 5_000;

export type Announce = (atMs: number, line: string) => void;

/** Times are counted from the call. Ends as soon as everything is decided, and says why each expectation held or did not. */
export async function play(scenario: Scenario, desk: Desk, announce: Announce): Promise<PlayResult> {
  const startedAt = performance.now();
  const elapsed = () => performance.now() - startedAt;
  const firstAtMs = desk.estate.model.clock.now();
  const watches = scenario.expect.map((expectation) => new Watch(expectation));
  const steps = [...scenario.steps].sort((a, b) => a.at - b.at);
  let told = 0;
  for (;;) {
    while ((steps[0]?.at ?? Number.POSITIVE_INFINITY) <= elapsed()) {
      const step = steps.shift();
      if (step) {
        announce(elapsed(), describeStep(step));
        for (const action of actionsOf(step)) {
          if (action.kind === 'change') desk.estate.model.apply(action.change);
          else await treatApp(desk, action.does);
        }
      }
    }
    const world = await look(desk);
    for (; told < world.notifications.length; told += 1) {
      const note = world.notifications[told];
      if (note) announce(elapsed(), `  told: ${note.channel} ${note.condition} ${note.reason}`);
    }
    for (const watch of watches) watch.look(world, elapsed(), announce);
    if (isOver(scenario, steps.length, watches, elapsed())) break;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  const expectations = watches.map((watch) => watch.result());
  return {
    passed: expectations.every((result) => result.holds),
    durationMs: elapsed(),
    notifications: receivedNotifications(desk.estate).map((note) => ({ ...note, atMs: note.atMs - firstAtMs })),
    expectations,
  };
}

function isOver(scenario: Scenario, stepsLeft: number, watches: Watch[], elapsedMs: number): boolean {
  if (stepsLeft > 0 || watches.some((watch) => !watch.decided)) return false;
  const lastDecision = Math.max(0, ...watches.map((watch) => watch.decidedAtMs ?? 0));
  return elapsedMs >= Math.max(scenario.lasts ?? 0, lastDecision + AFTERMATH_MS);
}

async function treatApp(desk: Desk, does: 'killed' | 'stopped' | 'started'): Promise<void> {
  if (does === 'started') await desk.startApp();
  else await desk.stopApp(does === 'killed' ? 'SIGKILL' : 'SIGTERM');
}

async function look(desk: Desk): Promise<World> {
  return {
    model: desk.estate.model,
    notifications: receivedNotifications(desk.estate),
    status: await askStatus(desk),
  };
}

/** What the product itself shows; undefined when it does not answer. */
export async function askStatus(desk: Pick<Desk, 'appUrl' | 'masterKey'>): Promise<ShownStatus | undefined> {
  try {
    const response = await fetch(`${desk.appUrl}/api/status`, {
      headers: { 'x-functions-key': desk.masterKey },
      signal: AbortSignal.timeout(ASK_DEADLINE_MS),
    });
    return response.ok ? ((await response.json()) as ShownStatus) : undefined;
  } catch {
    return undefined;
  }
}

/** One expectation over time. A `by` is decided when it first holds or its deadline passes; an `always` by breaking. */
class Watch {
  readonly #expectation: Expectation;
  #decidedAtMs: number | undefined;
  #holds: boolean;
  #seen = 'not looked at';

  constructor(expectation: Expectation) {
    this.#expectation = expectation;
    this.#holds = deadlineOf(expectation) === undefined;
  }

  get decidedAtMs(): number | undefined {
    return this.#decidedAtMs;
  }

  /** An `always` never holds up the end. */
  get decided(): boolean {
    return this.#decidedAtMs !== undefined || deadlineOf(this.#expectation) === undefined;
  }

  look(world: World, atMs: number, announce: Announce): void {
    if (this.#decidedAtMs !== undefined) return;
    const verdict: Verdict = judge(this.#expectation, world);
    this.#seen = verdict.seen;
    const deadline = deadlineOf(this.#expectation);
    if (deadline === undefined) {
      if (verdict.holds) return;
      this.#decide(false, atMs, announce);
    } else if (verdict.holds && atMs <= deadline) {
      this.#decide(true, atMs, announce);
    } else if (atMs > deadline) {
      this.#decide(false, atMs, announce);
    }
  }

  #decide(holds: boolean, atMs: number, announce: Announce): void {
    this.#decidedAtMs = atMs;
    this.#holds = holds;
    const words = describeExpectation(this.#expectation);
    announce(atMs, holds ? `  as expected: ${words}` : `  NOT as expected: ${words}; seen: ${this.#seen}`);
  }

  result(): ExpectationResult {
    return {
      expectation: describeExpectation(this.#expectation),
      holds: this.#holds,
      atMs: this.#decidedAtMs ?? null,
      seen: this.#seen,
    };
  }
}
