import type { FoundLink } from '../ports.ts';
import { type HeldFence, type Progress, type Turn, waitFor } from '../turn.ts';
import { abortSentence } from './begin.ts';
import { callOnce } from './callOnce.ts';
import { looksOf, mayBeCalled } from './lookAtCandidate.ts';
import { lossBoundMs } from './lossBound.ts';

/** Captures what the candidate has; on the next move writes the intent and makes the one call. */
export async function captureAndCall(turn: Turn, index: number): Promise<Progress> {
  if (turn.operation.abortRequested !== undefined) return await turn.moveStep(index, 'abort', abortSentence(turn));
  if ((await turn.pausedBecause()) !== undefined) return waitFor(turn.rules.idleMs);
  const fence = await turn.holdFence();
  if (fence === undefined) return waitFor(turn.rules.pollMs);
  const stale = whyStale(turn, index, fence);
  if (stale !== undefined) return await turn.moveStep(index, 'deadlinePassed', stale);
  const capturedAtMs = turn.step(index).capturedAtMs ?? 0;
  return capturedAtMs === 0 ? await capture(turn, index) : await intendAndCall(turn, index, fence);
}

function whyStale(turn: Turn, index: number, fence: HeldFence): string | undefined {
  const { revalidated, capturedAtMs } = turn.step(index);
  const freshSince = turn.now() - turn.rules.freshForMs;
  if (revalidated === undefined || revalidated.atMs < freshSince) return 'What was judged is no longer fresh.';
  if (revalidated.atMs > turn.now() + 2 * turn.rules.clockSkewMs)
    return 'What was judged was judged by a clock ahead of ours.';
  if (revalidated.fenceToken !== fence.token)
    return `It was judged under fence ${revalidated.fenceToken}, the fence is now ${fence.token}.`;
  if (capturedAtMs !== undefined && capturedAtMs !== 0 && capturedAtMs < freshSince)
    return 'What was captured is no longer fresh.';
  return undefined;
}

async function capture(turn: Turn, index: number): Promise<Progress> {
  const step = turn.step(index);
  const answer = await turn.ask(turn.candidateOf(index).secondary);
  if (answer === undefined || looksOf(answer) !== 'secondary')
    return await captureFailed(turn, index, answer?.sentence ?? 'The candidate does not answer.');
  if (step.revalidated?.mode === 'forced' && answer.lastCommitMs === null)
    return await captureFailed(turn, index, 'The candidate does not say what it has committed.');
  const capturedLastCommitMs = answer.lastCommitMs;
  const bound = lossBoundMs({ ...step, capturedLastCommitMs }, turn.now(), turn.rules.clockSkewMs);
  const refused = whyTooMuch(turn, index, bound);
  if (refused !== undefined)
    return await turn.moveStep(index, 'noLongerValid', refused, { capturedLastCommitMs, lossBoundMs: bound });
  const said =
    capturedLastCommitMs === null ? 'nothing of its last commit' : new Date(capturedLastCommitMs).toISOString();
  return await turn.moveStep(
    index,
    'captured',
    `The candidate has committed through ${said}; the loss is at most ${bound} ms.`,
    {
      capturedLastCommitMs,
      capturedAtMs: turn.now(),
      lossBoundMs: bound,
    },
  );
}

/** Judged again, but not in this turn: what failed now would fail again at once. */
async function captureFailed(turn: Turn, index: number, sentence: string): Promise<Progress> {
  const moved = await turn.moveStep(index, 'captureFailed', sentence);
  turn.waited.set(index, turn.rules.pollMs);
  return moved;
}

function whyTooMuch(turn: Turn, index: number, bound: number | null): string | undefined {
  const { revalidated } = turn.step(index);
  if (revalidated?.mode === 'planned') return undefined;
  const allowed = revalidated?.allowanceMs ?? null;
  if (bound === null) return 'Nothing bounds what would be lost.';
  if (allowed === null) return `Up to ${bound} ms would be lost, and nobody has allowed any loss.`;
  return bound <= allowed ? undefined : `Up to ${bound} ms would be lost; ${allowed} ms are allowed.`;
}

async function intendAndCall(turn: Turn, index: number, fence: HeldFence): Promise<Progress> {
  const { rules } = turn;
  const link = turn.candidateOf(index);
  const found = await turn.findLink(link);
  if (found === 'noAnswer') return await captureFailed(turn, index, 'Resource Manager does not show the link.');
  if (found === undefined || !mayBeCalled(found)) return await captureFailed(turn, index, whyNotCalled(found));
  const atMs = turn.now();
  // Note, intent, fence and switch take their time before the call is made: see callOnce.
  const deadlineMs = atMs + rules.freshForMs + rules.callTimeoutMs + rules.callLingersMs;
  const { others } = turn.step(index).revalidated ?? {};
  const noted = await turn.ports.fence
    .note(turn.holder, fence.token, { operationId: turn.operation.id, link, deadlineMs }, others)
    .catch(() => false);
  if (!noted) {
    const { atOnce } = turn.forgetFence();
    const why = 'The fence was lost, or somebody else has left word there that was not judged with.';
    const moved = await turn.moveStep(index, 'deadlinePassed', why);
    if (!atOnce) turn.waited.set(index, rules.pollMs);
    return moved;
  }
  const step = turn.step(index);
  const mode = step.revalidated?.mode ?? 'forced';
  const bound = mode === 'planned' ? 0 : lossBoundMs(step, atMs, rules.clockSkewMs);
  const refused = whyTooMuch(turn, index, bound);
  if (refused !== undefined) return await turn.moveStep(index, 'noLongerValid', refused, { lossBoundMs: bound });
  await turn.moveStep(
    index,
    'intentWritten',
    `About to make one ${mode} call for ${link.secondary.server}/${link.secondary.database}.`,
    {
      intent: { atMs, mode, fenceToken: fence.token, deadlineMs, linkId: found.linkId },
      lossBoundMs: bound,
      attempts: step.attempts + 1,
    },
  );
  return await callOnce(turn, index, found.linkId, mode);
}

function whyNotCalled(found: FoundLink | undefined): string {
  if (found === undefined) return 'Resource Manager knows no such link.';
  const busy = found.operationInProgress === false ? 'nothing in progress' : 'an operation in progress, or unknown';
  return `Expected a secondary with nothing in progress, saw ${found.role} with ${busy}.`;
}
