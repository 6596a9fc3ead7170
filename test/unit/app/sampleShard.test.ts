import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readReport } from '../../../shared/app/context.ts';
import { readHealth, readStatus } from '../../../shared/app/queries.ts';
import { sampleReplication } from '../../../shared/app/sampleReplication.ts';
import { sampleShard } from '../../../shared/app/sampleShard.ts';
import { readSampling } from '../../../shared/app/samplingReport.ts';
import { readSight } from '../../../shared/app/sight.ts';
import { SHARDS, shardOf } from '../../../shared/replication/shards.ts';
import type { StatusView } from '../../../shared/views/types.ts';
import { LookingWorld } from './lookingWorld.ts';
import { AppWorld, caughtUp, LINK, START } from './world.ts';

const SHARD = shardOf(LINK);

/** One primary is more than none: the sweep is shared out. */
function sharing<World extends AppWorld>(world: World): World {
  const { configuration } = world.context;
  assert.ok(configuration);
  const sampling = { ...configuration.sampling, shardAbove: 0 };
  world.context = { ...world.context, configuration: { ...configuration, sampling } };
  return world;
}

/** A tick, and what it put on the queue. */
async function tick(world: AppWorld): Promise<void> {
  await sampleReplication(world.context, world.log);
  for (const message of world.ticks.splice(0)) await sampleShard(world.context, message, world.log);
}

const stateOf = async (world: AppWorld) => (await world.storage.subjects.loadOne(SHARD, LINK))?.value.link?.state;

describe('a sweep that is shared out', () => {
  test('asks for every shard that has primaries, once, and only for as long as its interval', async () => {
    const world = sharing(new AppWorld());
    await sampleReplication(world.context, world.log);
    assert.deepEqual(world.ticks, [{ shard: SHARD, tickMs: START, liveSeconds: 1 }]);
    assert.equal(await stateOf(world), undefined, 'the timer itself asks no database');
  });

  test('ends with the same state, history and report as one that is not', async () => {
    const [shared, whole] = [sharing(new AppWorld()), new AppWorld()];
    for (const world of [shared, whole]) {
      await tick(world);
      world.rows = [caughtUp(9)];
      world.nowMs += 1_000;
      await tick(world);
    }
    const record = async (world: AppWorld) => {
      const stored = (await world.storage.subjects.loadOne(SHARD, LINK))?.value;
      // Signals are asked for at another moment: a large estate spreads them.
      return { ...stored, link: { ...stored?.link, signals: undefined } };
    };
    assert.deepEqual(await record(shared), await record(whole));
    const history = (world: AppWorld) => world.storage.history.recent(SHARD, LINK, 0, 10);
    assert.deepEqual(await history(shared), await history(whole));
    const mark = async (world: AppWorld) => (await readSampling(world.storage)).mark;
    assert.deepEqual(await mark(shared), await mark(whole));
  });

  test('is not begun for a small estate', async () => {
    const world = new AppWorld();
    await sampleReplication(world.context, world.log);
    assert.deepEqual(world.ticks, []);
    assert.equal((await stateOf(world))?.name, 'caughtUp');
  });

  test('tells of databases as well: the tick judges them', async () => {
    const world = sharing(new AppWorld());
    world.databases = ['orders', 'lonely'];
    for (let count = 0; count < 4; count += 1) {
      await tick(world);
      await world.drainQueue();
      world.nowMs += 1_000;
    }
    assert.deepEqual(
      world.told.map(({ condition, subject }) => `${condition} ${subject.key}`),
      ['Unprotected one/lonely'],
    );
  });
});

