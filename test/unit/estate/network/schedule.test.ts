import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { createSchedule } from '../../../../local/estate/network/schedule.ts';

let ran: string[];
const note = (word: string) => () => void ran.push(word);
beforeEach(() => {
  ran = [];
  mock.timers.enable({ apis: ['setTimeout'] });
});
afterEach(() => mock.timers.reset());

test('what is scheduled runs once, when its time has come', () => {
  const schedule = createSchedule();
  schedule.after(500, note('late'));
  schedule.after(0, note('soon'));
  mock.timers.tick(1);
  assert.deepEqual(ran, ['soon']);
  mock.timers.tick(498);
  assert.deepEqual(ran, ['soon']);
  mock.timers.tick(10_000);
  assert.deepEqual(ran, ['soon', 'late']);
});

test('what is taken back does not run; taking back what has run is nothing', () => {
  const schedule = createSchedule();
  const cancel = schedule.after(10, note('never'));
  const done = schedule.after(10, note('once'));
  cancel();
  cancel();
  mock.timers.tick(100);
  done();
  assert.deepEqual(ran, ['once']);
});

test('closing drops everything, twice if need be, and takes nothing more', () => {
  const schedule = createSchedule();
  schedule.after(10, note('dropped'));
  schedule.close();
  schedule.close();
  schedule.after(10, note('refused'))();
  mock.timers.tick(100_000);
  assert.deepEqual(ran, []);
});

test('what lies beyond the longest time a timer can have does not run at once', () => {
  mock.timers.reset();
  const waits: unknown[] = [];
  mock.method(globalThis, 'setTimeout', (_run: () => void, delayMs: number) => {
    waits.push(delayMs);
    return undefined;
  });
  createSchedule().after(1e12, note('far'));
  mock.restoreAll();
  assert.deepEqual(waits, [2 ** 31 - 1]);
});
