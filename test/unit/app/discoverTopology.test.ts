import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readReport } from '../../../shared/app/context.ts';
import { discoverTopology } from '../../../shared/app/discoverTopology.ts';
import { ReadFailure } from '../../../shared/topology/errors.ts';
import { AppWorld, START } from './world.ts';

async function discover(world: AppWorld, times = 1): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    await discoverTopology(world.context, world.log);
    await world.drainQueue();
    world.nowMs += 1_000;
  }
}

test('a database that nothing protects is told when it stays so, and resolved when it is gone', async () => {
  const world = new AppWorld();
  world.databases = ['orders', 'lonely'];
  await discover(world, 4);
  assert.deepEqual(
    world.told.map((notice) => `${notice.condition} ${notice.reason} ${notice.subject.key}`),
    ['Unprotected first one/lonely'],
  );
  world.databases = ['orders'];
  await discover(world, 4);
  assert.deepEqual(
    world.told.map((notice) => notice.reason),
    ['first', 'resolved'],
  );
});

test('a discovery that could read nothing keeps the topology and the mark of the last real one', async () => {
  const world = new AppWorld();
  await discover(world);
  world.nowMs += 60_000;
  world.inventoryFails = new ReadFailure('identity', 'the identity endpoint does not answer');
  await discover(world);
  const report = await readReport(world.storage, 'discovery');
  assert.equal(report.mark.finishedAtMs, START);
  assert.equal(report.problems[0]?.area, 'identity');
  assert.equal((await world.storage.topology.load())?.links.length, 1);
});

test('a problem that ends is no longer told', async () => {
  const world = new AppWorld();
  world.inventoryFails = new ReadFailure('unavailable', '503');
  await discover(world);
  assert.equal((await readReport(world.storage, 'discovery')).problems.length, 1);
  world.inventoryFails = undefined;
  await discover(world);
  assert.deepEqual((await readReport(world.storage, 'discovery')).problems, []);
});

test('what is stored under a mark and is none reads as never', async () => {
  const world = new AppWorld();
  await world.storage.state.write('discovery', { mark: 'x', problems: [{ area: 1 }, 'y'] });
  assert.deepEqual(await readReport(world.storage, 'discovery'), {
    mark: { startedAtMs: null, finishedAtMs: null, durationMs: null },
    problems: [],
    configurationHash: null,
  });
});
