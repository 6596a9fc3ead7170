import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSchedule } from '../../../../local/host/timer/schedule.ts';

const NOW = Date.parse('2026-03-04T01:02:03Z');

test('a TimeSpan counts from the last occurrence', () => {
  assert.equal(parseSchedule('00:05:00', {}).next(NOW), NOW + 300_000);
});

test('an NCRONTAB expression follows the clock', () => {
  assert.equal(parseSchedule('0 */5 * * * *', {}).next(NOW), Date.parse('2026-03-04T01:05:00Z'));
});

test('%SETTING% is filled in, with either form', () => {
  assert.equal(parseSchedule('%S%', { S: '00:00:10' }).expression, '00:00:10');
  assert.equal(parseSchedule('%S%', { S: ' 0 0 * * * * ' }).expression, '0 0 * * * *');
  assert.throws(() => parseSchedule('%S%', {}), /the app setting S is not set/);
});

const speeds: [text: string, subMinute: boolean][] = [
  ['*/20 * * * * *', true],
  ['* * * * * *', true],
  ['0,30 * * * * *', true],
  ['0 * * * * *', false],
  ['0 */5 * * * *', false],
  ['00:00:40', true],
  ['00:00:59.999', true],
  ['00:01:00', false],
  ['01:00:00', false],
];
for (const [text, subMinute] of speeds) {
  test(`"${text}" is ${subMinute ? '' : 'not '}faster than a minute`, () => {
    assert.equal(parseSchedule(text, {}).isSubMinute(NOW), subMinute);
  });
}

test('an expression counts as sub-minute by what comes within the next minute', () => {
  const schedule = parseSchedule('0,30 0 3 * * *', {});
  assert.equal(schedule.isSubMinute(Date.parse('2026-03-04T02:59:59Z')), true);
  assert.equal(schedule.isSubMinute(Date.parse('2026-03-04T12:00:00Z')), false);
});

test('what is neither, and a TimeSpan of nothing, is refused', () => {
  assert.throws(() => parseSchedule('every minute', {}), /has 2 fields/);
  assert.throws(() => parseSchedule('', {}), /fields/);
  assert.throws(() => parseSchedule('00:00:00', {}), /must be above zero/);
  assert.throws(() => parseSchedule('-00:01:00', {}), /must be above zero/);
});

test('a schedule that never occurs says so', () => {
  assert.throws(() => parseSchedule('0 0 0 30 2 *', {}).next(NOW), /never occurs/);
});
