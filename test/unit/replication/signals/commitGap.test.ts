import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { commitGapSeconds } from '../../../../shared/replication/signals/commitGap.ts';

test('the gap is what the primary committed and the secondary does not have, in seconds', () => {
  assert.equal(commitGapSeconds(90_000, 60_000), 30);
  assert.equal(commitGapSeconds(90_250, 90_000), 0.25);
});

test('a secondary that was read later and is ahead has no gap', () => {
  assert.equal(commitGapSeconds(60_000, 60_001), 0);
});

test('without one of the two nothing is known, and zero is not assumed', () => {
  assert.equal(commitGapSeconds(null, 60_000), null);
  assert.equal(commitGapSeconds(60_000, null), null);
  assert.equal(commitGapSeconds(null, null), null);
});

test('the commit of 1970 is a commit', () => {
  assert.equal(commitGapSeconds(1_000, 0), 1);
});

test('a moment that is none gives no gap', () => {
  assert.equal(commitGapSeconds(Number.NaN, 1), null);
  assert.equal(commitGapSeconds(Number.POSITIVE_INFINITY, 1), null);
});

test('after an idle spell one commit makes the gap as long as the spell, and its arrival makes it zero', () => {
  const [before, commit] = [1_000, 10_801_000];
  assert.equal(commitGapSeconds(commit, before), 10_800);
  assert.equal(commitGapSeconds(commit, commit), 0);
});

test('property: the gap is never negative, and never more than what lies between the two', () => {
  const moment = fc.integer({ min: 0, max: 4e12 });
  fc.assert(
    fc.property(moment, moment, (primary, secondary) => {
      const gap = commitGapSeconds(primary, secondary);
      assert.ok(gap !== null && gap >= 0 && gap <= Math.abs(primary - secondary) / 1000);
    }),
  );
});
