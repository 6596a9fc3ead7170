import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LagTrend } from '../../../shared/alerting/types.ts';
import { renderTrend } from '../../../shared/notify/trend.ts';

const MINUTE = 60_000;
const of = (lagSeconds: LagTrend['lagSeconds'], minutes = 30): LagTrend => ({
  fromMs: 0,
  toMs: minutes * MINUTE,
  lagSeconds,
});

test('the highest lag is the highest bar, and the scale says what it is and over which time', () => {
  assert.deepEqual(renderTrend(of([0, 6, 12, 18, 24, 30, 36, 42])), {
    bars: '▁▂▃▄▅▆▇█',
    scale: '0 to 42 s over 30 min',
  });
});

test('what is not known is a dot, never a low bar, and the scale says so', () => {
  assert.deepEqual(renderTrend(of([0, null, 10])), { bars: '▁·█', scale: '0 to 10 s over 30 min, unknown where ·' });
});

test('a lag that was zero throughout is neither unknown nor high', () => {
  assert.deepEqual(renderTrend(of([0, 0, 0])), { bars: '▁▁▁', scale: '0 s over 30 min' });
  assert.deepEqual(renderTrend(of([0, null])), { bars: '▁·', scale: '0 s over 30 min, unknown where ·' });
});

test('a lag that nobody knew at any time has no number', () => {
  assert.deepEqual(renderTrend(of([null, null])), { bars: '··', scale: 'unknown for all of 30 min' });
});

test('what is no lag is not known', () => {
  for (const strange of [Number.NaN, Number.POSITIVE_INFINITY, -1])
    assert.equal(renderTrend(of([strange, 5]))?.bars, '·█', `${strange}`);
});

test('a trend without points or without time is not shown', () => {
  for (const none of [of([]), of([1], 0), of([1], -1), of([1], Number.NaN), of([1], Number.POSITIVE_INFINITY)])
    assert.equal(renderTrend(none), undefined);
});

test('of more points than a line holds the last are shown, and the scale says their time', () => {
  const trend = renderTrend(
    of(
      Array.from({ length: 120 }, (_, index) => index),
      60,
    ),
  );
  assert.equal([...(trend?.bars ?? '')].length, 60);
  assert.equal(trend?.scale, '0 to 1 min 59 s over 30 min');
});

test('there are as many characters as points, a dot exactly where nothing is known, and a higher lag is no lower bar', () => {
  const lag = fc.option(fc.double({ min: 0, max: 1e9, noNaN: true }), { nil: null });
  fc.assert(
    fc.property(fc.array(lag, { minLength: 1, maxLength: 60 }), (lags) => {
      const bars = [...(renderTrend(of(lags))?.bars ?? '')];
      assert.equal(bars.length, lags.length);
      for (const [index, one] of lags.entries()) {
        assert.equal(bars[index] === '·', one === null);
        for (const [other, two] of lags.entries())
          if (one !== null && two !== null && one > two) assert.ok((bars[index] ?? '') >= (bars[other] ?? ''));
      }
    }),
  );
});
