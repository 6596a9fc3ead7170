import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWorthDiscovering, movedSince } from '../../../shared/app/rediscovery.ts';
import { sampleReplication } from '../../../shared/app/sampleReplication.ts';
import { AppWorld, caughtUp } from './world.ts';

test('what was there last time keeps its beginning, what is gone is forgotten', () => {
  assert.deepEqual(movedSince(['a', 'b', 'a'], { a: 1, gone: 2 }, 9), { a: 1, b: 9 });
});

test('a failover of everything keeps a bounded number, the same ones each time', () => {
  const keys = Array.from({ length: 10_000 }, (_, n) => `link ${n}`);
  const first = movedSince(keys, {}, 1);
  assert.equal(Object.keys(first).length, 500);
  assert.deepEqual(movedSince(keys.toReversed(), first, 2), first);
});

test('nothing new is no reason to look', () => {
  assert.equal(isWorthDiscovering({}, null, 1_000_000), false);
});

test('the looks at one thing grow rarer, and something new is looked at within fifteen seconds', () => {
  const looks: number[] = [];
  let lastLookMs: number | null = -60_000;
  for (let nowMs = 0; nowMs < 3_600_000; nowMs += 1_000) {
    if (!isWorthDiscovering({ stranger: 0 }, lastLookMs, nowMs)) continue;
    looks.push(nowMs / 1_000);
    lastLookMs = nowMs;
  }
  assert.deepEqual(looks, [0, 15, 30, 60, 120, 240, 480, 960, 1920]);
  assert.equal(isWorthDiscovering({ stranger: 0, swapped: 1_935_000 }, 1_920_000, 1_935_000), true);
});

test('a partner that no discovery can find does not make every sweep a discovery', async () => {
  const world = new AppWorld();
  world.rows = [caughtUp(0), caughtUp(0, { partnerServer: 'elsewhere' })];
  for (let second = 0; second < 600; second += 5) {
    await sampleReplication(world.context, world.log);
    world.nowMs += 5_000;
  }
  assert.ok(world.discoveries <= 8, `in ten minutes: ${world.discoveries}`);
});
