import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readReport } from '../../../shared/app/context.ts';
import { discoverTopology } from '../../../shared/app/discoverTopology.ts';
import { sampleReplication } from '../../../shared/app/sampleReplication.ts';
import { shardOf } from '../../../shared/replication/shards.ts';
import { ReadFailure } from '../../../shared/topology/errors.ts';
import { createMemoryTopology } from '../../ports/memoryTopology.ts';
import { AppWorld, caughtUp, START } from './world.ts';

async function discover(world: AppWorld, times = 1): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    await discoverTopology(world.context, world.log);
    // What discovery found is judged with the next sampling tick.
    await sampleReplication(world.context, world.log);
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

test('a first discovery that could read nothing closes nothing and leaves no topology behind', async () => {
  const world = new AppWorld();
  world.rows = [caughtUp(0, { replicationState: 4 })];
  await sampleReplication(world.context, world.log);
  world.nowMs += 60_000;
  await sampleReplication(world.context, world.log);
  await world.drainQueue();
  // The topology is lost, and Resource Manager does not answer: that is not an empty estate.
  world.storage.topology = createMemoryTopology();
  world.inventoryFails = new ReadFailure('unavailable', '503');
  world.nowMs += 60_000;
  assert.equal(await discoverTopology(world.context, world.log), undefined);
  await sampleReplication(world.context, world.log);
  await world.drainQueue();
  assert.equal(await world.storage.topology.load(), undefined);
  assert.deepEqual(
    world.told.map(({ condition, reason }) => `${condition} ${reason}`),
    ['LinkSuspended first'],
  );
  world.inventoryFails = undefined;
  await sampleReplication(world.context, world.log);
  assert.equal((await world.storage.topology.load())?.links.length, 1, 'it is found with the next sweep');
});

test('of two discoveries at once the one that began later is in force, whichever ends last', async () => {
  const world = new AppWorld();
  world.databases = ['orders', 'lonely'];
  const { load } = world.storage.topology;
  let isFirst = true;
  world.storage.topology.load = async () => {
    if (isFirst) {
      isFirst = false;
      // The other one begins a second later, finds the database gone, and ends before this one has read anything.
      world.nowMs += 1_000;
      world.databases = ['orders'];
      await discoverTopology(world.context, world.log);
      world.databases = ['orders', 'lonely'];
    }
    return load();
  };
  const found = await discoverTopology(world.context, world.log);
  assert.deepEqual(found?.unprotected, []);
  assert.equal((await readReport(world.storage, 'discovery')).mark.startedAtMs, START + 1_000);
  assert.equal((await world.storage.subjects.load(shardOf('one/lonely'))).size, 0);
});

test('an alert that is pending does not fire on a word that could not be read again', async () => {
  const world = new AppWorld();
  world.databases = ['orders', 'lonely'];
  await discover(world);
  const { inventory } = world.context.ports;
  world.context.ports.inventory = async (configuration) => ({
    ...(await inventory(configuration)),
    replicationLinks: async () => {
      throw new ReadFailure('timeout', 'no answer');
    },
  });
  await discover(world, 10);
  const toldMeanwhile = world.told.length;
  assert.equal(toldMeanwhile, 0);
  assert.equal((await world.storage.topology.load())?.unprotected.length, 1, 'the finding itself is kept');
  world.context.ports.inventory = inventory;
  await discover(world);
  assert.deepEqual(
    world.told.map(({ reason, subject }) => `${reason} ${subject.key}`),
    ['first one/lonely'],
  );
});
