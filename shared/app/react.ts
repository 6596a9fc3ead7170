import type { Configuration } from '../config/types.ts';
import { mapBounded } from '../limits/mapBounded.ts';
import { evaluate } from '../reaction/evaluate.ts';
import type { Evaluation } from '../reaction/types.ts';
import { tellAutomation } from './automationNotices.ts';
import { coalesce } from './coalesce.ts';
import type { AppContext } from './context.ts';
import { type Driving, driveOperation } from './driveOperation.ts';
import { driveFailed, evaluated, evaluationFailed, type Log, malformedOperation } from './log.ts';
import { reactionPorts, reactionSettings } from './reactionPorts.ts';
import { lookAtFence, reportSupervision } from './supervision.ts';
import { sentenceOf } from './troubles.ts';

/** Operations driven at the same time by one process. */
const DRIVEN_AT_ONCE = 4;

/**
 * Evaluates every recovery group once, and drives what that starts at once. Never throws: what goes wrong is logged, and the supervisor looks
 * again. A witness only looks.
 */
export async function evaluateNow(app: AppContext, log: Log): Promise<Evaluation | undefined> {
  const { configuration } = app;
  if (configuration === undefined || configuration.role === 'witness') return undefined;
  const evaluation = await look(app, configuration, log);
  if (evaluation !== undefined) await driveAll(app, evaluation.started, log);
  return evaluation;
}

async function look(app: AppContext, configuration: Configuration, log: Log): Promise<Evaluation | undefined> {
  try {
    const evaluation = await runnerOf(app)(() => evaluateOnce(app, configuration));
    if (evaluation.open.length + evaluation.started.length > 0) evaluated(log, evaluation);
    return evaluation;
  } catch (error) {
    evaluationFailed(log, sentenceOf(error));
    app.troubles.report({ subject: 'evaluation', code: 'evaluation-failed', message: sentenceOf(error) });
    return undefined;
  }
}

/**
 * The same for whoever is being answered meanwhile: what it starts is driven by the queue, so that a person does not wait for Azure. The
 * supervisor finds what the queue loses. Never throws.
 */
export async function evaluateAndHandOn(app: AppContext, log: Log): Promise<void> {
  const { configuration } = app;
  if (configuration === undefined || configuration.role === 'witness') return;
  try {
    const { started } = await runnerOf(app)(() => evaluateOnce(app, configuration));
    const { operationQueue } = await app.ports.storage();
    await mapBounded(started, DRIVEN_AT_ONCE, (id) => operationQueue.enqueue(id, 0));
  } catch (error) {
    evaluationFailed(log, sentenceOf(error));
    app.troubles.report({ subject: 'evaluation', code: 'evaluation-failed', message: sentenceOf(error) });
  }
}

/** Leaves an operation to the queue, for whoever is being answered meanwhile. Never throws: the supervisor finds it in any case. */
export async function handOnOperation(app: AppContext, operationId: string, log: Log): Promise<void> {
  try {
    await (await app.ports.storage()).operationQueue.enqueue(operationId, 0);
  } catch (error) {
    driveFailed(log, operationId, sentenceOf(error));
  }
}

/** Every wake-up of a process shares its evaluations: a batch of events is looked at once. */
const runners = new WeakMap<AppContext, ReturnType<typeof coalesce<Evaluation>>>();

function runnerOf(app: AppContext): ReturnType<typeof coalesce<Evaluation>> {
  const known = runners.get(app) ?? coalesce<Evaluation>();
  runners.set(app, known);
  return known;
}

async function evaluateOnce(app: AppContext, configuration: Configuration): Promise<Evaluation> {
  const [ports, settings] = await Promise.all([
    reactionPorts(app, configuration),
    reactionSettings(app, configuration),
  ]);
  return await evaluate(ports, settings, app.now);
}

/**
 * The sure way to wake up: evaluates, drives what is open, and stays until the next tick where the passing of time alone could change a
 * decision before it. While what it drives takes longer than that, the host leaves ticks out: then it looks in their place.
 */
