import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runBounded } from '../../../shared/replication/bounded.ts';
import { Places } from '../../../shared/replication/places.ts';
import { settled } from './fixture.ts';

test('all who share it together keep within the bound', async () => {
  const places = new Places(3);
  let running = 0;
  let most = 0;
  const task = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise(setImmediate);
    running -= 1;
  };
  const items = Array.from({ length: 20 }, (_, n) => n);
  await Promise.all([1, 2, 3].map(() => runBounded(items, 8, task, () => true, places.gate())));
  assert.equal(most, 3);
});

test('whoever came first is served first, as long as it wants more', async () => {
  const places = new Places(2);
  const done: string[] = [];
  const sweep = (name: string) =>
    runBounded(
      [1, 2, 3, 4],
      4,
      async (item) => {
        await new Promise(setImmediate);
        done.push(`${name}${item}`);
      },
      () => true,
      places.gate(),
    );
  await Promise.all([sweep('a'), sweep('b')]);
  assert.deepEqual(done, ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'b3', 'b4']);
});

test('one that hangs keeps its place and no other', async () => {
  const places = new Places(2);
  const done: number[] = [];
  let free = () => {};
  const all = runBounded(
    [1, 2, 3, 4],
    2,
    async (item) => {
      if (item === 1) await new Promise<void>((resolve) => (free = resolve));
      done.push(item);
    },
    () => true,
    places.gate(),
  );
  await settled();
  assert.deepEqual(done, [2, 3, 4]);
  free();
  await all;
});

test('what waited too long for its place is left, and the place goes on to others', async () => {
  const places = new Places(1);
  let isOver = false;
  let free = () => {};
  const first = runBounded(
    [1],
    1,
    () => new Promise<void>((resolve) => (free = resolve)),
    () => true,
    places.gate(),
  );
  const second = runBounded(
    [2, 3],
    2,
    async () => assert.fail('it is too late'),
    () => !isOver,
    places.gate(),
  );
  await settled();
  isOver = true;
  free();
  await first;
  assert.deepEqual(await second, [2, 3]);
  let begun = 0;
  await runBounded(
    [4],
    1,
    async () => {
      begun += 1;
    },
    () => true,
    places.gate(),
  );
  assert.equal(begun, 1);
});

test('a place is given back by a task that fails', async () => {
  const places = new Places(1);
  const failing = runBounded(
    [1],
    1,
    async () => Promise.reject(new Error('no')),
    () => true,
    places.gate(),
  );
  await assert.rejects(failing, /no/);
  assert.deepEqual(
    await runBounded(
      [2],
      1,
      async () => {},
      () => true,
      places.gate(),
    ),
    [],
  );
});

for (const most of [0, -1, 1.5, Number.NaN]) {
  test(`${most} places are a mistake`, () => assert.throws(() => new Places(most), RangeError));
}
