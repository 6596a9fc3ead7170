import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rediscover } from '../../../shared/app/rediscover.ts';
import { AppWorld } from './world.ts';

const MOVED = { 'one/orders~two/orders': 0 };

async function discoveriesOf(world: AppWorld, times: number): Promise<number> {
  const before = world.discoveries;
  const moved = { ...MOVED, 'one/orders~two/orders': world.nowMs };
  await Promise.all(Array.from({ length: times }, () => rediscover(world.context, world.storage, moved, world.log)));
  return world.discoveries - before;
}

test('of the sweeps of several shards that meet something new at once, one discovers', async () => {
  assert.equal(await discoveriesOf(new AppWorld(), 6), 1);
});

test('it is done again when an interval has passed and it is worth it', async () => {
  const world = new AppWorld();
  await discoveriesOf(world, 1);
  world.nowMs += 60_000;
  assert.equal(await discoveriesOf(world, 6), 1);
});

test('a claim that somebody made in this interval is respected', async () => {
  const world = new AppWorld();
  await world.storage.state.write('rediscovery', { atMs: world.nowMs - 500 });
  assert.equal(await discoveriesOf(world, 1), 0);
});

for (const claim of [null, 'x', { atMs: 'now' }, { atMs: 9e15 }]) {
  test(`a claim that is none holds nobody up: ${JSON.stringify(claim)}`, async () => {
    const world = new AppWorld();
    await world.storage.state.write('rediscovery', claim);
    assert.equal(await discoveriesOf(world, 2), 1);
  });
}

test('without anything that moved nothing is done', async () => {
  const world = new AppWorld();
  await rediscover(world.context, world.storage, {}, world.log);
  assert.equal(world.discoveries, 0);
});
