import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readReport } from '../../../shared/app/context.ts';
import { TICK } from '../../../shared/app/dispatch.ts';
import { deliverNotification, tendOutbox } from '../../../shared/app/notifications.ts';
import { sampleReplication } from '../../../shared/app/sampleReplication.ts';
import { AppWorld, caughtUp } from './world.ts';

/** A world in which one message was decided and waits on the queue. */
async function withMessage(): Promise<AppWorld> {
  const world = new AppWorld();
  for (const lag of [1, null, null, null, null, null]) {
    world.rows = [caughtUp(lag)];
    await sampleReplication(world.context, world.log);
    world.nowMs += 1_000;
  }
  assert.equal(world.queue.queued.length, 1);
  return world;
}

test('a message whose queue message is lost is found by the outbox sweep', async () => {
  const world = await withMessage();
  world.queue.queued.length = 0;
  await tendOutbox(world.context, world.log);
  await world.drainQueue();
  assert.deepEqual(
    world.told.map((notice) => notice.condition),
    ['LagUnknown'],
  );
});

test('a queue message that comes twice is delivered once', async () => {
  const world = await withMessage();
  world.queue.queued.push(...world.queue.queued);
  await world.drainQueue();
  assert.equal(world.told.length, 1);
});

test('a channel that is throttled gets the message later', async () => {
  const world = await withMessage();
  world.channelAnswers = { ok: false, retry: true, message: 'HTTP 429' };
  await world.drainQueue();
  assert.equal(world.told.length, 0);
  world.channelAnswers = { ok: true, detail: 'accepted' };
  world.nowMs += 60_000;
  await tendOutbox(world.context, world.log);
  await world.drainQueue();
  assert.equal(world.told.length, 1);
});

test('a queue message that is no pointer fails, so that the host keeps it in the poison queue', async () => {
  const world = new AppWorld();
  for (const message of ['text', 42, null, { shard: '00' }, { id: 1, shard: 2 }]) {
    await assert.rejects(deliverNotification(world.context, message, world.log), /\{ shard, id \}/);
  }
  assert.match(world.logLines.join('\n'), /\[401\]/);
});

test('without a configuration a message waits for one', async () => {
  const world = await withMessage();
  const { configuration } = world.context;
  world.context = { ...world.context, configuration: undefined };
  await world.drainQueue();
  await tendOutbox(world.context, world.log);
  assert.equal(world.told.length, 0);
  world.context = { ...world.context, configuration };
  await tendOutbox(world.context, world.log);
  await world.drainQueue();
  assert.equal(world.told.length, 1);
});

test('what was delivered is kept for as long as the configuration says, and then removed', async () => {
  const world = await withMessage();
  await world.drainQueue();
  const [sent] = await world.storage.outbox.recent(10);
  assert.ok(sent);
  world.nowMs += (world.context.configuration?.history.keepMs ?? 0) + 1_000;
  await tendOutbox(world.context, world.log);
  assert.equal(await world.storage.outbox.get(sent.shard, sent.id), undefined);
  const left = await world.storage.outbox.recent(10);
  assert.deepEqual(
    left.map(({ notice }) => notice.reason),
    ['still'],
    'it fires after all this time, and is told of again',
  );
});

test('an event whose queue message is lost is taken in by the outbox sweep', async () => {
  const world = await withMessage();
  world.queue.queued.length = 0;
  await tendOutbox(world.context, world.log);
  assert.deepEqual(
    world.queue.queued.map(({ shard }) => shard),
    ['dispatch', 'dispatch', 'dispatch'],
    'the message as it was decided, as it is due, and the hint',
  );
  await world.drainQueue();
  assert.equal(world.told.length, 1);
});

test('a dispatcher that fails holds up no delivery, and is told of until it works', async () => {
  const world = await withMessage();
  const { dispatch } = world.storage;
  world.storage.dispatch = { ...dispatch, load: () => Promise.reject(new Error('the blob does not answer')) };
  await tendOutbox(world.context, world.log);
  assert.match(world.logLines.join('\n'), /\[411\].*the blob does not answer/);
  const [problem] = (await readReport(world.storage, 'delivery')).problems;
  assert.deepEqual([problem?.area, problem?.subject, problem?.code], ['delivery', 'dispatcher', 'undecided']);
  const [pointer] = world.queue.queued;
  await assert.rejects(deliverNotification(world.context, pointer, world.log), /does not answer/);
  world.storage.dispatch = dispatch;
  await tendOutbox(world.context, world.log);
  assert.deepEqual((await readReport(world.storage, 'delivery')).problems, []);
  await world.drainQueue();
  assert.equal(world.told.length, 1);
});

test('a hint wakes the dispatcher', async () => {
  const world = await withMessage();
  world.queue.queued.length = 0;
  await deliverNotification(world.context, { ...TICK }, world.log);
  await world.drainQueue();
  assert.equal(world.told.length, 1);
});
