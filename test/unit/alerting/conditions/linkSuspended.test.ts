import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkSuspended } from '../../../../shared/alerting/conditions/linkSuspended.ts';
import type { LinkState } from '../../../../shared/replication/types.ts';
import { LINK, rule, status, T0, unreachable } from '../samples.ts';

const judge = (state: LinkState) =>
  linkSuspended.find({ subject: LINK, status: status(state), rule: rule(), nowMs: T0 });

test('a suspended link counts from the beginning of its spell', () => {
  const finding = judge({ name: 'suspended' });
  assert.equal(finding.is === 'true' && finding.sinceMs, T0);
  assert.match(
    finding.is === 'true' ? finding.sentence : '',
    /from west\/orders to north\/orders is suspended: nothing that is committed now/,
  );
});

test('every other state that the primary reports ends it and says what the link does instead', () => {
  const says: Array<[LinkState, RegExp]> = [
    [{ name: 'caughtUp', lagSeconds: 3 }, /it is caught up, 3 s behind/],
    [{ name: 'lagUnknown' }, /its lag is not known yet/],
    [{ name: 'seeding', percent: 42 }, /being seeded \(42 %\) and does not protect/],
    [{ name: 'seeding', percent: null }, /being seeded and does not protect/],
    [{ name: 'pending' }, /waiting to be seeded/],
  ];
  for (const [state, expected] of says) {
    const finding = judge(state);
    assert.equal(finding.is, 'false', state.name);
    assert.match(finding.is === 'false' ? (finding.sentence ?? '') : '', expected);
  }
});

test('no row and no answer say nothing about suspension', () => {
  assert.deepEqual(judge({ name: 'absent' }), { is: 'unknown' });
  assert.deepEqual(judge(unreachable), { is: 'unknown' });
});
