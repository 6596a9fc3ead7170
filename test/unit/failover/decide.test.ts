import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from '../../../shared/failover/decide.ts';
import type { DecisionInput, Explanation } from '../../../shared/failover/types.ts';
import { evidence, facts, group, input, NOW, ORDERS, STOCK, verdict } from './facts.ts';

const fingerprint = decide(input()).plan?.fingerprint ?? '';
const approval = { fingerprint, by: 'ann', comment: 'go', atMs: NOW - 1000 };
const approve = { group: group({ mode: 'approve' }) };
const above = { group: group({ maxLossMs: 1000 }) };
const unfit = [facts({}, ORDERS), facts({ failoverGroup: 'fg' }, STOCK)];
const unconfirmed = { verdict: verdict({ confirmed: false }) };

const STORIES: Array<[string, Partial<DecisionInput>, Explanation['decision'], RegExp]> = [
  ['automatic, all open', {}, 'act', /^It fails over\./],
  ['approve, nobody yet', approve, 'ask', /nobody has approved it yet/],
  ['approve, approved', { ...approve, approval }, 'act', /orders would move to/],
  ['automatic above the allowance', above, 'ask', /Expected a loss of at most 1 s/],
  ['automatic above, approved', { ...above, approval }, 'act', /^It fails over/],
  ['an approval of another plan', { ...approve, approval: { ...approval, fingerprint: 'x' } }, 'ask', /another plan/],
  ['a rejection', { ...approve, rejection: { ...approval, comment: 'no' } }, 'refuse', /ann rejected this plan: no/],
  ['a rejection binds automatic too', { rejection: { ...approval, comment: 'no' } }, 'refuse', /rejected/],
  ['not confirmed yet', unconfirmed, 'wait', /^Nothing to decide yet/],
  ['isolated', { verdict: verdict({ name: 'isolated' }) }, 'wait', /we are the isolated one/],
  ['one kind', { verdict: verdict({ evidenceFor: [evidence('ownProbe')] }) }, 'wait', /independent kinds/],
  ['paused', { paused: { byWhom: 'ann', sinceMs: NOW } }, 'refuse', /paused by ann/],
  ['paused, approved', { ...approve, approval, paused: { byWhom: 'ann', sinceMs: NOW } }, 'refuse', /paused/],
  ['cooldown', { lastFailoverEndedMs: NOW - 1 }, 'refuse', /since the last failover/],
  ['budget', { forcedInLastDay: 3 }, 'refuse', /in 24 hours/],
  ['half of it cannot move', { candidates: unfit }, 'refuse', /moves as a whole/],
  ['move what can', { candidates: unfit, group: group({ partial: 'moveWhatCan' }) }, 'act', /orders would move/],
  ['an operation is open', { openOperationId: 'op-1' }, 'wait', /op-1/],
  ['no fence', { fenceAvailable: false }, 'wait', /fence/],
  ['no fence, nobody approved', { ...approve, fenceAvailable: false }, 'wait', /fence/],
  [
    'another deployment acts, and paused',
    { fenceAvailable: false, paused: { byWhom: 'a', sinceMs: 0 } },
    'refuse',
    /a/,
  ],
  ['nothing to move', { members: [], candidates: [] }, 'refuse', /it has none/],
  ['not confirmed and paused', { ...unconfirmed, paused: { byWhom: 'a', sinceMs: 0 } }, 'wait', /Nothing to decide/],
];

for (const [name, overrides, decision, words] of STORIES) {
  test(`${name}: ${decision}`, () => {
    const explanation = decide(input(overrides));
    assert.equal(explanation.decision, decision);
    assert.match(explanation.sentence, words);
    assert.equal(explanation.gates.length, 11);
    assert.equal(explanation.atMs, NOW);
  });
}

for (const [overrides, words] of [
  [{}, /In automatic mode it would have acted: It fails over/],
  [{ paused: { byWhom: 'ann', sinceMs: NOW } }, /would have refused: .*paused by ann/],
  [{ candidates: unfit }, /would have refused: .*moves as a whole/],
  [{ openOperationId: 'op-1' }, /would have waited: .*op-1/],
] as Array<[Partial<DecisionInput>, RegExp]>) {
  test(`notify tells what it would have done: ${words.source}`, () => {
    const explanation = decide(input({ ...overrides, group: group({ mode: 'notify' }) }));
    assert.equal(explanation.decision, 'tell');
    assert.match(explanation.sentence, /^The mode is notify, so nothing is done\./);
    assert.match(explanation.sentence, words);
    assert.ok(explanation.plan, 'the plan is kept in notify mode too');
  });
}

test('notify tells that it would have asked above the allowance', () => {
  const explanation = decide(input({ group: group({ mode: 'notify', maxLossMs: 0 }) }));
  assert.match(explanation.sentence, /would have asked: A person decides/);
});

test('notify says nothing of an outage that is not confirmed', () => {
  assert.equal(decide(input({ ...unconfirmed, group: group({ mode: 'notify' }) })).decision, 'wait');
});

test('a readiness check that has something against the candidate stops it, by its own words', () => {
  const judge = () => ({ rule: 'doesNotAnswer' as const, sentence: 'Its firewall lets nobody in.' });
  const explanation = decide(input(), { judges: [judge] });
  assert.equal(explanation.decision, 'refuse');
  assert.match(JSON.stringify(explanation.plan), /Its firewall lets nobody in/);
});

test('a planned plan says that nothing is lost', () => {
  const explanation = decide(input({ primariesAnswering: input().members }));
  assert.equal(explanation.decision, 'act');
  assert.match(explanation.sentence, /Planned, without loss/);
});
