import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  DURATION_PATTERN,
  formatDuration,
  LONGEST_DURATION_MS,
  parseDuration,
} from '../../../shared/config/duration.ts';

test('reads each unit and their combinations', () => {
  const expected: Array<[string, number]> = [
    ['400ms', 400],
    ['5s', 5000],
    ['1m', 60_000],
    ['1m30s', 90_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['1d2h3m4s5ms', 93_784_005],
    ['0s', 0],
    ['90s', 90_000],
    ['1m5ms', 60_005],
  ];
  for (const [text, ms] of expected) assert.equal(parseDuration(text), ms, text);
});

test('refuses what is not a duration', () => {
  for (const text of [
    '',
    '5',
    's',
    '5 s',
    ' 5s',
    '5s ',
    '-5s',
    '1.5s',
    '5S',
    '30s1m',
    '1s2s',
    '5sec',
    '1h-1m',
    '٣s',
    '1e3ms',
    'ms',
    'PT5S',
  ]) {
    assert.equal(parseDuration(text), undefined, JSON.stringify(text));
  }
});

test('refuses more than a year, whatever the number of digits', () => {
  assert.equal(parseDuration('366d'), LONGEST_DURATION_MS);
  assert.equal(parseDuration('366d1ms'), undefined);
  assert.equal(parseDuration(`${'9'.repeat(40)}d`), undefined);
});

test('what is formatted reads back as the same milliseconds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: LONGEST_DURATION_MS }), (ms) => {
      assert.equal(parseDuration(formatDuration(ms)), ms);
    }),
    { numRuns: 500 },
  );
});

test('formats the short way', () => {
  assert.equal(formatDuration(0), '0s');
  assert.equal(formatDuration(90_000), '1m30s');
  assert.equal(formatDuration(86_400_000), '1d');
  assert.equal(formatDuration(1), '1ms');
});

test('refuses to format what is no whole number of milliseconds', () => {
  for (const ms of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) assert.throws(() => formatDuration(ms), RangeError);
});

test('the pattern for editors accepts what the parser accepts', () => {
  const pattern = new RegExp(DURATION_PATTERN);
  fc.assert(fc.property(fc.integer({ min: 0, max: LONGEST_DURATION_MS }), (ms) => pattern.test(formatDuration(ms))));
  assert.equal(pattern.test(''), false);
});
