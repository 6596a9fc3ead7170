import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerGates, GATES } from '../../../shared/failover/gates.ts';
import { FAILOVER_LIMITS } from '../../../shared/failover/limits.ts';
import { makePlan } from '../../../shared/failover/plan.ts';
import type { DecisionInput, GateAnswer, Plan } from '../../../shared/failover/types.ts';
import { answer, evidence, facts, group, input, LAST_COMMIT, NOW, ONSET, ORDERS, STOCK, verdict } from './facts.ts';

const planOf = (given: DecisionInput) => makePlan(given, FAILOVER_LIMITS);
const gatesOf = (given: DecisionInput, plan: Plan | null = planOf(given)) =>
  answerGates({ input: given, plan, limits: FAILOVER_LIMITS });
const closedOf = (given: DecisionInput, plan?: Plan | null) =>
  gatesOf(given, plan === undefined ? planOf(given) : plan)
    .filter(({ open }) => !open)
    .map(({ gate }) => gate);
const fingerprint = planOf(input())?.fingerprint ?? '';
const approval = { fingerprint, by: 'ann@example.org', comment: 'go', atMs: NOW - 60_000 };
const asked = (overrides: Partial<DecisionInput> = {}) => input({ group: group({ mode: 'approve' }), ...overrides });
const one = facts({}, ORDERS);
const unfit = facts({ failoverGroup: 'fg' }, STOCK);

test('in the story where all is well every gate is open, and each answers once', () => {
  const gates = gatesOf(input());
  assert.deepEqual(closedOf(input()), []);
  assert.equal(new Set(gates.map(({ gate }) => gate)).size, GATES.length);
  assert.ok(gates.every(({ sentence }) => sentence.endsWith('.') || sentence.endsWith('go')));
});

/** Each closes alone. */
const ALONE: Array<[string, GateAnswer['gate'], DecisionInput]> = [
  ['one kind configured', 'configurationValid', input({ group: group({ minKinds: 1 }) })],
  ['a cooldown that is no number', 'configurationValid', input({ group: group({ cooldownMs: Number.NaN }) })],
  [
    'a database of another group',
    'configurationValid',
    input({ contested: [{ server: 'contoso-we', database: 'orders' }] }),
  ],
  ['paused', 'notPaused', input({ paused: { byWhom: 'ann', sinceMs: NOW - 1000 } })],
  ['not confirmed', 'verdictConfirmed', input({ verdict: verdict({ confirmed: false }) })],
  ['healthy', 'verdictConfirmed', input({ verdict: verdict({ name: 'healthy' }) })],
  ['suspect', 'verdictConfirmed', input({ verdict: verdict({ name: 'suspect' }) })],
  ['undecided', 'verdictConfirmed', input({ verdict: verdict({ name: 'undecided' }) })],
  ['not agreed', 'verdictConfirmed', input({ verdict: verdict({ agreedSinceMs: null }) })],
  ['agreed too briefly', 'verdictConfirmed', input({ verdict: verdict({ agreedSinceMs: NOW - 299_999 }) })],
  ['agreed in the future', 'verdictConfirmed', input({ verdict: verdict({ agreedSinceMs: NOW + 300_000 }) })],
  ['one kind', 'verdictConfirmed', input({ verdict: verdict({ evidenceFor: [evidence('ownProbe')] }) })],
  [
    'one path',
    'verdictConfirmed',
    input({ verdict: verdict({ evidenceFor: [evidence('ownProbe'), evidence('secondaryView')] }) }),
  ],
  [
    'a witness beside us',
    'verdictConfirmed',
    input({
      verdict: verdict({ evidenceFor: [evidence('ownProbe'), evidence('witnessProbe', { path: 'UK South' })] }),
    }),
  ],
  [
    'a witness that shares the fate of a candidate',
    'verdictConfirmed',
    input({
      verdict: verdict({ evidenceFor: [evidence('ownProbe'), evidence('witnessProbe', { path: 'northeurope' })] }),
    }),
  ],
  [
    'the word of Azure only',
    'verdictConfirmed',
    input({ verdict: verdict({ evidenceFor: [evidence('serviceHealth'), evidence('platformMetric')] }) }),
  ],
  [
    'expired evidence',
    'verdictConfirmed',
    input({
      verdict: verdict({ evidenceFor: [evidence('ownProbe'), evidence('serviceHealth', { expiresAtMs: NOW })] }),
    }),
  ],
  [
    'evidence that does not vote',
    'verdictConfirmed',
    input({ verdict: verdict({ evidenceFor: [evidence('ownProbe', { vote: 'none' }), evidence('serviceHealth')] }) }),
  ],
  ['more kinds wanted', 'verdictConfirmed', input({ group: group({ minKinds: 3 }) })],
  ['notify', 'policyAllows', input({ group: group({ mode: 'notify' }) })],
  ['notify, approved', 'policyAllows', input({ group: group({ mode: 'notify' }), approval })],
  ['nobody approved', 'policyAllows', asked()],
  ['another plan approved', 'policyAllows', asked({ approval: { ...approval, fingerprint: 'f'.repeat(64) } })],
  ['approved long ago', 'policyAllows', asked({ approval: { ...approval, atMs: NOW - 1_800_001 } })],
  ['approved in the future', 'policyAllows', asked({ approval: { ...approval, atMs: NOW + 2001 } })],
  ['approved by nobody', 'policyAllows', asked({ approval: { ...approval, by: ' ' } })],
  ['approved without a word', 'policyAllows', asked({ approval: { ...approval, comment: '\n' } })],
  ['rejected', 'policyAllows', input({ rejection: { ...approval, comment: 'no' } })],
  ['one cannot move', 'everyDatabaseHasACandidate', input({ candidates: [one, unfit] })],
  [
    'one has no link',
    'everyDatabaseHasACandidate',
    input({ candidates: [one], members: [...input().members, { server: 'contoso-we', database: 'alone' }] }),
  ],
  ['the loss is above', 'lossWithinAllowance', input({ group: group({ maxLossMs: NOW - LAST_COMMIT + 1999 }) })],
  ['an hour ago', 'noCooldown', input({ lastFailoverEndedMs: NOW - 3_599_999 })],
  ['a failover that ends in the future', 'noCooldown', input({ lastFailoverEndedMs: NOW + 1 })],
  ['a failover that ended at no time', 'noCooldown', input({ lastFailoverEndedMs: Number.NaN })],
  ['the budget is spent', 'withinBudget', input({ forcedInLastDay: 3 })],
  ['a count that is no number', 'withinBudget', input({ forcedInLastDay: Number.NaN })],
  ['an operation is open', 'noOperationOpen', input({ openOperationId: 'op-1' })],
  ['no fence', 'fenceAvailable', input({ fenceAvailable: false })],
];

