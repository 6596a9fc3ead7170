import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runBounded } from '../../../shared/replication/bounded.ts';

test('never runs more than the bound, and runs everything in order', async () => {
  let running = 0;
  let most = 0;
  const begun: number[] = [];
  const left = await runBounded([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    begun.push(item);
    running += 1;
    most = Math.max(most, running);
    await new Promise(setImmediate);
    running -= 1;
  });
  assert.deepEqual(begun, [1, 2, 3, 4, 5, 6, 7]);
  assert.equal(most, 3);
  assert.deepEqual(left, []);
});

test('stops beginning once told to, and says what was left', async () => {
  const begun: number[] = [];
  const left = await runBounded(
    [1, 2, 3, 4],
    1,
    async (item) => {
      begun.push(item);
    },
    () => begun.length < 2,
  );
  assert.deepEqual(begun, [1, 2]);
  assert.deepEqual(left, [3, 4]);
});

test('nothing to do is done', async () => {
  assert.deepEqual(await runBounded([], 4, async () => {}), []);
});

test('a bound that is no number of workers is refused', async () => {
  for (const bound of [0, -1, Number.NaN, 1.5]) {
    await assert.rejects(
      runBounded([1], bound, async () => {}),
      /concurrency of 1 or more/,
    );
  }
});
