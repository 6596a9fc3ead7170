import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lossBound } from '../../../shared/failover/lossBound.ts';
import type { CandidateFacts } from '../../../shared/failover/types.ts';
import { answer, facts, LAST_COMMIT, NOW, ONSET, SAMPLED, status } from './facts.ts';

const SKEW = 2000;
const given = { atMs: NOW, onsetMs: ONSET, limits: { clockSkewMs: SKEW } };
const bound = (overrides: Partial<CandidateFacts>, context = given) => lossBound(facts(overrides), context);
const silent = { answer: answer({ lastCommitMs: null }) };
const lag = (lagSeconds: number) => status({ state: { name: 'caughtUp', lagSeconds } });

test('the last commit of the secondary bounds the loss, until the moment of forcing', () => {
  const loss = bound({});
  assert.deepEqual([loss.from, loss.hardenedThroughMs], ['secondaryLastCommit', LAST_COMMIT]);
  assert.equal(loss.boundMs, NOW - LAST_COMMIT + SKEW);
  assert.match(loss.sentence, /its last commit.*may still take writes/);
});

test('a secondary that shows no last commit is judged by the sampled lag, rounded up to the next second', () => {
  const loss = bound({ ...silent, statusBeforeOnset: lag(3) });
  assert.deepEqual([loss.from, loss.hardenedThroughMs], ['sampledLag', SAMPLED - 3000 - 1000]);
  assert.equal(loss.boundMs, NOW - (SAMPLED - 4000) + SKEW);
});

test('where both last commits were equal and quiet, all until the sample is there', () => {
  const quiet = SAMPLED - 60_000;
  const loss = bound({ answer: answer({ lastCommitMs: quiet }), statusBeforeOnset: status({ lastCommitMs: quiet }) });
  assert.deepEqual([loss.from, loss.hardenedThroughMs], ['equalCommits', SAMPLED]);
});

test('equal commits that are younger than the lag can tell do not count: many commits bear one time', () => {
  const young = SAMPLED - 3000;
  const loss = bound({ answer: answer({ lastCommitMs: young }), statusBeforeOnset: status({ lastCommitMs: young }) });
  assert.deepEqual([loss.from, loss.hardenedThroughMs], ['sampledLag', SAMPLED - 1000]);
});

test('commits that differ by a millisecond are not equal', () => {
  const commit = SAMPLED - 60_000;
  const loss = bound({
    answer: answer({ lastCommitMs: commit - 1 }),
    statusBeforeOnset: status({ lastCommitMs: commit }),
  });
  assert.equal(loss.from, 'sampledLag');
});

test('two unknown last commits are not equal', () => {
  const loss = bound({ ...silent, statusBeforeOnset: status({ lastCommitMs: null }) });
  assert.equal(loss.from, 'sampledLag');
});

test('the latest of what is known counts', () => {
  assert.equal(bound({ statusBeforeOnset: lag(0) }).from, 'secondaryLastCommit');
  assert.equal(
    bound({ answer: answer({ lastCommitMs: SAMPLED - 90_000 }), statusBeforeOnset: lag(2) }).from,
    'sampledLag',
  );
});

for (const [name, overrides] of Object.entries({
  'an unknown lag': { ...silent, statusBeforeOnset: status({ state: { name: 'lagUnknown' } }) },
  'a suspended link': { ...silent, statusBeforeOnset: status({ state: { name: 'suspended' } }) },
  'a lag that is no number': { ...silent, statusBeforeOnset: lag(Number.NaN) },
  'a negative lag': { ...silent, statusBeforeOnset: lag(-5) },
  'a sample after onset': { ...silent, statusBeforeOnset: status({ sampledAtMs: ONSET + 1 }) },
  'no sample': { ...silent, statusBeforeOnset: undefined },
  'an answer that did not come': { answer: answer({ reachable: false }), statusBeforeOnset: undefined },
  'a last commit that is no number': { answer: answer({ lastCommitMs: Number.NaN }), statusBeforeOnset: undefined },
  'a last commit from the future': { answer: answer({ lastCommitMs: NOW + 2001 }), statusBeforeOnset: undefined },
})) {
  test(`${name} bounds nothing`, () => {
    const loss = bound(overrides);
    assert.deepEqual([loss.hardenedThroughMs, loss.boundMs, loss.from], [null, null, 'nothing']);
    assert.match(loss.sentence, /Nothing bounds/);
  });
}

test('an unknown lag does not hide what the secondary shows', () => {
  const loss = bound({ statusBeforeOnset: status({ state: { name: 'lagUnknown' } }) });
  assert.equal(loss.from, 'secondaryLastCommit');
});

test('the bound grows with every second of waiting', () => {
  const first = bound({}).boundMs ?? 0;
  assert.equal(bound({}, { ...given, atMs: NOW + 5000 }).boundMs, first + 5000);
});

test('a bound is never below what the clocks may differ by', () => {
  assert.equal(bound({ answer: answer({ lastCommitMs: NOW + 1500 }) }).boundMs, SKEW);
});
