import assert from 'node:assert/strict';
import { test } from 'node:test';
import { carrySight, judgeSight } from '../../../shared/outage/isolation.ts';
import { maxSightAgeMs, probeLifetimeMs, verdictRules } from '../../../shared/outage/lifetimes.ts';
import type { SweepSight } from '../../../shared/outage/types.ts';
import { ISOLATED, MINUTE, RULES, SECOND, sight, T0 } from './builders.ts';

const answer = (seen: SweepSight | undefined, nowMs = T0) => judgeSight(seen, RULES, nowMs);
const one = (tried: number, reached: number, ownTrouble = 0) =>
  sight(T0, { regions: [{ region: 'westeurope', tried, reached, ownTrouble }] });

test('one region that is reached shows that it is not us', () => {
  assert.deepEqual(answer(sight(T0)), { is: 'seeing' });
});

test('nobody reached anywhere: we are the isolated one', () => {
  const seen = answer(ISOLATED(T0));
  assert.equal(seen.is, 'isolated');
  assert.match(
    'sentence' in seen ? seen.sentence : '',
    /none of 8 databases in northeurope, westeurope could be reached/,
  );
});

test('nobody reached in the only region: that cannot be told from isolation', () => {
  assert.equal(answer(one(3, 0)).is, 'isolated');
});

test('failures by our own trouble everywhere blind us as well, and are counted', () => {
  const seen = answer(one(3, 0, 2));
  assert.equal(seen.is, 'isolated');
  assert.match('sentence' in seen ? seen.sentence : '', /2 of them failed by our own trouble/);
});

test('a single database that is reached is enough to see', () => {
  assert.equal(answer(one(1_000, 1)).is, 'seeing');
});

for (const [name, seen] of [
  ['before the first round', undefined],
  ['before one full round', sight(T0, { complete: false })],
  ['before one full round in which nobody answers', { ...ISOLATED(T0), complete: false }],
  ['where nothing was tried', one(0, 0)],
  ['where no region is watched', sight(T0, { regions: [] })],
  ['with a sight that has no time', sight(Number.NaN)],
  ['with counts that are no numbers', one(Number.NaN, Number.NaN)],
] as Array<[string, SweepSight | undefined]>) {
  test(`nothing is decided ${name}`, () => {
    assert.equal(answer(seen).is, 'undecided');
  });
}

test('a sight is stale after confirmFor, and not before', () => {
  assert.equal(answer(sight(T0), T0 + 5 * MINUTE).is, 'seeing');
  assert.equal(answer(sight(T0), T0 + 5 * MINUTE + 1).is, 'undecided');
});

test('a stale isolation is no isolation any more, and still decides nothing', () => {
  assert.equal(answer(ISOLATED(T0), T0 + 6 * MINUTE).is, 'undecided');
});

test('a sight from a clock that is ahead counts as of now', () => {
  assert.equal(answer(sight(T0 + MINUTE)).is, 'seeing');
});

test('how old a sight may be follows from the rules', () => {
  const rules = { confirmForMs: 3 * SECOND, minKinds: 2, maxAgeMs: 10 * MINUTE };
  assert.equal(maxSightAgeMs(rules), MINUTE);
  assert.equal(maxSightAgeMs({ ...rules, confirmForMs: 4 * MINUTE }), 4 * MINUTE);
  assert.equal(maxSightAgeMs({ ...rules, confirmForMs: 20 * MINUTE }), 10 * MINUTE);
  assert.equal(maxSightAgeMs({ ...rules, maxSightAgeMs: 7 }), 7);
});

test('a probe holds over three rounds, and a group judges alerts for an hour', () => {
  assert.equal(probeLifetimeMs(30 * SECOND, 5 * SECOND), 95 * SECOND);
  assert.deepEqual(verdictRules({ confirmForMs: MINUTE, minKinds: 3 }), {
    confirmForMs: MINUTE,
    minKinds: 3,
    maxAgeMs: 60 * MINUTE,
  });
});

test('after an isolation we see since the round that ended it', () => {
  const blind = carrySight(sight(T0), ISOLATED(T0 + MINUTE));
  assert.equal(blind.seeingSinceMs, undefined);
  const back = carrySight(blind, sight(T0 + 2 * MINUTE));
  assert.equal(back.seeingSinceMs, T0 + 2 * MINUTE);
  const later = carrySight(back, sight(T0 + 3 * MINUTE));
  assert.equal(later.seeingSinceMs, T0 + 2 * MINUTE);
  assert.equal(carrySight(later, ISOLATED(T0 + 4 * MINUTE)).seeingSinceMs, undefined);
});

test('a start is no isolation: what was known before it counts', () => {
  const first = carrySight(undefined, sight(T0));
  assert.equal(first.seeingSinceMs, undefined);
  assert.equal(carrySight(first, sight(T0 + MINUTE)).seeingSinceMs, undefined);
});
