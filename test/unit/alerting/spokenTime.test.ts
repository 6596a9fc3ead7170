import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sayAtMost, sayDuration, sayMoment } from '../../../shared/alerting/spokenTime.ts';

test('durations read as people say them', () => {
  const says: Array<[number, string]> = [
    [0, '0 s'],
    [1, '1 ms'],
    [850.9, '850 ms'],
    [1_000, '1 s'],
    [2_540, '2.5 s'],
    [9_999, '9.9 s'],
    [42_000, '42 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [130_000, '2 min 10 s'],
    [3_600_000, '1 h'],
    [3_900_000, '1 h 5 min'],
    [3_659_999, '1 h'],
    [86_400_000, '1 d'],
    [86_400_000 * 3 + 4 * 3_600_000 + 59 * 60_000, '3 d 4 h'],
  ];
  for (const [ms, expected] of says) assert.equal(sayDuration(ms), expected);
});

test('what is no duration is not shown as one', () => {
  assert.equal(sayDuration(-1), '0 s');
  assert.equal(sayDuration(Number.NaN), '0 s');
  assert.equal(sayDuration(Number.POSITIVE_INFINITY), 'for ever');
});

test('a duration never claims more time than has passed', () => {
  const unit: Record<string, number> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 };
  fc.assert(
    fc.property(fc.nat(10 * 86_400_000), (ms) => {
      const said = [...sayDuration(ms).matchAll(/([\d.]+) (ms|s|min|h|d)/g)];
      const claimed = said.reduce(
        (sum, [, number, name]) => sum + Number(number) * (unit[name ?? ''] ?? Number.NaN),
        0,
      );
      assert.ok(claimed <= ms + 0.001, `${ms} ms was said as ${sayDuration(ms)}`);
    }),
  );
});

test('moments are in UTC and say so', () => {
  assert.equal(sayMoment(Date.UTC(2026, 10, 22, 1, 2, 3)), '2026-11-22 01:02:03 UTC');
  assert.equal(sayMoment(Number.NaN), 'an unknown time');
  assert.equal(sayMoment(1e300), 'an unknown time');
});

test('an upper bound is never said smaller than it is', () => {
  assert.equal(sayAtMost(4_990), '5 s');
  assert.equal(sayAtMost(4_901), '5 s');
  assert.equal(sayAtMost(59_001), '1 min');
  assert.equal(sayAtMost(60_001), '1 min 1 s');
  assert.equal(sayAtMost(3_600_001), '1 h 1 min');
  assert.equal(sayAtMost(86_400_001), '1 d 1 h');
  assert.equal(sayAtMost(0.4), '1 ms');
  assert.deepEqual([sayAtMost(0), sayAtMost(-1), sayAtMost(Number.NaN)], ['0 s', '0 s', '0 s']);
  assert.equal(sayAtMost(30_000), sayDuration(30_000));
});

test('a moment is said to the second, the same however many others were said before', () => {
  const first = Date.UTC(2026, 0, 31, 23, 59, 50);
  const moments = Array.from({ length: 1_000 }, (_, index) => first + index * 250);
  for (const round of ['first', 'again']) {
    const wrong = moments.filter((atMs) => sayMoment(atMs) !== `${plainly(atMs)} UTC`);
    assert.deepEqual(wrong, [], round);
  }
  assert.equal(sayMoment(-1), '1969-12-31 23:59:59 UTC');
});

function plainly(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
}
