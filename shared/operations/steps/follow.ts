import { type Progress, type Turn, waitFor } from '../turn.ts';

/** Follows the long-running operation from saved state. A lost answer is asked for again: asking changes nothing. */
export async function follow(turn: Turn, index: number): Promise<Progress> {
  const { pollUrl, intent } = turn.step(index);
  const { rules } = turn;
  if (pollUrl === undefined || intent === undefined)
    return await turn.moveStep(index, 'deadlinePassed', 'There is nothing to follow it by.');
  const answer = await turn.ports.calls
    .poll(pollUrl)
    .catch(() => ({ kind: 'lost' as const, message: 'Resource Manager gave no answer' }));
  if (answer.kind === 'succeeded')
    return await turn.moveStep(index, 'completed', 'The long-running operation ended well.');
  if (answer.kind === 'failed') {
    const sentence = `The long-running operation failed with ${answer.code}: ${answer.message}`;
    return await turn.moveStep(index, 'reportedFailed', sentence, {
      lastAnswer: { atMs: turn.now(), code: answer.code, sentence },
    });
  }
  if (turn.now() > intent.atMs + rules.followForMs)
    return await turn.moveStep(index, 'deadlinePassed', `It was followed for ${rules.followForMs / 1000} s.`);
  return waitFor(answer.kind === 'running' ? Math.max(answer.retryAfterMs, 1_000) : rules.pollMs);
}
