import type { CandidateAnswer } from '../../failover/types.ts';
import { databaseKey } from '../../topology/linkKey.ts';
import type { ReplicationLink } from '../../topology/types.ts';
import type { FenceIntent } from '../ports.ts';
import { type HeldFence, type Progress, type Turn, waitFor } from '../turn.ts';
import { abortSentence } from './begin.ts';
import { looksOf, mayBeCalled } from './lookAtCandidate.ts';

/** Fence, read again, judge again. Nothing is judged while a call of anybody for this database may still be under way. */
export async function revalidate(turn: Turn, index: number): Promise<Progress> {
  const step = turn.step(index);
  const { abortRequested } = turn.operation;
  if (abortRequested !== undefined && step.intent === undefined)
    return await turn.moveStep(index, 'abort', abortSentence(turn));
  if ((await turn.pausedBecause()) !== undefined) return waitFor(turn.rules.idleMs);
  const fence = await turn.holdFence();
  if (fence === undefined) return waitFor(turn.rules.pollMs);
  const link = turn.candidateOf(index);
  const answer = await turn.ask(link.secondary);
  if (looksOf(answer) === 'primary')
    return await turn.moveStep(index, 'readsAsPrimary', `${nameOf(link)} is writable and reads as primary already.`);
  const blocked = await blockedBy(turn, index, fence);
  if (blocked?.kind === 'movedElsewhere') return await turn.moveStep(index, 'noLongerValid', blocked.sentence);
  if (blocked !== undefined || answer === undefined)
    return await holdOn(turn, index, blocked?.sentence ?? `${nameOf(link)} does not answer.`);
  if (abortRequested !== undefined) return await turn.moveStep(index, 'abort', abortSentence(turn));
  return await judge(turn, index, fence, answer);
}

/** Judged again and again, and never captured: a person should look. */
const MOST_RETURNS = 20;

async function judge(turn: Turn, index: number, fence: HeldFence, answer: CandidateAnswer): Promise<Progress> {
  const step = turn.step(index);
  if (returnsOf(turn, index) >= MOST_RETURNS)
    return await turn.moveStep(
      index,
      'refusedAsk',
      `It was judged ${MOST_RETURNS} times, and each time something came before the call.`,
    );
  const judged = await turn.ports
    .revalidate(turn.operation, step, answer, fence.intents)
    .catch(() => ({ kind: 'wait' as const, sentence: 'the judgement could not be made' }));
  if (judged.kind === 'wait') return await holdOn(turn, index, judged.sentence);
  if (judged.kind === 'ask') return await turn.moveStep(index, 'refusedAsk', judged.sentence);
  if (judged.kind === 'noLongerValid') return await turn.moveStep(index, 'noLongerValid', judged.sentence);
  const { linkKey } = turn.candidateOf(index);
  if (judged.linkKey !== linkKey) {
    const sentence = `Expected the candidate of ${linkKey}, but ${judged.linkKey} would be chosen now: an operation never changes its candidate.`;
    return await turn.moveStep(index, 'noLongerValid', sentence);
  }
  const allowed = Math.max(judged.allowanceMs ?? -1, step.operatorAllowsMs ?? -1);
  return await turn.moveStep(index, 'stillValid', judged.sentence, {
    revalidated: {
      atMs: turn.now(),
      mode: judged.mode,
      allowanceMs: allowed < 0 ? null : allowed,
      fenceToken: fence.token,
      ...(judged.others === undefined ? {} : { others: judged.others }),
    },
    capturedAtMs: 0,
  });
}

/** How often it came back from capturing since the last call, or since a person said: again. */
function returnsOf(turn: Turn, index: number): number {
  const { journal } = turn.operation;
  const sinceWhen = journal.findLastIndex(
    (entry) => entry.step === index && (entry.event === 'intentWritten' || entry.event === 'operatorRetry'),
  );
  const after = journal.slice(sinceWhen + 1);
  return after.filter((entry) => entry.step === index && entry.from === 'capturing' && entry.to === 'revalidating')
    .length;
}

interface Blocked {
  kind: 'wait' | 'movedElsewhere';
  sentence: string;
}

/** Our own intent, or the one that whoever held the fence before us left for the same database. */
async function blockedBy(turn: Turn, index: number, fence: HeldFence): Promise<Blocked | undefined> {
  const step = turn.step(index);
  const link = turn.candidateOf(index);
  const own: FenceIntent[] =
    step.intent === undefined ? [] : [{ operationId: turn.operation.id, link, deadlineMs: step.intent.deadlineMs }];
  const others = fence.intents.filter(
    (each) => each.operationId !== turn.operation.id && sameDatabase(each.link, link),
  );
  for (const intent of [...own, ...others]) {
    const blocked = await unsettled(turn, intent, link);
    if (blocked !== undefined) return blocked;
  }
  return undefined;
}

/** Rule 8: settled when the deadline has passed, it still reads as secondary, and Azure works on nothing. */
async function unsettled(turn: Turn, intent: FenceIntent, candidate: ReplicationLink): Promise<Blocked | undefined> {
  const name = nameOf(intent.link);
  if (turn.now() < intent.deadlineMs + turn.rules.clockSkewMs)
    return { kind: 'wait', sentence: `A call for ${name} by ${intent.operationId} may still be under way.` };
  const looks = looksOf(await turn.ask(intent.link.secondary));
  if (looks === 'primary' && intent.link.linkKey !== candidate.linkKey)
    return { kind: 'movedElsewhere', sentence: `${intent.operationId} has moved it to ${name} already.` };
  const found = await turn.findLink(intent.link);
  if (looks !== 'secondary' || found === 'noAnswer' || !mayBeCalled(found))
    return { kind: 'wait', sentence: `Nobody can say yet what came of the call for ${name} by ${intent.operationId}.` };
  return undefined;
}

async function holdOn(turn: Turn, index: number, sentence: string): Promise<Progress> {
  const waited = turn.now() - turn.step(index).sinceMs;
  if (waited <= turn.rules.judgeWithinMs) return waitFor(turn.rules.pollMs);
  return await turn.moveStep(index, 'deadlinePassed', sentence);
}

function sameDatabase(one: ReplicationLink, other: ReplicationLink): boolean {
  return databaseKey(one.primary) === databaseKey(other.primary);
}

function nameOf(link: ReplicationLink): string {
  return `${link.secondary.server}/${link.secondary.database}`;
}
