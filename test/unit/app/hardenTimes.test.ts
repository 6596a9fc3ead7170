import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toColumns } from '../../../shared/adapters/azure/tables/jsonColumns.ts';
import { type HardenTime, keepHardenTimes, readHardenTimes } from '../../../shared/app/hardenTimes.ts';
import type { AppStateStore } from '../../../shared/replication/ports.ts';
import { SHARDS, shardOf } from '../../../shared/replication/shards.ts';
import { createMemoryAppState } from '../../ports/memoryHistory.ts';

const time = (atMs: number, more: Partial<HardenTime> = {}): HardenTime => ({
  atMs,
  hardenedMs: 12,
  problem: null,
  ...more,
});
const everything = () => true;
const key = (n: number) => `one/db-${n}~two/db-${n}`;

test('what was measured is read again, whichever shard it lies in, beside what was measured before', async () => {
  const state = createMemoryAppState();
  const first = new Map(Array.from({ length: 20 }, (_, n) => [key(n), time(n)]));
  await keepHardenTimes({ state }, first, everything);
  assert.equal(new Set([...first.keys()].map(shardOf)).size, SHARDS.length, 'the keys are spread over every shard');
  await keepHardenTimes({ state }, new Map([[key(3), time(99, { hardenedMs: null, problem: 'late' })]]), everything);
  const found = await readHardenTimes({ state });
  assert.equal(found.size, 20);
  assert.deepEqual(found.get(key(3)), { atMs: 99, hardenedMs: null, problem: 'late' });
  assert.deepEqual(found.get(key(4)), time(4));
  const own = await readHardenTimes({ state }, [shardOf(key(3))]);
  assert.ok(own.has(key(3)) && own.size < 20);
});

test('what is watched no more is forgotten, and a shard keeps no more than its newest 1,500', async () => {
  const state = createMemoryAppState();
  const inOneShard = Array.from({ length: 20_000 }, (_, n) => key(n)).filter((one) => shardOf(one) === shardOf(key(0)));
  const many = inOneShard.slice(0, 1_600);
  assert.equal(many.length, 1_600);
  await keepHardenTimes({ state }, new Map(many.map((one, index) => [one, time(index)])), everything);
  const found = await readHardenTimes({ state });
  assert.equal(found.size, 1_500);
  assert.ok(!found.has(many[0] ?? '') && found.has(many[1_599] ?? ''));
  await keepHardenTimes(
    { state },
    new Map([[many[0] ?? '', time(5_000)]]),
    (one) => one === many[0] || one === many[1_599],
  );
  assert.deepEqual([...(await readHardenTimes({ state })).keys()], [many[0], many[1_599]]);
});

test('the longest names fit into one row of the table as well: then fewer are kept, the newest', async () => {
  const state = createMemoryAppState();
  const long = (n: number) => {
    const database = `${n} ${'ä'.repeat(100)}`;
    return `${'s'.repeat(60)}-we/${database}~${'s'.repeat(60)}-ne/${database}`;
  };
  const inOneShard = Array.from({ length: 9_000 }, (_, n) => long(n)).filter(
    (one) => shardOf(one) === shardOf(long(0)),
  );
  const many = inOneShard.slice(0, 1_400);
  assert.equal(many.length, 1_400);
  await keepHardenTimes({ state }, new Map(many.map((one, index) => [one, time(index)])), everything);
  const found = await readHardenTimes({ state });
  assert.doesNotThrow(() => toColumns(Object.fromEntries(found)));
  assert.ok(found.size > 200 && found.has(many[1_399] ?? '') && !found.has(many[0] ?? ''));
});

test('others who write at the same moment lose nothing', async () => {
  const state = createMemoryAppState();
  const sameShard = Array.from({ length: 200 }, (_, n) => key(n)).filter((one) => shardOf(one) === shardOf(key(0)));
  const some = sameShard.slice(0, 5);
  await Promise.all(some.map((one, index) => keepHardenTimes({ state }, new Map([[one, time(index)]]), everything)));
  assert.deepEqual([...(await readHardenTimes({ state })).keys()].toSorted(), some.toSorted());
});

test('when others never stop writing that is an error with a sentence', async () => {
  const state: AppStateStore = { ...createMemoryAppState(), replace: async () => false };
  await assert.rejects(keepHardenTimes({ state }, new Map([[key(1), time(1)]]), everything), /others kept writing/);
});

test('what cannot be read was never measured, and a long word is cut', async () => {
  const state = createMemoryAppState();
  const shard = shardOf(key(1));
  for (const value of [
    null,
    'x',
    [1],
    { [key(1)]: null },
    { [key(1)]: { atMs: 'now', hardenedMs: 1, problem: null } },
  ]) {
    await state.write(`harden-${shard}`, value);
    assert.equal((await readHardenTimes({ state })).size, 0, JSON.stringify(value));
  }
  const long = time(1, { hardenedMs: null, problem: 'x'.repeat(500) });
  await keepHardenTimes({ state }, new Map([[key(1), long]]), everything);
  assert.equal((await readHardenTimes({ state })).get(key(1))?.problem?.length, 100);
});
