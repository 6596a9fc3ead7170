import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tendOutbox } from '../../../shared/app/notifications.ts';
import { readStatus } from '../../../shared/app/queries.ts';
import { sampleReplication } from '../../../shared/app/sampleReplication.ts';
import type { StatusView } from '../../../shared/views/types.ts';
import { AppWorld } from './world.ts';

const MINUTE = 60_000;

async function tend(world: AppWorld): Promise<string[]> {
  await tendOutbox(world.context, world.log);
  await world.drainQueue();
  return world.told.map(({ condition, reason }) => `${condition} ${reason}`);
}

test('sampling that hangs is told by the timer that lives on, once, and its end as well', async () => {
  const world = new AppWorld();
  await sampleReplication(world.context, world.log);
  assert.deepEqual(await tend(world), []);
  world.nowMs += 5 * MINUTE;
  assert.deepEqual(await tend(world), [], 'one look is not enough');
  world.nowMs += MINUTE;
  assert.deepEqual(await tend(world), ['MonitorLate first']);
  world.nowMs += MINUTE;
  assert.deepEqual(await tend(world), ['MonitorLate first']);
  assert.match(world.told[0]?.sentence ?? '', /sampling: expected a sweep every 1 s, the last ended 360 s ago/);
  await sampleReplication(world.context, world.log);
  await tend(world);
  world.nowMs += 2 * MINUTE;
  await sampleReplication(world.context, world.log);
  assert.deepEqual(await tend(world), ['MonitorLate first', 'MonitorLate resolved']);
});

test('it is shown among the alerts while it lasts', async () => {
  const world = new AppWorld();
  await sampleReplication(world.context, world.log);
  world.nowMs += 5 * MINUTE;
  await tend(world);
  world.nowMs += MINUTE;
  await tend(world);
  const { alerts } = JSON.parse((await readStatus(world.context)).body) as StatusView;
  assert.deepEqual(
    alerts.map(({ condition, phase }) => [condition, phase]),
    [['MonitorLate', 'firing']],
  );
});

test('an app that has just started is not late, and leaves no record', async () => {
  const world = new AppWorld();
  assert.deepEqual(await tend(world), []);
  const shards = await Promise.all(
    ['00', '01', '02', '03', '04', '05'].map((shard) => world.storage.subjects.load(shard)),
  );
  assert.deepEqual(
    shards.map(({ size }) => size),
    [0, 0, 0, 0, 0, 0],
  );
});

test('a witness tells nobody', async () => {
  const world = new AppWorld();
  await sampleReplication(world.context, world.log);
  const { configuration } = world.context;
  assert.ok(configuration);
  world.context = { ...world.context, configuration: { ...configuration, role: 'witness' } };
  world.nowMs += 5 * MINUTE;
  assert.deepEqual(await tend(world), []);
});
