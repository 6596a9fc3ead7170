import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceFromSample, type LoginAnswer, type Look } from '../../../shared/outage/evidenceFromSample.ts';
import { mergeEvidence } from '../../../shared/outage/mergeEvidence.ts';
import type { EvidenceVote } from '../../../shared/outage/types.ts';
import type { DatabaseSample, FailureKind } from '../../../shared/replication/types.ts';
import { ORDERS, SECOND, T0 } from './builders.ts';

const LOOK: Look = {
  source: 'ownProbe',
  reporter: 'geowarden-uks',
  path: 'UK South',
  database: { server: 'Contoso-WE', database: 'Orders', region: 'West Europe' },
  lifetimeMs: 90 * SECOND,
};
const SECRET = 'token eyJhbGciOi and contoso-we.database.windows.net';

const good = (atMs = T0): DatabaseSample => ({ ok: true, atMs, roundTripMs: 3, rows: [] });
const failed = (kind: FailureKind, number?: number, atMs = T0): DatabaseSample => ({
  ok: false,
  atMs,
  failure: { kind, ...(number === undefined ? {} : { number }), message: SECRET },
});
const refused = (kind: FailureKind, number?: number, atMs = T0 + SECOND): LoginAnswer => ({
  ok: false,
  atMs,
  failure: { kind, ...(number === undefined ? {} : { number }), message: SECRET },
});

test('a good sample is a sign of life, and needs no login', () => {
  const evidence = evidenceFromSample(LOOK, good());
  assert.equal(evidence.vote, 'against');
  assert.equal(evidence.failure, undefined);
});

test('a failed sample without a login votes for nothing: a kept connection may have broken', () => {
  assert.equal(evidenceFromSample(LOOK, failed('unreachable')).vote, 'none');
  assert.equal(evidenceFromSample(LOOK, failed('unavailable', 40613)).vote, 'none');
});

test('a failed sample whose fresh login succeeds is a sign of life', () => {
  assert.equal(evidenceFromSample(LOOK, failed('unreachable'), { ok: true, atMs: T0 + 50 }).vote, 'against');
});

const LOGINS: Array<[FailureKind, number | undefined, EvidenceVote]> = [
  ['unreachable', undefined, 'down'],
  ['unavailable', 40613, 'down'],
  ['unavailable', 40197, 'down'],
  ['noRights', 18456, 'none'],
  ['firewall', 40615, 'none'],
  ['firewall', 40532, 'none'],
  ['firewall', 40914, 'none'],
  ['firewall', 47073, 'none'],
  ['notFound', undefined, 'none'],
  ['notFound', 4060, 'none'],
  ['identity', undefined, 'none'],
  ['certificate', undefined, 'none'],
  ['busy', 40501, 'against'],
  ['busy', 10928, 'against'],
];

for (const [kind, number, vote] of LOGINS) {
  test(`a login that fails by ${number ?? kind} votes ${vote}, whatever the sample before it said`, () => {
    for (const sample of [failed('unreachable'), failed('unavailable', 40613), failed('noRights', 18456)]) {
      const evidence = evidenceFromSample(LOOK, sample, refused(kind, number));
      assert.equal(evidence.vote, vote);
      assert.deepEqual(evidence.failure, number === undefined ? { kind } : { kind, number });
    }
  });
}

test('a serverless database that sleeps is not down', () => {
  const asleep = { ...LOOK, armStatus: 'Paused' };
  assert.equal(evidenceFromSample(asleep, failed('unreachable'), refused('unavailable', 40613)).vote, 'none');
});

test('names are those of Azure: lower case, regions by their short name', () => {
  const evidence = evidenceFromSample(LOOK, good());
  assert.deepEqual(evidence.scope, { kind: 'database', ...ORDERS });
  assert.equal(evidence.path, 'uksouth');
});

test('it began with the sample, was last seen with the login, and ends after its lifetime', () => {
  const evidence = evidenceFromSample(LOOK, failed('unreachable'), refused('unreachable', undefined, T0 + 2 * SECOND));
  assert.equal(evidence.sinceMs, T0);
  assert.equal(evidence.atMs, T0 + 2 * SECOND);
  assert.equal(evidence.expiresAtMs, T0 + 92 * SECOND);
});

test('a login whose clock went back does not make evidence older than its sample', () => {
  const evidence = evidenceFromSample(LOOK, failed('unreachable'), refused('unreachable', undefined, T0 - SECOND));
  assert.equal(evidence.atMs, T0);
});

test('the id stays the same over votes and moments, and differs by source, reporter and database', () => {
  const base = evidenceFromSample(LOOK, good()).id;
  assert.equal(evidenceFromSample(LOOK, failed('unreachable', undefined, T0 + SECOND)).id, base);
  const others = [
    { ...LOOK, source: 'witnessProbe' as const },
    { ...LOOK, reporter: 'geowarden-frc' },
    { ...LOOK, database: { ...LOOK.database, database: 'stock' } },
    { ...LOOK, database: { ...LOOK.database, server: 'contoso-ne' } },
  ].map((look) => evidenceFromSample(look, good()).id);
  assert.equal(new Set([base, ...others]).size, 5);
});

test('repeated reports replace themselves and keep their beginning; an answer ends them', () => {
  const report = (second: number, sample: (atMs: number) => DatabaseSample, login?: LoginAnswer) =>
    evidenceFromSample(LOOK, sample(T0 + second * SECOND), login);
  const down = (second: number) =>
    report(
      second,
      (atMs) => failed('unreachable', undefined, atMs),
      refused('unreachable', undefined, T0 + second * SECOND),
    );
  const first = mergeEvidence(undefined, down(0));
  const second = mergeEvidence(first.evidence, down(30));
  const third = mergeEvidence(second.evidence, down(60));
  assert.deepEqual([first.changed, second.changed, third.changed], [true, false, false]);
  assert.equal(third.evidence.sinceMs, T0);
  assert.equal(third.evidence.atMs, T0 + 60 * SECOND);
  const answered = mergeEvidence(third.evidence, report(90, good));
  assert.equal(answered.changed, true);
  assert.equal(answered.evidence.vote, 'against');
  const again = mergeEvidence(answered.evidence, down(120));
  assert.equal(again.evidence.sinceMs, T0 + 120 * SECOND);
});

test('the sentence says who asked what from where, and repeats no message', () => {
  const own = evidenceFromSample(LOOK, failed('unreachable'), refused('unavailable', 40613)).sentence;
  assert.match(own, /^Our own probe in uksouth asked contoso-we\/orders: .*\(40613\)\.$/);
  const witness = evidenceFromSample(
    { ...LOOK, source: 'witnessProbe' },
    failed('other'),
    refused('identity'),
  ).sentence;
  assert.match(witness, /^A witness in uksouth .*never votes \(identity\)\.$/);
  for (const sentence of [own, witness]) assert.doesNotMatch(sentence, /eyJ|database\.windows/);
});
