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

test('a discovery that could not read the links neither raises nor ends it', () => {
  assert.deepEqual(
    unprotected.find({ ...facts({ unprotected: 'unknown' }), database: 'west/lonely', rule: rule(), nowMs: T0 }),
    { is: 'unknown' },
  );
});
