import { armErrorMeaning } from '../armErrors.ts';
import type { CallAnswer } from '../ports.ts';
import type { Progress, Turn } from '../turn.ts';
import type { StepEvent } from '../types.ts';

/**
 * The one call. The intent is stored; the fence is renewed so that it outlives the call, and the switch is read last of all.
 * Nothing here may be tried again: whatever goes wrong is settled by reading.
 */
export async function callOnce(
  turn: Turn,
  index: number,
  linkId: string,
  mode: 'planned' | 'forced',
): Promise<Progress> {
  const notMade = await whyNotMade(turn, index);
  if (notMade !== undefined) return await notCalled(turn, index, notMade);
  const answer = await turn.ports.calls
    .start(turn.candidateOf(index), linkId, mode)
    .catch((): CallAnswer => ({ kind: 'lost', message: 'the call gave no answer' }));
  return await record(turn, index, answer);
}

async function whyNotMade(turn: Turn, index: number): Promise<string | undefined> {
  if (!(await turn.renewFence())) return 'the fence was lost';
  const paused = await turn.pausedBecause();
  if (paused !== undefined) return paused;
  const { revalidated, intent } = turn.step(index);
  const elapsed = turn.now() - (intent?.atMs ?? 0);
  // A process that was held up may hold a fence that has lapsed, and its call would arrive after the deadline on record: whoever reads that
  // would take it for settled, and call again.
  if (elapsed > turn.rules.freshForMs) return `it took ${elapsed} ms from the intent to here`;
  if (revalidated === undefined || turn.now() - revalidated.atMs > 2 * turn.rules.freshForMs)
    return 'what was judged is no longer fresh';
  return undefined;
}

/** We know that nothing was sent: the deadline need not be waited for. */
async function notCalled(turn: Turn, index: number, why: string): Promise<Progress> {
  const { intent } = turn.step(index);
  return await turn.moveStep(index, 'answerLost', `The call was not made: ${why}.`, {
    ...(intent === undefined ? {} : { intent: { ...intent, deadlineMs: turn.now() } }),
  });
}

async function record(turn: Turn, index: number, answer: CallAnswer): Promise<Progress> {
  const atMs = turn.now();
  switch (answer.kind) {
    case 'accepted':
      return await turn.moveStep(index, 'accepted', 'Resource Manager accepted the call.', { pollUrl: answer.pollUrl });
    case 'done':
      return await turn.moveStep(index, 'completed', 'Resource Manager says it is done.');
    case 'lost':
      return await turn.moveStep(index, 'answerLost', `No answer: ${answer.message}.`);
    case 'refused': {
      const { meaning, why } = armErrorMeaning(answer.code, answer.httpStatus);
      const sentence = `Refused with ${answer.httpStatus} ${answer.code}: ${why}.`;
      return await turn.moveStep(index, EVENT_OF[meaning], sentence, {
        lastAnswer: { atMs, code: answer.code, sentence },
      });
    }
  }
}

const EVENT_OF: Record<ReturnType<typeof armErrorMeaning>['meaning'], StepEvent> = {
  wait: 'refusedWait',
  readBack: 'answerLost',
  plannedFailed: 'refusedWait',
  stop: 'refusedStop',
  ask: 'refusedAsk',
};
