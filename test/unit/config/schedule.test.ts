import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isSchedulable,
  nearestSchedulable,
  SCHEDULABLE_MS,
  SCHEDULABLE_TEXT,
  scheduleOf,
} from '../../../shared/config/schedule.ts';

const S = 1000;
const M = 60 * S;
const H = 60 * M;

test('writes NCRONTAB with seconds', () => {
  const expected: Array<[number, string]> = [
    [1 * S, '* * * * * *'],
    [5 * S, '*/5 * * * * *'],
    [30 * S, '*/30 * * * * *'],
    [1 * M, '0 * * * * *'],
    [15 * M, '0 */15 * * * *'],
    [1 * H, '0 0 * * * *'],
    [12 * H, '0 0 */12 * * *'],
    [24 * H, '0 0 0 * * *'],
  ];
  for (const [ms, expression] of expected) assert.equal(scheduleOf(ms), expression);
});

test('every schedulable interval is evenly spaced over two days', () => {
  for (const everyMs of SCHEDULABLE_MS) {
    const fires = firesWithin(scheduleOf(everyMs), everyMs < M ? 3 * M : everyMs < H ? 3 * H : 48 * H);
    const gaps = new Set(fires.slice(1).map((at, index) => at - (fires[index] ?? Number.NaN)));
    assert.deepEqual([...gaps], [everyMs], `${everyMs} ms as ${scheduleOf(everyMs)}`);
  }
});

test('refuses what would be spaced unevenly, and says what is possible', () => {
  for (const ms of [0, 7 * S, 45 * S, 61 * S, 90 * S, 7 * M, 45 * M, 5 * H, 36 * H, 500, 1500, Number.NaN, -S]) {
    assert.equal(isSchedulable(ms), false, String(ms));
    assert.throws(() => scheduleOf(ms), { name: 'RangeError', message: /1s, 2s, 3s/ });
  }
});

test('60 s and 1 m are one interval, 24 h and 1 d another', () => {
  assert.equal(scheduleOf(60 * S), scheduleOf(M));
  assert.equal(isSchedulable(24 * H), true);
  assert.equal(new Set(SCHEDULABLE_MS).size, SCHEDULABLE_MS.length);
});

test('proposes the nearest interval, the shorter of two', () => {
  assert.equal(nearestSchedulable(7 * S), 6 * S);
  assert.equal(nearestSchedulable(8 * S), 6 * S);
  assert.equal(nearestSchedulable(9 * S), 10 * S);
  assert.equal(nearestSchedulable(45 * S), 30 * S);
  assert.equal(nearestSchedulable(1), 1 * S);
  assert.equal(nearestSchedulable(400 * H), 24 * H);
});

test('the list in words is complete', () => {
  assert.equal(SCHEDULABLE_TEXT.split(', ').length, SCHEDULABLE_MS.length);
  assert.match(SCHEDULABLE_TEXT, /^1s, .*30s, 1m, .*30m, 1h, .*12h, 1d$/);
});

/** The moments at which an expression fires, by plain reading of its three first fields. */
function firesWithin(expression: string, spanMs: number): number[] {
  const [second = '', minute = '', hour = ''] = expression.split(' ');
  const fits = (field: string, value: number): boolean => {
    if (field === '*') return true;
    const step = /^\*\/(\d+)$/.exec(field)?.[1];
    return step === undefined ? Number(field) === value : value % Number(step) === 0;
  };
  const fires: number[] = [];
  for (let at = 0; at < spanMs; at += S) {
    if (fits(second, (at / S) % 60) && fits(minute, Math.floor(at / M) % 60) && fits(hour, Math.floor(at / H) % 24))
      fires.push(at);
  }
  return fires;
}
