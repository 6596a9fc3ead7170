import assert from 'node:assert/strict';
import { test } from 'node:test';
import { QuestionQueue } from '../../../../shared/replication/signals/questionQueue.ts';
import { settled } from '../fixture.ts';

/** Questions that answer when they are told to, in a queue of so many places. */
class Desk {
  readonly queue: QuestionQueue;
  readonly begun: string[] = [];
  readonly #answers = new Map<string, () => void>();
  open = true;

  constructor(most: number) {
    this.queue = new QuestionQueue(most);
  }

  put(name: string, more: { isSuspect?: boolean; askedAtMs?: number } = {}): Promise<string | undefined> {
    const { isSuspect = false, askedAtMs = 0 } = more;
    const { promise, resolve } = Promise.withResolvers<string>();
    this.#answers.set(name, () => resolve(name));
    const ask = () => {
      this.begun.push(name);
      return promise;
    };
    return this.queue.put({ isSuspect, askedAtMs, goOn: () => this.open, ask });
  }

  async answer(name: string): Promise<void> {
    this.#answers.get(name)?.();
    await settled();
  }
}

test('everything is asked at once while there are places, and in order after that', async () => {
  const desk = new Desk(2);
  const all = ['a', 'b', 'c', 'd'].map((name) => desk.put(name));
  await settled();
  assert.deepEqual(desk.begun, ['a', 'b']);
  await desk.answer('b');
  assert.deepEqual(desk.begun, ['a', 'b', 'c']);
  await desk.answer('c');
  await desk.answer('d');
  await desk.answer('a');
  assert.deepEqual(await Promise.all(all), ['a', 'b', 'c', 'd']);
});

test('suspects get half of the places, so that their silence holds nobody up', async () => {
  const desk = new Desk(4);
  for (const name of ['s1', 's2', 's3']) void desk.put(name, { isSuspect: true });
  void desk.put('a');
  void desk.put('b');
  void desk.put('c');
  await settled();
  assert.deepEqual(desk.begun, ['s1', 's2', 'a', 'b']);
  await desk.answer('a');
  assert.equal(desk.begun.at(-1), 'c');
  await desk.answer('s1');
  assert.equal(desk.begun.at(-1), 's3');
});

test('with one place a suspect is asked all the same', async () => {
  const desk = new Desk(1);
  void desk.put('s', { isSuspect: true });
  await settled();
  assert.deepEqual(desk.begun, ['s']);
});

test('of the suspects that wait the one asked longest ago goes first', async () => {
  const desk = new Desk(2);
  void desk.put('now', { isSuspect: true, askedAtMs: 9 });
  void desk.put('late', { isSuspect: true, askedAtMs: 7 });
  void desk.put('later', { isSuspect: true, askedAtMs: 3 });
  void desk.put('latest', { isSuspect: true, askedAtMs: 5 });
  await desk.answer('now');
  await desk.answer('later');
  await desk.answer('latest');
  assert.deepEqual(desk.begun, ['now', 'later', 'latest', 'late']);
});

test('what may no longer begin is answered with nothing, and is not asked', async () => {
  const desk = new Desk(1);
  const [first, second, third] = [desk.put('a'), desk.put('b'), desk.put('c', { isSuspect: true })];
  desk.open = false;
  await desk.answer('a');
  assert.deepEqual(await Promise.all([first, second, third]), ['a', undefined, undefined]);
  assert.deepEqual(desk.begun, ['a']);
});

test('places are given back after a thousand questions, begun or not', async () => {
  const desk = new Desk(3);
  const all = Array.from({ length: 1_000 }, (_, index) =>
    desk.queue.put({
      isSuspect: index % 3 === 0,
      askedAtMs: index,
      goOn: () => index % 5 !== 0,
      ask: async () => index,
    }),
  );
  const answers = await Promise.all(all);
  assert.equal(answers.filter((answer) => answer === undefined).length, 200);
  const last = desk.put('last');
  await desk.answer('last');
  assert.equal(await last, 'last');
});

for (const most of [0, -1, 1.5, Number.NaN]) {
  test(`${most} places are none`, () => {
    assert.throws(() => new QuestionQueue(most), RangeError);
  });
}
