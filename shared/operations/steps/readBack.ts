import { armErrorMeaning } from '../armErrors.ts';
import { saidLast } from '../journal.ts';
import { type Progress, type Turn, waitFor } from '../turn.ts';
import { type Looks, looksOf, mayBeCalled } from './lookAtCandidate.ts';

/** What does Azure show? The database has the last word; only then its links and operations. */
export async function readBack(turn: Turn, index: number): Promise<Progress> {
  const link = turn.candidateOf(index);
  const looks = looksOf(await turn.ask(link.secondary));
  if (looks === 'primary')
    return await turn.moveStep(index, 'readsAsPrimary', `${link.secondary.server} is writable and reads as primary.`);
  const noted = await note(turn, index, looks);
  if (noted !== undefined) return noted;
  const { intent } = turn.step(index);
  if (turn.now() <= (intent?.deadlineMs ?? 0) + turn.rules.clockSkewMs) return waitFor(turn.rules.pollMs);
  if (looks === 'secondary') {
    const found = await turn.findLink(link);
    if (found !== 'noAnswer' && mayBeCalled(found)) return await didNotMove(turn, index);
  }
  if (turn.now() > (intent?.atMs ?? 0) + turn.rules.settleWithinMs)
    return await turn.moveStep(index, 'refusedAsk', 'For too long nobody could say what came of the call.');
  return waitFor(turn.rules.pollMs);
}

/** Looking again and again is written once. */
async function note(turn: Turn, index: number, looks: Looks): Promise<Progress | undefined> {
  const event = looks === 'secondary' ? 'readsAsSecondary' : 'doesNotAnswer';
  if (saidLast(turn.operation, index, event)) return undefined;
  const sentence = looks === 'secondary' ? 'It still reads as secondary.' : 'It does not answer as either.';
  return await turn.moveStep(index, event, sentence);
}

/** Still a secondary, nothing in progress, and no call can still be under way: nothing was moved. Why, and what now? */
async function didNotMove(turn: Turn, index: number): Promise<Progress> {
  const { lastAnswer, intent, attempts } = turn.step(index);
  const ofThisCall = lastAnswer !== undefined && intent !== undefined && lastAnswer.atMs >= intent.atMs;
  if (ofThisCall) {
    const { meaning, why } = armErrorMeaning(lastAnswer.code);
    if (meaning === 'stop') return await turn.moveStep(index, 'refusedStop', `It did not move: ${why}.`);
    if (meaning === 'ask') return await turn.moveStep(index, 'refusedAsk', `It did not move: ${why}.`);
  }
  if (attempts >= turn.rules.mostAttempts)
    return await turn.moveStep(index, 'refusedAsk', `It did not move after ${attempts} calls.`);
  return await turn.moveStep(index, 'deadlinePassed', 'It did not move, and nothing is under way: judged again.');
}
