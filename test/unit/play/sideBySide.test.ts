import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Played, playSideBySide, readPlayed } from '../../../local/play/sideBySide.ts';

const played = (name: string, passed = true): Played => ({ name, passed, durationSeconds: 1, output: '' });

/** Plays that end when they are told to. */
function stage() {
  const running = new Map<string, (end: Played) => void>();
  const begun: string[] = [];
  return {
    begun,
    running,
    play: (name: string) =>
      new Promise<Played>((resolve) => {
        begun.push(name);
        running.set(name, resolve);
      }),
    end: async (name: string, passed = true) => {
      running.get(name)?.(played(name, passed));
      running.delete(name);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

test('no more run at once than allowed, the next begins when one has ended', async () => {
  const { begun, running, play, end } = stage();
  const all = playSideBySide(['a', 'b', 'c', 'd'], play, { atOnce: 2, told: () => {} });
  assert.deepEqual(begun, ['a', 'b']);
  await end('b');
  assert.deepEqual(begun, ['a', 'b', 'c']);
  assert.equal(running.size, 2);
  await end('c');
  await end('d');
  await end('a');
  assert.deepEqual(
    (await all).map(({ name }) => name),
    ['a', 'b', 'c', 'd'],
  );
});

test('each is told of as it ends, and one that fails is played once and stops no other', async () => {
  const { begun, play, end } = stage();
  const told: string[] = [];
  const all = playSideBySide(['a', 'b'], play, {
    atOnce: 9,
    told: ({ name, passed }) => told.push(`${name} ${passed}`),
  });
  await end('b', false);
  assert.deepEqual(told, ['b false']);
  await end('a');
  assert.deepEqual(told, ['b false', 'a true']);
  assert.deepEqual(
    (await all).map(({ passed }) => passed),
    [true, false],
  );
  assert.deepEqual(begun, ['a', 'b']);
});

test('nothing to play is nothing', async () => {
  assert.deepEqual(await playSideBySide([], stage().play, { atOnce: 3, told: () => {} }), []);
});

test('a play has passed when both its status and its last line say so', () => {
  const line = (passed: boolean) => `timeline\n{"scenario":"a","passed":${passed},"durationSeconds":12.5}\n`;
  const read = (status: number | null, output: string) => readPlayed('a', { status, output, tookMs: 3_456 });
  assert.deepEqual(read(0, line(true)), { name: 'a', passed: true, durationSeconds: 12.5, output: line(true) });
  assert.equal(read(1, line(true)).passed, false);
  assert.equal(read(0, line(false)).passed, false);
  assert.equal(read(null, line(true)).passed, false);
});

test('a play that says nothing failed, and took what the wall says', () => {
  for (const output of ['', 'no scenario', '{ half a line', 'done\n[]']) {
    assert.deepEqual(readPlayed('a', { status: 0, output, tookMs: 3_456 }), {
      name: 'a',
      passed: false,
      durationSeconds: 3.5,
      output,
    });
  }
});
