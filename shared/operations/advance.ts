import { settle, tellEnd, tellPeople, watchReturn } from './finish.ts';
import { flushAudit } from './flushAudit.ts';
import { isEndTold, isFinished } from './isFinished.ts';
import { checkOperationRules } from './rules.ts';
import { askPerson } from './steps/askPerson.ts';
import { abortSentence, begin } from './steps/begin.ts';
import { captureAndCall } from './steps/captureAndCall.ts';
import { follow } from './steps/follow.ts';
import { readBack } from './steps/readBack.ts';
import { revalidate } from './steps/revalidate.ts';
import { SETTLED_STEPS } from './transitions.ts';
import { OperationChanged, type Progress, Turn, type TurnInput, waitFor } from './turn.ts';
import type { OperationStep } from './types.ts';

export type Advance =
  | { outcome: 'ended' }
  | { outcome: 'again'; afterMs: number }
  /** Somebody else changed it meanwhile: load again, soon. */
  | { outcome: 'conflict'; afterMs: number }
  | { outcome: 'missing' };

/**
 * One bounded turn of work on one operation, resumable after any crash: everything it knows is in the stored row. Fence, read again, judge
 * again, capture, write the intent, one call, follow, read back, tell, watch, close. May be called by anybody, twice, late and in any order
 * (rule 11). Every port gives up by itself within its own timeout.
 * @throws what the operation store throws: the message comes again.
 */
export async function advanceOperation(input: TurnInput & { operationId: string }): Promise<Advance> {
  checkOperationRules(input.rules);
  const loaded = await input.ports.store.load(input.operationId);
  if (loaded === undefined) return { outcome: 'missing' };
  const turn = new Turn(input, loaded);
  try {
    return await work(turn);
  } catch (error) {
    if (error instanceof OperationChanged) return { outcome: 'conflict', afterMs: input.rules.pollMs };
    throw error;
  }
}

async function work(turn: Turn): Promise<Advance> {
  let waitMs = 0;
  for (let moves = 0; moves < turn.rules.movesPerTurn; moves += 1) {
    if (turn.operation.state === 'closed' && isEndTold(turn.operation)) break;
    const progress = await advanceOnce(turn);
    if (progress.moved) continue;
    waitMs = progress.waitMs;
    break;
  }
  if (!callUnderWay(turn)) await turn.releaseFence();
  const flushed = await flushAudit(turn);
  if (flushed && isFinished(turn.operation)) return { outcome: 'ended' };
  return { outcome: 'again', afterMs: flushed ? waitMs : Math.min(waitMs, turn.rules.pollMs) };
}

/** While a call of ours can still arrive at Azure, nobody else gets the fence. */
function callUnderWay(turn: Turn): boolean {
  const untilMs = Math.max(0, ...turn.operation.steps.map((step) => step.intent?.deadlineMs ?? 0));
  return turn.now() <= untilMs + turn.rules.clockSkewMs && turn.operation.state === 'running';
}

async function advanceOnce(turn: Turn): Promise<Progress> {
  switch (turn.operation.state) {
    case 'fencing':
      return await takeFence(turn);
    case 'running':
      return await driveSteps(turn);
    case 'told':
      return await tellPeople(turn, 'moved');
    case 'watchingReturn':
      return await watchReturn(turn);
    case 'failed':
      return await tellPeople(turn, 'failed');
    case 'aborted':
      return await tellPeople(turn, 'aborted');
    case 'closed':
      return await tellEnd(turn);
  }
}

async function takeFence(turn: Turn): Promise<Progress> {
  if (turn.operation.abortRequested !== undefined) return await turn.move('abort', abortSentence(turn));
  if ((await turn.pausedBecause()) !== undefined) return waitFor(turn.rules.idleMs);
  const fence = await turn.holdFence();
  if (fence === undefined) return waitFor(turn.rules.pollMs);
  return await turn.move('fenced', `Holding fence ${fence.token}.`);
}

/** Steps in order, each as far as it goes; the shortest wait counts. */
async function driveSteps(turn: Turn): Promise<Progress> {
  let waitMs = turn.rules.idleMs;
  for (const [index, step] of turn.operation.steps.entries()) {
    if (SETTLED_STEPS.has(step.state)) continue;
    const waited = turn.waited.get(index);
    const progress = waited === undefined ? await driveStep(turn, index, step) : waitFor(waited);
    if (progress.moved) return progress;
    turn.waited.set(index, progress.waitMs);
    waitMs = Math.min(waitMs, progress.waitMs);
  }
  const open = turn.operation.steps.filter((step) => !SETTLED_STEPS.has(step.state));
  if (open.length === 0) return await settle(turn);
  return waitFor(waitMs);
}

async function driveStep(turn: Turn, index: number, step: OperationStep): Promise<Progress> {
  switch (step.state) {
    case 'waiting':
      return await begin(turn, index);
    case 'revalidating':
      return await revalidate(turn, index);
    case 'capturing':
      return await captureAndCall(turn, index);
    case 'intended':
      // Seen here only after a crash, or by somebody else: it may have been called.
      return await turn.moveStep(index, 'answerLost', 'The intent was found without an answer.');
    case 'called':
      return await follow(turn, index);
    case 'readingBack':
      return await readBack(turn, index);
    case 'asking':
      return await askPerson(turn, index);
    default:
      return waitFor(turn.rules.idleMs);
  }
}
