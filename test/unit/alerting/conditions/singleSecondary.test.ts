import assert from 'node:assert/strict';
import { test } from 'node:test';
import { singleSecondary } from '../../../../shared/alerting/conditions/singleSecondary.ts';
import { database } from './inputs.ts';

const judge = (secondaries: number | 'unknown', unprotected: boolean | 'unknown' = false) =>
  singleSecondary.find(database({ secondaries, unprotected }));

test('fewer than the least number is told, as many are enough', () => {
  assert.deepEqual(judge(1), {
    is: 'true',
    value: 1,
    sentence: 'The database west/orders has one geo-secondary, and is to have at least 2.',
  });
  assert.deepEqual(judge(2), { is: 'false', value: 2, sentence: 'The database west/orders has 2 geo-secondaries.' });
  assert.equal(singleSecondary.find(database({ secondaries: 3 }, { threshold: 4 })).is, 'true');
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
