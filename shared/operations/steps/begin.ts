import type { Revalidation } from '../ports.ts';
import { MOVED, type Progress, type Turn, waitFor } from '../turn.ts';
import { looksOf } from './lookAtCandidate.ts';
import { mayBegin } from './mayBegin.ts';

/** A waiting step begins when its turn has come. Before the first call of a group every one of its databases is judged. */
export async function begin(turn: Turn, index: number): Promise<Progress> {
  const { operation, rules } = turn;
  if (operation.abortRequested !== undefined) return await turn.moveStep(index, 'abort', abortSentence(turn));
  const may = mayBegin(operation, index);
  if (may === 'notYet') return waitFor(rules.pollMs);
  if (may === 'no')
    return await turn.moveStep(index, 'noLongerValid', 'All or nothing: another database of the group cannot move.');
  const paused = await turn.pausedBecause();
  if (paused !== undefined) return waitFor(rules.idleMs);
  if (isFirst(turn)) {
    const refused = await firstRefusal(turn);
    // What cannot be said for too long is left to each step, which ends by asking a person.
    const patient = turn.now() - turn.step(index).sinceMs <= rules.judgeWithinMs;
    if (refused === 'unknown' && patient) return waitFor(rules.pollMs);
    if (refused !== undefined && refused !== 'unknown') return await skipAll(turn, refused);
  }
  return await turn.moveStep(index, 'begin', 'Its turn has come.');
}

export function abortSentence(turn: Turn): string {
  const { abortRequested } = turn.operation;
  return `Aborted by ${abortRequested?.by ?? 'somebody'}: ${abortRequested?.comment ?? ''}`;
}

function isFirst(turn: Turn): boolean {
  const { operation } = turn;
  return operation.partial !== 'moveWhatCan' && operation.steps.every((step) => step.state === 'waiting');
}

/** Why the group as a whole cannot move, judged before its first call; `unknown` while that cannot be said. */
async function firstRefusal(turn: Turn): Promise<{ index: number; sentence: string } | 'unknown' | undefined> {
  const { operation } = turn;
  if (operation.steps.length < 2) return undefined;
  for (const [index, step] of operation.steps.entries()) {
    const answer = await turn.ask(turn.candidateOf(index).secondary);
    if (answer === undefined) return 'unknown';
    if (looksOf(answer) === 'primary') continue;
    const judged = await turn.ports.revalidate(operation, step, answer, []).catch(unknown);
    if (judged.kind === 'wait') return 'unknown';
    if (judged.kind === 'noLongerValid') return { index, sentence: judged.sentence };
  }
  return undefined;
}

function unknown(): Revalidation {
  return { kind: 'wait', sentence: 'it could not be judged' };
}

async function skipAll(turn: Turn, refused: { index: number; sentence: string }): Promise<Progress> {
  for (const [index, step] of turn.operation.steps.entries()) {
    const why = index === refused.index ? '' : `All or nothing: ${step.choice.database.database} stays because `;
    await turn.moveStep(index, 'noLongerValid', `${why}${refused.sentence}`);
  }
  return MOVED;
}
