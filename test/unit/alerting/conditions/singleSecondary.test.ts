import assert from 'node:assert/strict';
import { test } from 'node:test';
import { singleSecondary } from '../../../../shared/alerting/conditions/singleSecondary.ts';
import { database } from './inputs.ts';

/** All its geo-secondaries in other regions, where nothing else is said. */
const judge = (secondaries: number | 'unknown', unprotected: boolean | 'unknown' = false, elsewhere = secondaries) =>
  singleSecondary.find(database({ secondaries, elsewhere, unprotected }));

test('fewer than the least number is told, as many are enough', () => {
  assert.deepEqual(judge(1), {
    is: 'true',
    value: 1,
    sentence: 'The database west/orders has one geo-secondary in another region, and is to have at least 2.',
  });
  assert.deepEqual(judge(2), {
    is: 'false',
    value: 2,
    sentence: 'The database west/orders has 2 geo-secondaries in other regions.',
  });
  assert.equal(singleSecondary.find(database({ secondaries: 3, elsewhere: 3 }, { threshold: 4 })).is, 'true');
});

test('a geo-secondary in the region of the primary is no second one: the region takes both', () => {
  const finding = judge(2, false, 1);
  assert.deepEqual([finding.is, 'value' in finding ? finding.value : undefined], ['true', 1]);
  assert.equal(judge(3, false, 2).is, 'false');
});

test('of one whose geo-secondaries are all in its own region Unprotected tells', () => {
  assert.deepEqual(judge(2, false, 0), { is: 'unknown' });
});

test('of none at all Unprotected tells: it is not better than one, and not told twice', () => {
  assert.deepEqual(judge(0, true), { is: 'unknown' });
});

test('what discovery could not read is not few', () => {
  assert.deepEqual(judge('unknown', 'unknown'), { is: 'unknown' });
});

test('a database that is no primary any more needs none of its own', () => {
  assert.equal(judge('unknown', false).is, 'false');
  assert.equal(judge(0, false).is, 'false');
});

test('it is off unless somebody asks for it', () => {
  assert.equal(singleSecondary.defaults.enabled, false);
});