describe('a message for a shard', () => {
  test('that is an interval old is dropped: the next tick has asked again', async () => {
    const world = sharing(new AppWorld());
    await sampleReplication(world.context, world.log);
    const [message] = world.ticks;
    world.nowMs += 1_000;
    await sampleShard(world.context, message, world.log);
    assert.equal(await stateOf(world), undefined);
    assert.match(world.logLines.join(), /\[305\] shard \d\d of a tick 1 s ago/);
    world.nowMs -= 1;
    await sampleShard(world.context, message, world.log);
    assert.equal((await stateOf(world))?.name, 'caughtUp');
  });

  for (const wrong of [
    null,
    'x',
    42,
    {},
    { shard: '00' },
    { shard: '06', tickMs: START },
    { shard: SHARD, tickMs: 'now' },
  ]) {
    test(`that is none goes to the poison queue: ${JSON.stringify(wrong)}`, async () => {
      const world = sharing(new AppWorld());
      await assert.rejects(sampleShard(world.context, wrong, world.log), /expected a message of the form/);
      assert.match(world.logLines.join(), /\[307\]/);
    });
  }

  test('is not repeated when its sweep fails: that is said, and the next tick comes', async () => {
    const world = sharing(new AppWorld());
    await sampleReplication(world.context, world.log);
    world.storageFails = new Error('the account is gone');
    await sampleShard(world.context, world.ticks[0], world.log);
    assert.match(world.logLines.join(), /\[306\] .*the account is gone/);
  });

  test('is nothing to a witness, and nothing without a configuration', async () => {
    const world = sharing(new AppWorld());
    await sampleReplication(world.context, world.log);
    const { configuration } = world.context;
    assert.ok(configuration);
    for (const given of [undefined, { ...configuration, role: 'witness' as const }]) {
      await sampleShard({ ...world.context, configuration: given }, world.ticks[0], world.log);
    }
    assert.equal(await stateOf(world), undefined);
  });
});

describe('health and status of a sweep that is shared out', () => {
  test('are as late as the latest shard', async () => {
    const world = sharing(new AppWorld());
    await tick(world);
    assert.equal((await readHealth(world.context)).status, 200);
    // The timer goes on, and nobody takes its messages.
    for (let count = 0; count < 60; count += 1) {
      world.nowMs += 1_000;
      await sampleReplication(world.context, world.log);
    }
    const reply = await readHealth(world.context);
    assert.equal(reply.status, 503);
    assert.match(reply.body, /sampling: expected a sweep every 1 s, the last ended 60 s ago/);
  });

  test('are not late because the estate has just grown over the limit', async () => {
    const world = new AppWorld();
    await sampleReplication(world.context, world.log);
    world.context = { ...world.context, processStartedAtMs: START - 3_600_000 };
    sharing(world);
    world.nowMs += 1_000;
    await sampleReplication(world.context, world.log);
    assert.equal((await readHealth(world.context)).status, 200);
  });

  test('show what a shard could not do', async () => {
    const world = sharing(new AppWorld());
    world.rows = [caughtUp(0), caughtUp(0, { partnerServer: 'stranger' })];
    await tick(world);
    const { problems } = JSON.parse((await readStatus(world.context)).body) as StatusView;
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['unknown-partner'],
    );
  });
});

describe('what a shared out sweep sees of an outage', () => {
  test('is one sight of all shards, and none before each of them has looked', async () => {
    const world = sharing(new LookingWorld());
    await sampleReplication(world.context, world.log);
    assert.equal(await readSight(world.storage), undefined);
    for (const message of world.ticks.splice(0)) await sampleShard(world.context, message, world.log);
    assert.deepEqual(await readSight(world.storage), {
      complete: true,
      atMs: START,
      regions: [{ region: 'westeurope', tried: 1, reached: 1, ownTrouble: 0 }],
    });
    const report = await readReport(world.storage, 'sampling');
    const other = SHARDS.find((shard) => shard !== SHARD) ?? '';
    await world.storage.state.write('sampling', { ...report, shards: { ...report.shards, [other]: null } });
    assert.equal((await readSight(world.storage))?.complete, false, 'another shard has primaries now');
  });

  test('goes on from what was seen as one sweep: an isolation that just ended is not forgotten', async () => {
    const world = new LookingWorld();
    world.dies();
    world.refusing.add('two/orders');
    await world.sweep();
    sharing(world);
    world.returns();
    await tick(world);
    assert.equal((await readSight(world.storage))?.seeingSinceMs, world.nowMs);
  });

  test('leads to evidence as ever', async () => {
    const world = sharing(new LookingWorld());
    await tick(world);
    world.nowMs += 1_000;
    world.dies();
    await tick(world);
    assert.deepEqual(await world.stored(), ['ownProbe down one/orders', 'secondaryView none one/orders']);
  });
});