export async function superviseIncidents(app: AppContext, log: Log): Promise<void> {
  const { configuration } = app;
  if (configuration === undefined || configuration.role === 'witness') return;
  const { everyMs } = configuration.supervision;
  const startedAtMs = app.now();
  const untilMs = startedAtMs + Math.min(everyMs, LONGEST_STAY_MS);
  const fence = lookAtFence(app, configuration);
  let lookedAtMs = startedAtMs;
  let evaluation = await look(app, configuration, log);
  // Trouble of one group's evaluation leaves no operation of another where it is.
  const open = evaluation?.operations ?? (await openOperations(app, log));
  const left = open.filter((id) => !evaluation?.started.includes(id));
  const work = new UnderWay();
  work.add(driveAll(app, left, log, { staysMs: 0, goesOn: false }));
  for (;;) {
    work.add(driveAll(app, evaluation?.started ?? [], log));
    const dueAtMs = Math.min(evaluation?.nextAtMs ?? Number.POSITIVE_INFINITY, lookedAtMs + everyMs);
    if (!(await comesToLook(app, { dueAtMs, untilMs, lastMs: startedAtMs + LONGEST_STAY_MS, work }))) break;
    lookedAtMs = app.now();
    evaluation = await look(app, configuration, log);
  }
  // The end, or the beginning, of a pause whose message a crash held back.
  await Promise.all([work.ended(), tellAutomation(app, log), fence]);
  await reportSupervision(app, configuration, startedAtMs, log);
}

/** Waits until it is time to look again; false when the next tick comes first, and nothing that is under way keeps it away. */
async function comesToLook(
  app: AppContext,
  { dueAtMs, untilMs, lastMs, work }: { dueAtMs: number; untilMs: number; lastMs: number; work: UnderWay },
): Promise<boolean> {
  if (dueAtMs >= lastMs) return false;
  const due = async () => {
    await app.wait(Math.max(SHORTEST_WAIT_MS, dueAtMs - app.now()));
    return true;
  };
  if (dueAtMs < untilMs) return await due();
  return work.isEmpty ? false : await Promise.race([due(), work.ended().then(() => false)]);
}

/** What was begun and has not ended yet. */
class UnderWay {
  readonly #work = new Set<Promise<void>>();

  get isEmpty(): boolean {
    return this.#work.size === 0;
  }

  /** @param work never rejects */
  add(work: Promise<void>): void {
    this.#work.add(work);
    void work.then(() => this.#work.delete(work));
  }

  async ended(): Promise<void> {
    await Promise.all(this.#work);
  }
}

async function openOperations(app: AppContext, log: Log): Promise<string[]> {
  try {
    return (await (await app.ports.storage()).operations.open()).map(({ id }) => id);
  } catch (error) {
    driveFailed(log, 'of any group', sentenceOf(error));
    app.troubles.report({ subject: 'operations', code: 'not-driven', message: sentenceOf(error) });
    return [];
  }
}

/** The host ends a function after five minutes (host.json), and everything else that its process does with it. */
const LONGEST_STAY_MS = 4 * 60_000;

/** A moment that has come and changed nothing is not looked at again and again. */
const SHORTEST_WAIT_MS = 50;

async function driveAll(app: AppContext, operations: readonly string[], log: Log, driving?: Driving): Promise<void> {
  await mapBounded(operations, DRIVEN_AT_ONCE, (id) => driveOperation(app, id, log, driving));
}

/** An invocation of the queue stays with an operation for so long, then hands it on. */
const QUEUE_STAYS_MS = 60_000;

/**
 * Goes on with one operation. A message that is no pointer fails, so that the host moves it to the poison queue with its text.
 * @throws Error for a message that is no pointer
 */
export async function advanceFromQueue(app: AppContext, message: unknown, log: Log): Promise<void> {
  const operationId =
    typeof message === 'object' && message !== null && 'operationId' in message ? message.operationId : '';
  if (typeof operationId !== 'string' || operationId === '') {
    malformedOperation(log);
    throw new Error('expected a message of the form { operationId }');
  }
  await driveOperation(app, operationId, log, { staysMs: QUEUE_STAYS_MS, goesOn: true });
}
