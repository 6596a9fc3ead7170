import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { trendOf } from '../../../shared/notify/trendOf.ts';
import type { HistoryLine } from '../../../shared/replication/types.ts';

const line = (atMs: number, lagSeconds: number | null, more: Partial<HistoryLine> = {}): HistoryLine => ({
  atMs,
  linkKey: 'ne/orders~we/orders',
  state: lagSeconds === null ? 'lagUnknown' : 'caughtUp',
  lagSeconds,
  ...more,
});
const lags = (lines: HistoryLine[], points = 4) => trendOf(lines, 1_000, 5_000, points).lagSeconds;

test('each stretch shows its highest lag, in whatever order the lines come', () => {
  const lines = [line(1_000, 3), line(1_500, 7), line(2_999, 1), line(3_000, 2), line(4_999, 9)];
  assert.deepEqual(lags(lines), [7, 1, 2, 9]);
  assert.deepEqual(lags([...lines].reverse()), [7, 1, 2, 9]);
});

test('a stretch in which the lag was unknown once is unknown: its highest lag is not known', () => {
  assert.deepEqual(lags([line(1_000, 3), line(1_100, null), line(1_200, 500)]), [null, null, null, null]);
  assert.deepEqual(lags([line(1_100, null), line(2_000, 0)]), [null, 0, null, null]);
});

test('nobody asked is not zero', () => {
  assert.deepEqual(lags([]), [null, null, null, null]);
  assert.deepEqual(lags([line(4_000, 0)]), [null, null, null, 0]);
});

test('a compacted line counts with the highest lag of its minute', () => {
  assert.deepEqual(lags([line(1_000, 3, { minLagSeconds: 0, maxLagSeconds: 44 })], 1), [44]);
  assert.deepEqual(lags([line(1_000, null, { minLagSeconds: 0, maxLagSeconds: 44 })], 1), [null]);
});

test('the beginning counts and the end does not, nor does what lies outside or has no time', () => {
  const outside = [line(999, 1), line(5_000, 1), line(Number.NaN, 1)];
  assert.deepEqual(lags(outside), [null, null, null, null]);
  assert.deepEqual(lags([line(1_000, 5), ...outside]), [5, null, null, null]);
});

test('without points, or without time between, there is no trend', () => {
  for (const points of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
    assert.deepEqual(lags([line(1_000, 1)], points), [], `${points}`);
  for (const [from, to] of [
    [5, 5],
    [6, 5],
    [Number.NaN, 5],
  ] as const)
    assert.deepEqual(trendOf([line(5, 1)], from, to, 3).lagSeconds, []);
});

test('there are always as many stretches as asked for, and none is lower than a lag in it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 999 }), fc.nat(500))),
      fc.integer({ min: 1, max: 60 }),
      (samples, points) => {
        const trend = trendOf(
          samples.map(([atMs, lag]) => line(atMs, lag)),
          0,
          1_000,
          points,
        );
        assert.equal(trend.lagSeconds.length, points);
        for (const [atMs, lag] of samples) {
          const stretch = Math.floor((atMs * points) / 1_000);
          assert.ok((trend.lagSeconds[stretch] ?? -1) >= lag || (trend.lagSeconds[stretch - 1] ?? -1) >= lag);
        }
      },
    ),
  );
});
