import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unprotected } from '../../../../shared/alerting/conditions/unprotected.ts';

test('a watched database without a geo-secondary is a finding that names it', () => {
  const finding = unprotected({ database: 'west/lonely', unprotected: true });
  assert.match(finding.is === 'true' ? finding.sentence : '', /west\/lonely is watched, but has no geo-secondary/);
});

test('a geo-secondary ends it', () => {
  assert.deepEqual(unprotected({ database: 'west/lonely', unprotected: false }), {
    is: 'false',
    sentence: 'The database west/lonely has a geo-secondary.',
  });
});

test('a discovery that could not read the links neither raises nor ends it', () => {
  assert.deepEqual(unprotected({ database: 'west/lonely', unprotected: 'unknown' }), { is: 'unknown' });
});
