import assert from 'node:assert/strict';
import { test } from 'node:test';
import { primaryUnreachable } from '../../../../shared/alerting/conditions/primaryUnreachable.ts';
import { samplingBlind } from '../../../../shared/alerting/conditions/samplingBlind.ts';
import type { FailureKind, LinkState } from '../../../../shared/replication/types.ts';
import { status } from '../samples.ts';
import { CAUGHT_UP, database, failed } from './inputs.ts';

const of = (...kinds: Array<FailureKind | 'answers'>) =>
  database({
    links: kinds.map((kind) => status(kind === 'answers' ? CAUGHT_UP : failed(kind))),
    secondaries: kinds.length,
  });

/** What each failure means for the two conditions that share them: whose trouble it is decides who tells of it. */
const MEANS: Record<FailureKind, [unreachable: string, blind: string]> = {
  unreachable: ['true', 'unknown'],
  unavailable: ['true', 'unknown'],
  notFound: ['true', 'unknown'],
  garbage: ['true', 'unknown'],
  other: ['true', 'unknown'],
  busy: ['false', 'unknown'],
  noRights: ['unknown', 'true'],
  firewall: ['unknown', 'true'],
  identity: ['unknown', 'true'],
  certificate: ['unknown', 'true'],
  encryptionRefused: ['unknown', 'true'],
  monitor: ['unknown', 'true'],
};

test('of every failure exactly one of PrimaryUnreachable and SamplingBlind tells, and of a busy primary neither', () => {
  for (const [kind, means] of Object.entries(MEANS)) {
    const input = of(kind as FailureKind);
    assert.deepEqual([primaryUnreachable.find(input).is, samplingBlind.find(input).is], means, kind);
  }
});

test('it says what was seen', () => {
  assert.deepEqual(primaryUnreachable.find(of('unreachable')), {
    is: 'true',
    sentence: 'The primary west/orders does not answer: its replication cannot be judged. It said unreachable.',
  });
});

test('one link that it answers for shows that it answers', () => {
  assert.equal(primaryUnreachable.find(of('garbage', 'answers')).is, 'false');
  assert.equal(primaryUnreachable.find(of('unreachable', 'unreachable')).is, 'true');
});

test('links that are not stored yet, or could not be loaded, say nothing', () => {
  assert.deepEqual(primaryUnreachable.find(database({ secondaries: 1, links: [] })), { is: 'unknown' });
  assert.deepEqual(primaryUnreachable.find(database({ unprotected: 'unknown', secondaries: 'unknown' })), {
    is: 'unknown',
  });
});

test('a database that is no primary any more is not waited for', () => {
  assert.equal(primaryUnreachable.find(database({ secondaries: 'unknown', links: [] })).is, 'false');
});

test('while Resource Manager does not answer either, a silent primary is told: an outage often takes both', () => {
  const unread = { unprotected: 'unknown', secondaries: 'unknown', elsewhere: 'unknown' } as const;
  const asked = (state: LinkState) => database({ ...unread, links: [status(state)] });
  assert.equal(primaryUnreachable.find(asked(failed('unreachable'))).is, 'true');
  assert.equal(primaryUnreachable.find(asked(CAUGHT_UP)).is, 'false');
  assert.equal(samplingBlind.find(asked(failed('identity'))).is, 'true');
  assert.equal(samplingBlind.find(asked(CAUGHT_UP)).is, 'false');
});
