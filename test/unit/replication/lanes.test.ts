import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LaneOptions, lanePlaces, runLanes } from '../../../shared/replication/lanes.ts';

function options(more: Partial<LaneOptions<string>>): LaneOptions<string> {
  return {
    concurrency: 4,
    isSuspect: () => false,
    lastHeardMs: () => 0,
    task: async () => {},
    goOn: () => true,
    onDraining: () => {},
    ...more,
  };
}
const settled = async () => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
};

test('suspects that hang leave three quarters of the places to the others', async () => {
  const hanging: Array<() => void> = [];
  const done: string[] = [];
  const items = ['x1', 'x2', 'x3', 'x4', 'x5', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'h7', 'h8'];
  const isSuspect = (item: string) => item.startsWith('x');
  const task = async (item: string) => {
    if (isSuspect(item)) await new Promise<void>((resolve) => hanging.push(resolve));
    done.push(item);
  };
  const all = runLanes(items, options({ isSuspect, task }));
  await settled();
  assert.deepEqual(done, ['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'h7', 'h8']);
  assert.equal(hanging.length, 1);
  while (done.length < items.length) {
    for (const free of hanging.splice(0)) free();
    await settled();
  }
  assert.deepEqual(await all, []);
});

test('both lanes together keep within the bound', async () => {
  for (const concurrency of [1, 2, 3, 8]) {
    let running = 0;
    let most = 0;
    const task = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
    };
    const items = Array.from({ length: 40 }, (_, n) => (n % 2 ? `x${n}` : `h${n}`));
    await runLanes(items, options({ concurrency, isSuspect: (item) => item.startsWith('x'), task }));
    assert.equal(most, concurrency);
  }
});

test('only suspects, or none, use every place', async () => {
  for (const suspect of [true, false]) {
    let running = 0;
    let most = 0;
    const task = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
    };
    await runLanes(['a', 'b', 'c', 'd', 'e'], options({ isSuspect: () => suspect, task }));
    assert.equal(most, 4);
  }
});

test('those heard of longest ago go first', async () => {
  const begun: string[] = [];
  const heard: Record<string, number> = { a: 30, b: 10, c: 20 };
  const task = async (item: string) => {
    begun.push(item);
  };
  await runLanes(['a', 'b', 'c'], options({ concurrency: 1, lastHeardMs: (item) => heard[item] ?? 0, task }));
  assert.deepEqual(begun, ['b', 'c', 'a']);
});

test('what is done is announced while the last ones are still running', async () => {
  let announced = 0;
  let free = () => {};
  const task = async (item: string) => {
    if (item === 'slow') await new Promise<void>((resolve) => (free = resolve));
  };
  const onDraining = () => {
    announced += 1;
  };
  const all = runLanes(['slow', 'quick', 'also'], options({ concurrency: 3, task, onDraining }));
  await settled();
  assert.ok(announced > 0);
  free();
  await all;
});

test('what is not begun in time is returned, from both lanes', async () => {
  let begun = 0;
  const task = async () => {
    begun += 1;
  };
  const items = ['x1', 'x2', 'h1', 'h2', 'h3'];
  const isSuspect = (item: string) => item.startsWith('x');
  const left = await runLanes(items, options({ concurrency: 2, isSuspect, task, goOn: () => begun < 2 }));
  assert.equal(left.length, 3);
});

test('some go before all others, whenever they were heard of', async () => {
  const begun: string[] = [];
  const heard: Record<string, number> = { a: 30, b: 10, c: 20 };
  const task = async (item: string) => {
    begun.push(item);
  };
  const isFirst = (item: string) => item === 'a';
  await runLanes(['a', 'b', 'c'], options({ concurrency: 1, isFirst, lastHeardMs: (item) => heard[item] ?? 0, task }));
  assert.deepEqual(begun, ['a', 'b', 'c']);
});

test('suspects of several sweeps at once leave the places of the healthy alone', async () => {
  const places = lanePlaces(4);
  const hanging: Array<() => void> = [];
  const done: string[] = [];
  const task = async (item: string) => {
    if (item.startsWith('x')) await new Promise<void>((resolve) => hanging.push(resolve));
    done.push(item);
  };
  const isSuspect = (item: string) => item.startsWith('x');
  const sweeps = [1, 2, 3].map((n) =>
    runLanes([`x${n}`, `xx${n}`, `h${n}`, `hh${n}`], options({ places, isSuspect, task })),
  );
  await settled();
  assert.deepEqual([...done].sort(), ['h1', 'h2', 'h3', 'hh1', 'hh2', 'hh3']);
  assert.equal(hanging.length, 1);
  while (done.length < 12) {
    for (const free of hanging.splice(0)) free();
    await settled();
  }
  assert.deepEqual((await Promise.all(sweeps)).flat(), []);
});
