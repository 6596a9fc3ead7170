import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secondaryUnreachable } from '../../../../shared/alerting/conditions/secondaryUnreachable.ts';
import type { FailureKind } from '../../../../shared/replication/types.ts';
import { T0 } from '../samples.ts';
import { answering, failed, link, signalled } from './inputs.ts';

const silent = (kind: FailureKind) =>
  signalled({ secondary: answering({ is: 'silent', failure: { kind, message: `It said ${kind}.` } }) });

test('a geo-secondary that does not answer is told, from when it fell silent, with what was seen', () => {
  assert.deepEqual(secondaryUnreachable.find(silent('unreachable')), {
    is: 'true',
    sinceMs: T0 - 60_000,
    sentence: 'The geo-secondary north/orders of west/orders does not answer. It said unreachable.',
  });
});

test('our own trouble is not the silence of the geo-secondary', () => {
  for (const kind of ['noRights', 'firewall', 'identity', 'certificate', 'encryptionRefused'] as const) {
    assert.deepEqual(secondaryUnreachable.find(silent(kind)), { is: 'unknown' }, kind);
  }
  for (const kind of ['unavailable', 'notFound', 'garbage', 'other'] as const) {
    assert.equal(secondaryUnreachable.find(silent(kind)).is, 'true', kind);
  }
});

test('one that answers and lets nobody in is well: a standby replica does', () => {
  const closed = signalled({ secondary: answering({ is: 'closed' }) });
  assert.equal(secondaryUnreachable.find(closed).is, 'false');
  assert.match(JSON.stringify(secondaryUnreachable.find(closed)), /lets nobody in, as it is set up/);
  assert.equal(secondaryUnreachable.find(signalled({ secondary: answering() })).is, 'false');
});

test('one that was not asked, or not in the last round, says nothing', () => {
  assert.deepEqual(secondaryUnreachable.find(link({ name: 'caughtUp', lagSeconds: 0 })), { is: 'unknown' });
  const old = signalled({ askedAtMs: T0 + 1, secondary: answering() });
  assert.deepEqual(secondaryUnreachable.find(old), { is: 'unknown' });
});

test('it is told while the primary is silent as well: then it is the candidate', () => {
  const both = signalled({ secondary: answering({ is: 'silent' }) }, failed('unreachable'));
  assert.equal(secondaryUnreachable.find(both).is, 'true');
});
