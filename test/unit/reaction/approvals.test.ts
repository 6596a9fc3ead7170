import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MINUTE, SECOND } from '../outage/builders.ts';
import { ReactionWorld } from './reactionWorld.ts';

const APPROVE = { mode: 'approve' as const };

async function asking(world: ReactionWorld): Promise<void> {
  await world.later(MINUTE);
  assert.deepEqual((await world.told()).sort(), ['ApprovalWaiting first', 'RegionOutage first']);
}

test('a person is asked once, with the claims of the link and never the link itself', async () => {
  const world = new ReactionWorld(APPROVE);
  await asking(world);
  const { approval, explanation, id } = await world.incident();
  assert.deepEqual([approval?.state, approval?.fingerprint], ['pending', explanation?.plan?.fingerprint]);
  const entry = (await world.table.outbox.recent(10)).find(({ notice }) => notice.condition === 'ApprovalWaiting');
  assert.deepEqual(entry?.notice.outage?.approval, {
    tokenId: 'token-1',
    incidentId: id,
    fingerprint: approval?.fingerprint,
    page: `/api/incidents/${id}/decision`,
    expiresAtMs: world.nowMs + 15 * MINUTE,
  });
  await world.later(SECOND);
  assert.equal((await world.told()).length, 2);
});

test('an approval acts at once, is the authority on record, and closes the question', async () => {
  const world = new ReactionWorld(APPROVE);
  await asking(world);
  await world.decide('approve', 'the region is gone');
  const { started } = await world.later(SECOND);
  const [operation] = await world.stored();
  assert.deepEqual(started, [operation?.id]);
  assert.deepEqual(operation?.authority, {
    kind: 'approval',
    by: 'ann',
    comment: 'the region is gone',
    atMs: world.nowMs - SECOND,
    fingerprint: operation?.plan.fingerprint,
  });
  assert.equal((await world.told()).at(-1), 'ApprovalWaiting resolved');
  const words = world.audit.rows.filter(({ record }) => record.kind === 'operator').map(({ record }) => record.details);
  assert.deepEqual(
    words.map(({ by, state, comment }) => [by, state, comment]),
    [['ann', 'approved', 'the region is gone']],
  );
});

test('a rejected plan is not carried out and not asked about again', async () => {
  const world = new ReactionWorld(APPROVE);
  await asking(world);
  await world.decide('reject', 'the shop is closed');
  await world.later(SECOND);
  await world.later(30 * SECOND);
  assert.deepEqual([await world.stored(), (await world.incident()).explanation?.decision], [[], 'refuse']);
  assert.equal((await world.told()).filter((line) => line === 'ApprovalWaiting first').length, 1);
});

test('a plan that has moved on is asked about anew, and the old question ends', async () => {
  const world = new ReactionWorld(APPROVE);
  await asking(world);
  const before = await world.incident();
  world.lastCommitMs = world.nowMs - 40 * MINUTE;
  world.statuses.clear();
  world.history = [];
  await world.later(SECOND);
  const after = await world.incident();
  assert.notEqual(after.explanation?.plan?.fingerprint, before.explanation?.plan?.fingerprint);
  assert.equal((await world.told()).at(-1), 'ApprovalWaiting resolved');
});

test('an approval of a plan that is no longer the plan starts nothing', async () => {
  const world = new ReactionWorld(APPROVE);
  await asking(world);
  await world.decide('approve');
  world.lastCommitMs = world.nowMs - 20 * MINUTE;
  const row = world.statuses.keys().next().value ?? '';
  const known = world.statuses.get(row);
  if (known) world.statuses.set(row, { ...known, state: { name: 'caughtUp', lagSeconds: 20 * 60 } });
  await world.later(SECOND);
  assert.deepEqual(await world.stored(), []);
  assert.deepEqual(
    [(await world.incident()).approval?.state, (await world.incident()).approval?.tokenId],
    ['pending', 'token-2'],
  );
});

test('nobody decides: the question expires, is closed, and is asked anew', async () => {
  const world = new ReactionWorld(APPROVE);
  await asking(world);
  await world.later(16 * MINUTE);
  const { approval } = await world.incident();
  assert.deepEqual([approval?.tokenId, await world.stored()], ['token-2', []]);
  assert.equal((approval?.expiresAtMs ?? 0) - (approval?.askedAtMs ?? 0), 30 * MINUTE, 'asked less and less often');
  const waiting = (await world.told()).filter((line) => line.startsWith('ApprovalWaiting')).sort();
  assert.deepEqual(waiting, ['ApprovalWaiting first', 'ApprovalWaiting first', 'ApprovalWaiting resolved']);
});

test('the outage ends before anybody decides: the question ends with it', async () => {
  const world = new ReactionWorld(APPROVE);
  await asking(world);
  world.nowMs += MINUTE;
  await world.end();
  await world.evaluate();
  world.nowMs += MINUTE;
  await world.end();
  await world.evaluate();
  const { approval, waitingNotice, phase } = await world.incident();
  assert.deepEqual([phase, approval?.state, waitingNotice], ['over', 'stale', undefined]);
  const ends = (await world.told()).filter((line) => line.endsWith('resolved')).sort();
  assert.deepEqual(ends, ['ApprovalWaiting resolved', 'RegionOutage resolved']);
});

test('above the allowance an automatic group asks, and an approval covers up to the ceiling that was shown', async () => {
  const world = new ReactionWorld({ maxLossMs: 10 * SECOND });
  await asking(world);
  const { explanation } = await world.incident();
  assert.equal(explanation?.gates.find(({ gate }) => gate === 'lossWithinAllowance')?.open, false);
  await world.decide('approve');
  await world.later(SECOND);
  const [operation] = await world.stored();
  assert.equal(operation?.authority.kind, 'approval');
  const judged = operation && (await world.revalidate(operation));
  assert.equal(judged?.kind === 'stillValid' ? judged.allowanceMs : judged?.sentence, operation?.plan.lossCeilingMs);
});
