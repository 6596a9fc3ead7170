import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkAbsent } from '../../../../shared/alerting/conditions/linkAbsent.ts';
import { T0 } from '../samples.ts';
import { link, STATES } from './inputs.ts';

test('a link that the primary does not show is told, with when Resource Manager last listed it', () => {
  const facts = { type: 'GEO' as const, armState: 'CATCH_UP', armAtMs: T0 - 60_000 };
  assert.deepEqual(linkAbsent.find(link(STATES.absent, { facts })), {
    is: 'true',
    sinceMs: T0,
    sentence:
      'The primary west/orders knows of no replication link to north/orders, although Resource Manager listed it at 2026-11-22 00:59:00 UTC: nothing is copied.',
  });
});

test('it is told without what discovery knows, too', () => {
  const finding = linkAbsent.find(link(STATES.absent));
  assert.equal(finding.is, 'true');
  assert.match(JSON.stringify(finding), /although discovery found it/);
});

test('a primary that does not answer has not said that the link is there', () => {
  assert.deepEqual(linkAbsent.find(link(STATES.unreachable)), { is: 'unknown' });
});

test('any row ends it, also one that protects nothing yet', () => {
  for (const name of ['pending', 'seeding', 'caughtUp', 'lagUnknown', 'suspended'] as const) {
    assert.equal(linkAbsent.find(link(STATES[name])).is, 'false', name);
  }
});
