import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mapBounded } from '../../../shared/limits/mapBounded.ts';

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('gives the results in the order of the items, whatever ends first', async () => {
  const results = await mapBounded([3, 1, 2], 3, async (turns, index) => {
    for (let turn = 0; turn < turns; turn++) await nextTurn();
    return `${index}:${turns}`;
  });
  assert.deepEqual(results, ['0:3', '1:1', '2:2']);
});

test('never runs more than the bound, and reaches it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 8 }), async (count, bound) => {
      let running = 0;
      let most = 0;
      await mapBounded(Array.from({ length: count }), bound, async () => {
        most = Math.max(most, ++running);
        await nextTurn();
        running--;
      });
      assert.equal(most, Math.min(count, bound));
    }),
    { numRuns: 50 },
  );
});

test('one slow item does not hold up the others', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const done: number[] = [];
  const all = mapBounded([0, 1, 2, 3, 4], 2, async (item) => {
    if (item === 0) await promise;
    done.push(item);
  });
  while (done.length < 4) await nextTurn();
  assert.deepEqual(done, [1, 2, 3, 4]);
  resolve();
  await all;
});

test('after a rejection nothing further is started, and what runs is waited for', async () => {
  const started: number[] = [];
  const ended: number[] = [];
  const work = mapBounded([0, 1, 2, 3, 4, 5], 2, async (item) => {
    started.push(item);
    await nextTurn();
    if (item === 0) throw new Error('first');
    await nextTurn();
    ended.push(item);
  });
  await assert.rejects(work, /first/);
  assert.deepEqual(started, [0, 1]);
  assert.deepEqual(ended, [1]);
});

test('an empty list is done at once', async () => {
  assert.deepEqual(await mapBounded([], 4, async () => 1), []);
});

test('refuses a bound that is none', async () => {
  for (const bound of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    await assert.rejects(
      mapBounded([1], bound, async () => 1),
      RangeError,
    );
  }
});
