import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Operation } from '../../../shared/operations/types.ts';
import { makeTell, operationNotices } from '../../../shared/reaction/tell.ts';
import { MINUTE, T0 } from '../outage/builders.ts';
import { ReactionWorld } from './reactionWorld.ts';

async function anOperation(): Promise<{ world: ReactionWorld; operation: Operation }> {
  const world = new ReactionWorld();
  await world.later(MINUTE);
  const [operation] = await world.stored();
  if (operation === undefined) throw new Error('expected an operation');
  return { world, operation };
}

test('telling twice tells once', async () => {
  const { world, operation } = await anOperation();
  const tell = makeTell(world.ports, world.settings, () => world.nowMs);
  await tell({ id: 'op-moved-1', what: 'moved', operation });
  await tell({ id: 'op-moved-1', what: 'moved', operation });
  const done = (await world.told()).filter((line) => line === 'FailoverDone first');
  assert.equal(done.length, 1);
});

test('a queue that does not answer loses nothing: the outbox has it', async () => {
  const { world, operation } = await anOperation();
  world.queue.enqueue = async () => Promise.reject(new Error('the queue is away'));
  await makeTell(world.ports, world.settings, () => world.nowMs)({ id: 'x', what: 'failed', operation });
  assert.ok((await world.told()).includes('FailoverFailed first'));
});

test('the end of an operation closes everything that was told of it, each by its own id', async () => {
  const { operation } = await anOperation();
  const told = [
    { id: 'op-0-asking-5', what: 'asking' as const, atMs: T0 },
    { id: 'op-moved-9', what: 'moved' as const, atMs: T0 + MINUTE },
  ];
  const firsts = told.flatMap(({ id, what }) => operationNotices({ id, what, operation }, T0));
  const ends = operationNotices(
    { id: 'op-closed', what: 'closed', operation: { ...operation, told } },
    T0 + 2 * MINUTE,
  );
  assert.deepEqual(
    ends.map(({ follows }) => follows),
    firsts.map(({ id }) => id),
  );
  assert.deepEqual(
    ends.map(({ condition, reason, durationMs }) => [condition, reason, durationMs]),
    [
      ['ApprovalWaiting', 'resolved', 2 * MINUTE],
      ['FailoverDone', 'resolved', MINUTE],
    ],
  );
  assert.equal(new Set(ends.map(({ id }) => id)).size, 2);
});

test('an operation of which nobody was told ends without a word', async () => {
  const { operation } = await anOperation();
  assert.deepEqual(operationNotices({ id: 'op-closed', what: 'closed', operation }, T0), []);
});

test('the loss that was stated before forcing is told with each database', async () => {
  const { operation } = await anOperation();
  const intent = { atMs: T0, mode: 'forced' as const, fenceToken: 1, deadlineMs: T0, linkId: 'id' };
  const steps = operation.steps.map((step) => ({ ...step, state: 'verified' as const, intent, lossBoundMs: 42_000 }));
  const [notice] = operationNotices({ id: 'x', what: 'moved', operation: { ...operation, steps } }, T0);
  assert.equal(notice?.outage?.lossBoundMs, 42_000);
  assert.match(
    notice?.outage?.plan?.join() ?? '',
    /contoso-ne\/orders in northeurope: has moved; stated before forcing: at most 42 s/,
  );
});

test('why nothing was done, and what it came to, are said; that a message was stored is not', async () => {
  const { operation } = await anOperation();
  const entry = (step: number | null, event: string, to: string, sentence: string) => ({
    sequence: 0,
    atMs: T0,
    step,
    from: '',
    event,
    to,
    sentence,
  });
  const journal = [
    entry(0, 'noLongerValid', 'skipped', 'The primary answers again.'),
    entry(null, 'nothingToDo', 'aborted', '0 moved, 0 failed, 1 skipped, 0 aborted.'),
    entry(null, 'toldPeople', 'closed', 'The message is in the outbox.'),
  ];
  const told = [{ id: 'x', what: 'aborted' as const, atMs: T0 }];
  const ended = { ...operation, journal, told };
  const [first] = operationNotices({ id: 'x', what: 'aborted', operation: ended }, T0);
  assert.match(first?.sentence ?? '', /was not carried out\. The primary answers again\.$/);
  const [end] = operationNotices({ id: 'op-closed', what: 'closed', operation: ended }, T0);
  assert.equal(end?.sentence, '0 moved, 0 failed, 1 skipped, 0 aborted.');
});
