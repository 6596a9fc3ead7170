import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  fromDateTime,
  fromDateTime2,
  fromSmallDateTime,
  fromTime,
  timeBytes,
  toDateTime,
  toDateTime2,
} from '../../../../../local/estate/sql/tds/dateTime.ts';

const at = (text: string) => Date.parse(text);

test('the first and the last day that SQL Server knows', () => {
  assert.deepEqual(toDateTime2(at('0001-01-01T00:00:00Z'), 7), { days: 0, ticks: 0 });
  assert.deepEqual(toDateTime2(at('9999-12-31T00:00:00Z'), 7), { days: 3_652_058, ticks: 0 });
});

test('a moment outside years 1 to 9999, and no moment at all, are RangeErrors', () => {
  for (const outside of [
    at('0001-01-01T00:00:00Z') - 1,
    at('9999-12-31T23:59:59.999Z') + 1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ]) {
    assert.throws(() => toDateTime2(outside, 7), RangeError);
  }
});

test('ticks follow the scale', () => {
  const moment = at('2026-03-04T05:06:07.123Z');
  const { ticks } = toDateTime2(moment, 7);
  assert.equal(ticks, (5 * 3600 + 6 * 60 + 7.123) * 1e7);
  assert.equal(toDateTime2(moment, 0).ticks, 5 * 3600 + 6 * 60 + 7);
});

test('rounding at a coarse scale may reach the next midnight', () => {
  const { days, ticks } = toDateTime2(at('2026-03-04T23:59:59.800Z'), 0);
  assert.deepEqual(new Date(fromDateTime2(days, ticks, 0)).toISOString(), '2026-03-05T00:00:00.000Z');
});

test('datetime2 of scale 3 and above keeps every millisecond', () => {
  const moments = fc.integer({ min: at('0001-01-01T00:00:00Z'), max: at('9999-12-31T23:59:59.999Z') });
  fc.assert(
    fc.property(moments, fc.integer({ min: 3, max: 7 }), (moment, scale) => {
      const { days, ticks } = toDateTime2(moment, scale);
      assert.equal(Math.round(fromDateTime2(days, ticks, scale)), moment);
      assert.ok(ticks < 2 ** (8 * timeBytes(scale)));
    }),
  );
});

test('datetime keeps a moment to within its 3.33 milliseconds, before 1900 too', () => {
  const moments = fc.integer({ min: at('1753-01-01T00:00:00Z'), max: at('9999-12-31T23:59:59.990Z') });
  fc.assert(
    fc.property(moments, (moment) => {
      const { days, ticks } = toDateTime(moment);
      assert.ok(Math.abs(fromDateTime(days, ticks) - moment) <= 2);
      assert.ok(ticks >= 0 && ticks < 86_400 * 300);
    }),
  );
});

test('datetime begins in 1753', () => {
  assert.throws(() => toDateTime(at('1752-12-31T00:00:00Z')), RangeError);
});

test('smalldatetime and time are read', () => {
  assert.equal(fromSmallDateTime(1, 61), at('1900-01-02T01:01:00Z'));
  assert.equal(fromTime(71_230_000, 7), at('1900-01-01T00:00:07.123Z'));
});

test('a time takes three to five bytes', () => {
  assert.deepEqual([0, 1, 2, 3, 4, 5, 6, 7].map(timeBytes), [3, 3, 3, 4, 4, 5, 5, 5]);
});
