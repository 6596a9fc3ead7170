import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { JUDGES, judgeCandidate } from '../../../shared/failover/candidates.ts';
import type { CandidateFacts, Refusal } from '../../../shared/failover/types.ts';
import type { LinkState } from '../../../shared/replication/types.ts';
import { answer, context, database, end, facts, link, NOW, ONSET, SAMPLED, status } from './facts.ts';

const WE = end('contoso-we', 'orders', 'westeurope');
const rulesOf = (given: CandidateFacts, of = context) => judgeCandidate(given, of).map(({ rule }) => rule);
const inState = (state: LinkState) => facts({ statusBeforeOnset: status({ state }) });
const unreachable: LinkState = { name: 'unreachable', failure: { kind: 'unavailable', message: 'x' } };
const secondary = (secondaryType: string) => facts({ secondary: database(link().secondary, {}, { secondaryType }) });

test('a geo-secondary with nothing against it is fit', () => {
  assert.deepEqual(judgeCandidate(facts(), context), []);
});

/** Each closes alone: exactly the one rule speaks. */
const ALONE: Array<[string, Refusal['rule'], CandidateFacts]> = [
  ['same region', 'sameRegion', facts({}, link(WE, end('contoso-w2', 'orders', 'westeurope')))],
  ['same region, spelled out', 'sameRegion', facts({}, link(WE, end('contoso-w2', 'orders', 'West Europe')))],
  ['a region that is not known', 'sameRegion', facts({}, link(WE, end('contoso-w2', 'orders', '')))],
  ['a named replica', 'notGeo', secondary('Named')],
  ['a kind that nobody knows', 'notGeo', secondary('Elsewhere')],
  ['a database copy', 'notGeo', facts({ link: Object.assign(link(), { type: 'COPY' }) })],
  ['a member of a failover group', 'failoverGroupMember', facts({ failoverGroup: 'fg-shop' })],
  ['no sample', 'neverSampled', facts({ statusBeforeOnset: undefined })],
  ['a sample after onset', 'neverSampled', facts({ statusBeforeOnset: status({ sampledAtMs: ONSET + 1 }) })],
  ['a sample too old', 'sampleTooOld', facts({ statusBeforeOnset: status({ sampledAtMs: ONSET - 600_001 }) })],
  ['pending', 'linkNotReplicating', inState({ name: 'pending' })],
  ['seeding', 'linkNotReplicating', inState({ name: 'seeding', percent: 99 })],
  ['seeding, nobody knows how far', 'linkNotReplicating', inState({ name: 'seeding', percent: null })],
  ['suspended', 'linkNotReplicating', inState({ name: 'suspended' })],
  ['absent', 'linkNotReplicating', inState({ name: 'absent' })],
  ['silent before onset', 'linkNotReplicating', inState(unreachable)],
  ['lag unknown', 'lagUnknownBeforeOnset', inState({ name: 'lagUnknown' })],
  ['a lag that is no number', 'lagUnknownBeforeOnset', inState({ name: 'caughtUp', lagSeconds: Number.NaN })],
  ['a negative lag', 'lagUnknownBeforeOnset', inState({ name: 'caughtUp', lagSeconds: -1 })],
  ['another tier', 'tierDiffers', facts({ secondary: database(link().secondary, { tier: 'BusinessCritical' }) })],
  ['a secondary of unknown tier', 'tierDiffers', facts({ secondary: undefined })],
  ['a primary of unknown tier', 'tierDiffers', facts({ primary: undefined })],
  ['not asked', 'doesNotAnswer', facts({ answer: undefined })],
  ['not reachable', 'doesNotAnswer', facts({ answer: answer({ reachable: false, replicaRole: null }) })],
  ['a primary already', 'notASecondary', facts({ answer: answer({ replicaRole: 0 }) })],
  ['an HA secondary', 'notASecondary', facts({ answer: answer({ replicaRole: 1 }) })],
  ['a named replica by its own word', 'notASecondary', facts({ answer: answer({ replicaRole: 3 }) })],
  ['a role that could not be read', 'notASecondary', facts({ answer: answer({ replicaRole: null }) })],
  ['an old answer', 'answerTooOld', facts({ answer: answer({ atMs: NOW - 60_001 }) })],
  ['an answer from the future', 'answerTooOld', facts({ answer: answer({ atMs: NOW + 2001 }) })],
  ['an answer at no time', 'answerTooOld', facts({ answer: answer({ atMs: Number.NaN }) })],
];