for (const [name, gate, given] of ALONE) {
  test(`${name}: ${gate} closes, alone`, () => {
    assert.deepEqual(closedOf(given), [gate]);
  });
}

test('isolated closes two gates: our sight, and the verdict that cannot be made without it', () => {
  const given = input({ verdict: verdict({ name: 'isolated' }) });
  assert.deepEqual(closedOf(given), ['notIsolated', 'verdictConfirmed']);
});

test('an onset that is not known closes the verdict, whatever else it says', () => {
  assert.ok(closedOf(input({ verdict: verdict({ onsetMs: null }) })).includes('verdictConfirmed'));
});

test('every gate is in the table', () => {
  assert.equal(new Set(ALONE.map(([, gate]) => gate)).size, GATES.length - 1);
});

test('the edges of the numbers are open', () => {
  assert.deepEqual(closedOf(input({ verdict: verdict({ agreedSinceMs: NOW - 300_000 }) })), []);
  assert.deepEqual(closedOf(input({ lastFailoverEndedMs: NOW - 3_600_000 })), []);
  assert.deepEqual(closedOf(input({ forcedInLastDay: 2 })), []);
  assert.deepEqual(closedOf(input({ group: group({ maxLossMs: NOW - LAST_COMMIT + 2000 }) })), []);
  assert.deepEqual(closedOf(asked({ approval: { ...approval, atMs: NOW - 1_800_000 } })), []);
});

test('a bound that nobody knows closes the gate, and no approval opens it', () => {
  const plan = planOf(input());
  assert.ok(plan);
  for (const lossBoundMs of [null, Number.NaN, Number.POSITIVE_INFINITY]) {
    const given = input({ group: group({ maxLossMs: Number.MAX_SAFE_INTEGER }), approval });
    assert.deepEqual(closedOf(given, { ...plan, lossBoundMs }), ['lossWithinAllowance']);
  }
});

test('an approval of this very plan opens the policy and the allowance', () => {
  const given = asked({ group: group({ mode: 'approve', maxLossMs: 0 }), approval });
  assert.deepEqual(closedOf(given), []);
  const sentence = gatesOf(given).find(({ gate }) => gate === 'lossWithinAllowance')?.sentence ?? '';
  assert.match(sentence, /ann@example\.org approved this plan up to a loss of 15 min: go/);
});

test('a rejection of another plan binds nobody', () => {
  assert.deepEqual(closedOf(input({ rejection: { ...approval, fingerprint: 'f'.repeat(64) } })), []);
});

test('moving what can is open while at least one can', () => {
  const some = input({ group: group({ partial: 'moveWhatCan' }), candidates: [one, unfit] });
  assert.deepEqual(closedOf(some), []);
  const none = input({ group: group({ partial: 'moveWhatCan' }), candidates: [unfit] });
  assert.deepEqual(closedOf(none), ['everyDatabaseHasACandidate', 'lossWithinAllowance']);
});

test('a group without databases has nothing to move', () => {
  const given = input({ candidates: [], members: [] });
  assert.deepEqual(closedOf(given), ['everyDatabaseHasACandidate', 'lossWithinAllowance']);
});

test('a planned failover needs no allowance and no budget', () => {
  const members = input().members;
  const given = input({ primariesAnswering: members, forcedInLastDay: 99, group: group({ maxLossMs: 0 }) });
  assert.deepEqual(closedOf(given), []);
});

test('a candidate that went silent closes the gate of candidates', () => {
  const silent = facts({ answer: answer({ reachable: false }) }, STOCK);
  assert.ok(closedOf(input({ candidates: [one, silent] })).includes('everyDatabaseHasACandidate'));
});

test('the sentences say what was expected and what was seen', () => {
  const sentence = (given: DecisionInput, name: GateAnswer['gate']) =>
    gatesOf(given).find(({ gate }) => gate === name)?.sentence;
  assert.equal(
    sentence(input({ forcedInLastDay: 3 }), 'withinBudget'),
    'Expected fewer than 3 forced failovers of this deployment in 24 hours; there were 3.',
  );
  assert.equal(
    sentence(input({ verdict: verdict({ agreedSinceMs: ONSET + 370_000 }) }), 'verdictConfirmed'),
    'Expected evidence that agrees for 5 min; it agrees for 30 s.',
  );
});
