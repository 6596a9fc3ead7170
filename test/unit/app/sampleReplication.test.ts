import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readReport } from '../../../shared/app/context.ts';
import { sampleReplication } from '../../../shared/app/sampleReplication.ts';
import { AppWorld, caughtUp, LINK, START } from './world.ts';

/** A sweep every second, each followed by the deliveries it caused. */
async function sweep(world: AppWorld, times: number): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    await sampleReplication(world.context, world.log);
    await world.drainQueue();
    world.nowMs += 1_000;
  }
}

test('the first sweep finds out by itself what there is to watch', async () => {
  const world = new AppWorld();
  await sweep(world, 1);
  assert.equal(world.discoveries, 1);
  assert.deepEqual(
    (await world.storage.topology.load())?.links.map((link) => link.linkKey),
    [LINK],
  );
  const { mark } = await readReport(world.storage, 'sampling');
  assert.equal(mark.startedAtMs, START);
});

test('a topology that was found under this configuration is not found again', async () => {
  const world = new AppWorld();
  await sweep(world, 5);
  assert.equal(world.discoveries, 1);
});

test('a topology that was found under another configuration is found again', async () => {
  const world = new AppWorld();
  await sweep(world, 1);
  world.context = { ...world.context, configurationHash: 'second' };
  await sweep(world, 2);
  assert.equal(world.discoveries, 2);
});

test('a NULL spell is told once when it lasts, and once when it ends', async () => {
  const world = new AppWorld();
  await sweep(world, 2);
  world.rows = [caughtUp(null)];
  await sweep(world, 8);
  assert.deepEqual(
    world.told.map((notice) => `${notice.condition} ${notice.reason}`),
    ['LagUnknown first'],
  );
  world.rows = [caughtUp(0)];
  await sweep(world, 5);
  assert.deepEqual(
    world.told.map((notice) => `${notice.condition} ${notice.reason}`),
    ['LagUnknown first', 'LagUnknown resolved'],
  );
  assert.equal(world.told[1]?.durationMs, 8_000);
});

test('a process that starts in the middle of a NULL spell goes on counting', async () => {
  const world = new AppWorld();
  await sweep(world, 1);
  world.rows = [caughtUp(null)];
  await sweep(world, 2);
  const restarted = { ...world.context, processStartedAtMs: world.nowMs };
  world.context = restarted;
  await sweep(world, 3);
  assert.deepEqual(
    world.told.map((notice) => notice.condition),
    ['LagUnknown'],
  );
  assert.equal(world.told[0]?.sinceMs, START + 1_000);
});

test('roles that moved are found out at once, but not sweep after sweep', async () => {
  const world = new AppWorld();
  await sweep(world, 1);
  world.nowMs += 60_000;
  world.primary = 'two';
  world.rows = [caughtUp(null, { role: 'secondary' })];
  await sweep(world, 1);
  assert.equal(world.discoveries, 2);
  assert.equal((await world.storage.topology.load())?.links[0]?.primary.server, 'two');
  await sweep(world, 3);
  assert.equal(world.discoveries, 2, 'within fifteen seconds there is no third');
});

test('a database that cannot be asked is told in the problems, with its beginning kept', async () => {
  const world = new AppWorld();
  world.rows = [caughtUp(0), caughtUp(0, { partnerServer: 'stranger' })];
  await sweep(world, 1);
  const first = await readReport(world.storage, 'sampling');
  assert.match(first.problems.map((problem) => problem.message).join(), /partner that discovery did not find/);
  await sweep(world, 1);
  const second = await readReport(world.storage, 'sampling');
  assert.equal(second.problems[0]?.sinceMs, first.problems[0]?.sinceMs);
});

test('without a configuration nothing is asked', async () => {
  const world = new AppWorld();
  world.context = { ...world.context, configuration: undefined };
  await sweep(world, 1);
  assert.equal(world.discoveries, 0);
});
