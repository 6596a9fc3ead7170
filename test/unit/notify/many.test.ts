import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONDITIONS } from '../../../shared/alerting/types.ts';
import { countFiring, manyOf } from '../../../shared/notify/wording/many.ts';

test('the whole of a group is counted without comparing', () => {
  assert.equal(countFiring(manyOf('LinkSuspended'), 12), '12 replication links are suspended');
  assert.equal(countFiring(manyOf('Unprotected'), 3), '3 databases have no geo-secondary in another region');
});

test('what is left is counted against all, in the number that it has', () => {
  assert.equal(countFiring(manyOf('LinkSuspended'), 3, 12), '3 of 12 replication links are still suspended');
  assert.equal(countFiring(manyOf('LinkSuspended'), 1, 12), '1 of 12 replication links is still suspended');
  assert.equal(countFiring(manyOf('LagUnknown'), 1, 2), '1 of 2 replication links still has an unknown lag');
});

test('several conditions, and one that a later version stored, are counted as alerts', () => {
  for (const condition of [undefined, 'FromTheFuture' as 'LagHigh', 'toString' as 'LagHigh', 'RegionOutage'] as const)
    assert.equal(countFiring(manyOf(condition), 5), '5 alerts are firing');
  assert.equal(manyOf(undefined).over, 'have ended');
});

test('every condition can be counted: its verb has a singular, and its end is told apart from it', () => {
  for (const condition of CONDITIONS) {
    const many = manyOf(condition);
    assert.notEqual(many.nouns, 'alerts', condition);
    assert.match(many.are, /^(are|have) \S/, condition);
    assert.match(many.over, /^(are|have) \S/, condition);
    assert.notEqual(many.are, many.over);
  }
});
