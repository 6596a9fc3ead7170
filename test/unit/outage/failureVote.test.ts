import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { failureVote } from '../../../shared/outage/failureVote.ts';
import type { EvidenceVote } from '../../../shared/outage/types.ts';
import type { FailureKind } from '../../../shared/replication/types.ts';

const NUMBERS: Array<[number, FailureKind, EvidenceVote]> = [
  [40613, 'unavailable', 'down'],
  [40197, 'unavailable', 'down'],
  [40143, 'unavailable', 'down'],
  [40166, 'unavailable', 'down'],
  [40540, 'unavailable', 'down'],
  [926, 'unavailable', 'down'],
  [615, 'unavailable', 'down'],
  [18456, 'noRights', 'none'],
  [229, 'noRights', 'none'],
  [40615, 'firewall', 'none'],
  [40532, 'firewall', 'none'],
  [40914, 'firewall', 'none'],
  [47073, 'firewall', 'none'],
  [4060, 'notFound', 'none'],
  [911, 'notFound', 'none'],
  [976, 'unavailable', 'none'],
  [4221, 'unavailable', 'none'],
  [42108, 'unavailable', 'none'],
  [42109, 'unavailable', 'none'],
  [40501, 'busy', 'against'],
  [10928, 'busy', 'against'],
  [10929, 'busy', 'against'],
  [49918, 'busy', 'against'],
];

for (const [number, kind, vote] of NUMBERS) {
  test(`${number} (${kind}) votes ${vote}`, () => {
    assert.equal(failureVote({ kind, number }).vote, vote);
  });
}

const KINDS: Record<FailureKind, EvidenceVote> = {
  unreachable: 'down',
  unavailable: 'down',
  busy: 'against',
  noRights: 'none',
  firewall: 'none',
  identity: 'none',
  encryptionRefused: 'none',
  certificate: 'none',
  monitor: 'none',
  notFound: 'none',
  garbage: 'none',
  other: 'none',
};

for (const [kind, vote] of Object.entries(KINDS) as Array<[FailureKind, EvidenceVote]>) {
  test(`a failure of kind ${kind} without a number votes ${vote}`, () => {
    assert.equal(failureVote({ kind }).vote, vote);
  });
}

test('a wrong password stays our own trouble, whatever kind a classifier gave it', () => {
  for (const kind of Object.keys(KINDS) as FailureKind[])
    assert.equal(failureVote({ kind, number: 18456 }).vote, 'none');
});

test('an unavailability that a classifier could not place is still one by its number', () => {
  assert.equal(failureVote({ kind: 'other', number: 40613 }).vote, 'down');
});

for (const status of ['Paused', 'PAUSED', 'Pausing', 'Resuming', 'Stopped', 'Disabled']) {
  test(`a database that is ${status} by ARM's word is not down`, () => {
    assert.equal(failureVote({ kind: 'unreachable' }, status).vote, 'none');
    assert.equal(failureVote({ kind: 'unavailable', number: 40613 }, status).vote, 'none');
  });
}

test('a status that is not sleep changes nothing', () => {
  for (const status of ['Online', 'Restoring', '', 'SomethingNew']) {
    assert.equal(failureVote({ kind: 'unavailable', number: 40613 }, status).vote, 'down');
  }
});

test('a database that is busy is alive also when ARM still calls it paused', () => {
  assert.equal(failureVote({ kind: 'busy', number: 40501 }, 'Paused').vote, 'against');
});

test('no number that is not known turns our own trouble into a vote', () => {
  const ours: FailureKind[] = ['noRights', 'firewall', 'identity', 'certificate', 'encryptionRefused', 'monitor'];
  const known = new Set(NUMBERS.map(([number]) => number));
  fc.assert(
    fc.property(fc.constantFrom(...ours), fc.nat(60_000), (kind, number) => {
      fc.pre(!known.has(number));
      assert.equal(failureVote({ kind, number }).vote, 'none');
    }),
  );
});

test('every answer says why', () => {
  for (const [number, kind] of NUMBERS) assert.match(failureVote({ kind, number }).because, /\w{3}/);
});
