import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unprotected } from '../../../../shared/alerting/conditions/unprotected.ts';
import { facts, rule, T0 } from '../samples.ts';

test('a watched database without a geo-secondary is a finding that names it', () => {
  const finding = unprotected.find({
    ...facts({ unprotected: true }),
    database: 'west/lonely',
    rule: rule(),
    nowMs: T0,
  });
  assert.match(finding.is === 'true' ? finding.sentence : '', /west\/lonely is watched, but has no geo-secondary/);
});

test('a geo-secondary ends it', () => {
  assert.deepEqual(
    unprotected.find({ ...facts({ unprotected: false }), database: 'west/lonely', rule: rule(), nowMs: T0 }),
    {
      is: 'false',
      sentence: 'The database west/lonely has a geo-secondary.',
    },
  );
});

test('geo-secondaries in the own region are readers, no failover targets: the sentence says where they are', () => {
  const judge = (secondaries: number, elsewhere: number) =>
    unprotected.find({
      ...facts({ secondaries, elsewhere }),
      database: 'west/lonely',
      rule: rule(),
      nowMs: T0,
    });
  assert.deepEqual(judge(1, 0), {
    is: 'true',
    sentence:
      'The database west/lonely is watched, but its only geo-secondary is in its own region: no copy of it exists in another region.',
  });
  const two = judge(2, 0);
  assert.match(two.is === 'true' ? two.sentence : '', /all its 2 geo-secondaries are in its own region/);
  assert.equal(judge(2, 1).is, 'false');
});

test('a database that is no primary is not asked for geo-secondaries', () => {
  const input = { ...facts({ secondaries: 'unknown', elsewhere: 'unknown' }), database: 'west/lonely' };
  assert.equal(unprotected.find({ ...input, rule: rule(), nowMs: T0 }).is, 'false');
});

test('a discovery that could not read the links neither raises nor ends it', () => {
  assert.deepEqual(
    unprotected.find({ ...facts({ unprotected: 'unknown' }), database: 'west/lonely', rule: rule(), nowMs: T0 }),
    { is: 'unknown' },
  );
});