for (const [name, rule, given] of ALONE) {
  test(`${name}: ${rule}, and nothing else`, () => {
    const refusals = judgeCandidate(given, context);
    assert.deepEqual(
      refusals.map((refusal) => refusal.rule),
      [rule],
    );
    assert.match(refusals[0]?.sentence ?? '', /^.{20,}[.!]$/);
  });
}

test('every built-in rule is in the table', () => {
  assert.equal(new Set(ALONE.map(([, rule]) => rule)).size, JUDGES.length);
});

test('the edges of time belong to the fit side', () => {
  assert.deepEqual(rulesOf(facts({ statusBeforeOnset: status({ sampledAtMs: ONSET }) })), []);
  assert.deepEqual(rulesOf(facts({ statusBeforeOnset: status({ sampledAtMs: ONSET - 600_000 }) })), []);
  assert.deepEqual(rulesOf(facts({ answer: answer({ atMs: NOW - 60_000 }) })), []);
  assert.deepEqual(rulesOf(facts({ answer: answer({ atMs: NOW + 2000 }) })), []);
});

test('a sample at no time is no sample from before the outage', () => {
  const rules = rulesOf(facts({ statusBeforeOnset: status({ sampledAtMs: Number.NaN }) }));
  assert.deepEqual(rules, ['neverSampled', 'sampleTooOld']);
});

test('where no onset is known a sample is judged against now', () => {
  const calm = { ...context, onsetMs: null };
  assert.deepEqual(rulesOf(facts(), calm), []);
  assert.deepEqual(rulesOf(facts({ statusBeforeOnset: status({ sampledAtMs: NOW - 600_001 }) }), calm), [
    'sampleTooOld',
  ]);
});

test('silence does not end a spell of unknown lag', () => {
  const interrupted = { name: 'lagUnknown' as const, sinceMs: SAMPLED - 60_000 };
  const given = facts({ statusBeforeOnset: status({ state: unreachable, interrupted }) });
  assert.deepEqual(rulesOf(given), ['linkNotReplicating', 'lagUnknownBeforeOnset']);
});

test('a lag that was once known does not stand in for one that is unknown', () => {
  const given = facts({
    statusBeforeOnset: status({ state: { name: 'lagUnknown' }, lastKnownLag: { lagSeconds: 0, atMs: SAMPLED - 1000 } }),
  });
  assert.deepEqual(rulesOf(given), ['lagUnknownBeforeOnset']);
});

test('standby and geo secondaries are geo-secondaries, in any case; so is one whose type is not given', () => {
  for (const type of ['Geo', 'GEO', 'Standby']) assert.deepEqual(rulesOf(secondary(type)), []);
  assert.deepEqual(rulesOf(facts({ secondary: database(link().secondary) })), []);
});

test('a smaller size is no refusal', () => {
  assert.deepEqual(rulesOf(facts({ secondary: database(link().secondary, { capacity: 2 }) })), []);
});

test('further judges are heard beside the built-in rules and cannot silence them', () => {
  const never = () => ({ rule: 'tierDiffers' as const, sentence: 'The firewall of the secondary lets nobody in.' });
  const given = facts({ failoverGroup: 'fg' });
  assert.deepEqual(
    judgeCandidate(given, context, [never, () => undefined]).map(({ sentence }) => sentence.slice(0, 12)),
    ['The database', 'The firewall'],
  );
});

test('whatever the sample, an unknown lag never passes', () => {
  fc.assert(
    fc.property(fc.integer(), fc.option(fc.integer()), fc.option(fc.integer()), (sampledAtMs, commit, replication) => {
      const statusBeforeOnset = status({
        state: { name: 'lagUnknown' },
        sampledAtMs,
        lastCommitMs: commit,
        lastReplicationMs: replication,
      });
      assert.ok(rulesOf(facts({ statusBeforeOnset })).includes('lagUnknownBeforeOnset'));
    }),
  );
});
