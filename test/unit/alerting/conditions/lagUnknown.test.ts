import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lagUnknown } from '../../../../shared/alerting/conditions/lagUnknown.ts';
import type { LinkState, LinkStatus } from '../../../../shared/replication/types.ts';
import { LINK, rule, status, T0, unreachable } from '../samples.ts';

const judge = (state: LinkState, overrides: Partial<LinkStatus> = {}) =>
  lagUnknown.find({ subject: LINK, status: status(state, overrides), rule: rule(), nowMs: T0 + 90_000 });

test('NULL counts from the beginning of its spell, not from this sample', () => {
  const finding = judge({ name: 'lagUnknown' }, { sinceMs: T0 - 5_000 });
  assert.equal(finding.is, 'true');
  assert.equal(finding.is === 'true' && finding.sinceMs, T0 - 5_000);
});

test('the sentence says that NULL is not zero, and what was known last and when', () => {
  const finding = judge({ name: 'lagUnknown' }, { lastKnownLag: { lagSeconds: 2, atMs: T0 } });
  assert.equal(
    finding.is === 'true' && finding.sentence,
    'The primary west/orders does not know how far behind north/orders is: Azure answers NULL for the lag, which is not zero. ' +
      'The last known lag was 2 s, at 2026-11-22 01:00:00 UTC.',
  );
});

test('a link whose lag was never known says so', () => {
  const finding = judge({ name: 'lagUnknown' });
  assert.match(finding.is === 'true' ? finding.sentence : '', /No lag has ever been known/);
});

test('a known lag ends it, however high', () => {
  assert.equal(judge({ name: 'caughtUp', lagSeconds: 0 }).is, 'false');
  const high = judge({ name: 'caughtUp', lagSeconds: 4_000 });
  assert.equal(high.is === 'false' && high.value, 4_000);
  assert.match(high.is === 'false' ? (high.sentence ?? '') : ', ', /knows the lag of north\/orders again: 1 h 6 min/);
});

test('a link that is seeding, pending, suspended, gone or out of reach has no lag anybody knows', () => {
  const states: LinkState[] = [
    { name: 'pending' },
    { name: 'seeding', percent: null },
    { name: 'suspended' },
    { name: 'absent' },
    unreachable,
  ];
  for (const state of states) assert.deepEqual(judge(state), { is: 'unknown' }, state.name);
});
