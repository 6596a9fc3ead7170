import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LONGEST_RETRY_AFTER_MS, retryDelayMs } from '../../../shared/alerting/retryDelay.ts';

const POLICY = { attempts: 8, firstRetryMs: 1_000, longestRetryMs: 60_000 };

test('the delay doubles up to the longest', () => {
  const delays = [1, 2, 3, 6, 7, 8, 100, 5_000].map((attempt) => retryDelayMs(attempt, POLICY, 0.9999999));
  assert.deepEqual(delays, [1_000, 2_000, 4_000, 32_000, 60_000, 60_000, 60_000, 60_000]);
});

test('messages refused together are spread over the upper half', () => {
  assert.equal(retryDelayMs(3, POLICY, 0), 2_000);
  assert.equal(retryDelayMs(3, POLICY, 0.5), 3_000);
});

test('a longer Retry-After wins, a shorter one does not, and a foolish one is bounded', () => {
  assert.equal(retryDelayMs(1, POLICY, 0, 30_000), 30_000);
  assert.equal(retryDelayMs(1, POLICY, 0, 10), 500);
  assert.equal(retryDelayMs(1, POLICY, 0, 1e12), LONGEST_RETRY_AFTER_MS);
  assert.equal(retryDelayMs(1, POLICY, 0, Number.NaN), 500);
  assert.equal(retryDelayMs(1, POLICY, 0, -5), 500);
});

test('every delay is a whole number of milliseconds within its bounds', () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.nat(100), random, fc.option(fc.double(), { nil: undefined }), (attempt, number, asked) => {
      const delay = retryDelayMs(attempt, POLICY, number, asked);
      assert.ok(Number.isInteger(delay) && delay >= 500 && delay <= LONGEST_RETRY_AFTER_MS * 1.1 + 1, String(delay));
    }),
  );
});
