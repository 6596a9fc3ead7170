import assert from 'node:assert/strict';
import { verifyChain } from '../../../shared/audit/chain.ts';
import type { Operation } from '../../../shared/operations/types.ts';
import type { Send, Story } from './story.ts';

/** An effect takes so long at most: a switch that is thrown between reading it and sending cannot be seen. */
const SWITCH_MS = 10_000;

/** What must be true of every story, whatever happened in it. @throws AssertionError */
export function judge(story: Story): void {
  for (const send of story.sends) judgeSend(story, send);
  const intents = new Set(story.sends.map((send) => `${send.operation?.id} ${send.linkKey} ${send.intentAtMs}`));
  assert.equal(intents.size, story.sends.length, 'one intent was called more than once');
  judgeChanges(story);
  judgeTokens(story.tokens);
  for (const operation of story.operations) judgeOperation(story, operation);
  for (const audit of story.audits) assert.equal(verifyChain(audit.rows).intact, true, 'the audit chain is broken');
  assert.deepEqual(story.falselyVerified, [], 'verified without being primary');
}

/** Whether everything ended once the troubles were over. */
export function isStuck(story: Story): boolean {
  return story.operations.some((operation) => operation.state !== 'closed');
}

function judgeSend(story: Story, send: Send): void {
  const what = `the call for ${send.linkKey} at ${send.atMs}`;
  assert.ok(story.mayAct, `${what} was made although the group only tells`);
  assert.ok(send.operation !== undefined, `${what} was made without a stored operation`);
  assert.ok(send.operation.authority !== undefined, `${what} was made without authority on record`);
  assert.ok(send.intentAtMs !== undefined, `${what} was made without its intent on record`);
  assert.ok(!story.unfit.has(send.linkKey), `${what} went to an unfit candidate`);
  assert.ok(send.fenceInForce, `${what} was made without the fence`);
  assert.ok(
    send.pausedSinceMs === undefined || send.atMs - send.pausedSinceMs < SWITCH_MS,
    `${what} was made while paused`,
  );
  if (send.mode !== 'forced') return;
  assert.ok(typeof send.lossBoundMs === 'number', `${what} was forced without a stated loss`);
  assert.ok(send.lossBoundMs <= (send.allowanceMs ?? -1), `${what} was forced above the allowance`);
}

function judgeChanges(story: Story): void {
  for (const database of new Set(story.changes.map((change) => change.database))) {
    const forced = story.changes.filter((change) => change.database === database && change.mode === 'forced');
    assert.ok(forced.length <= 1, `${database} was forced ${forced.length} times`);
  }
  for (const change of story.changes) {
    assert.ok(!story.unfit.has(change.linkKey), `${change.linkKey} was unfit and became primary`);
    const sends = story.sends.filter((send) => send.linkKey === change.linkKey && send.atMs <= change.atMs);
    assert.ok(sends.length > 0, `${change.linkKey} became primary and nobody called`);
    if (change.mode === 'forced') judgeLoss(sends, change);
  }
}

/** Of what was written until the loss was stated, no more is lost than was stated. */
function judgeLoss(sends: Send[], change: Story['changes'][number]): void {
  const holds = sends.some((send) => {
    const lost = change.writtenThroughMs(send.intentAtMs ?? 0) - change.hardenedMs;
    return lost <= (send.lossBoundMs ?? -1);
  });
  assert.ok(holds, `${change.linkKey} lost more than was stated`);
}

function judgeTokens(tokens: number[]): void {
  tokens.forEach((token, index) => {
    assert.ok(index === 0 || token > (tokens[index - 1] ?? 0), `fence token ${token} did not grow`);
  });
}

function judgeOperation(story: Story, operation: Operation): void {
  operation.journal.forEach((entry, index) => {
    assert.equal(entry.sequence, index, `the journal of ${operation.id} has a gap`);
  });
  if (operation.state !== 'closed') return;
  const ids = new Set(story.audits.flatMap((audit) => audit.rows.map((row) => row.record.id)));
  for (const entry of operation.journal) {
    assert.ok(
      ids.has(`${operation.id}/${entry.sequence}`),
      `${operation.id}/${entry.sequence} never reached the audit`,
    );
  }
  assert.ok(
    [...story.told].some((id) => id.startsWith(operation.id)),
    `${operation.id} ended and nobody was told`,
  );
}
