import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CEILINGS_MS, lossCeiling } from '../../../shared/failover/lossCeiling.ts';

const MINUTE = 60_000;

for (const [bound, ceiling] of [
  [0, 0],
  [1, MINUTE],
  [MINUTE, MINUTE],
  [MINUTE + 1, 5 * MINUTE],
  [305_000, 15 * MINUTE],
  [86_400_001, 2 * 86_400_000],
] as const) {
  test(`${bound} ms is covered by ${ceiling} ms`, () => {
    assert.equal(lossCeiling(bound), ceiling);
  });
}

test('what is not known has no ceiling', () => {
  assert.equal(lossCeiling(null), null);
  assert.equal(lossCeiling(Number.NaN), null);
});

test('the ladder only rises', () => {
  assert.deepEqual(
    CEILINGS_MS,
    [...CEILINGS_MS].sort((a, b) => a - b),
  );
});

test('a ceiling is never below its bound, never falls, and is its own ceiling', () => {
  const bounds = fc.integer({ min: 0, max: 40 * 86_400_000 });
  fc.assert(
    fc.property(bounds, bounds, (a, b) => {
      const [low, high] = [lossCeiling(Math.min(a, b)) ?? -1, lossCeiling(Math.max(a, b)) ?? -1];
      assert.ok(low >= Math.min(a, b) && low <= high);
      assert.equal(lossCeiling(low), low);
    }),
  );
});
