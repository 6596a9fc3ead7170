import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FAILOVER_LIMITS } from '../../../shared/failover/limits.ts';
import { fingerprintOf, makePlan } from '../../../shared/failover/plan.ts';
import type { DecisionInput, Plan } from '../../../shared/failover/types.ts';
import { answer, end, facts, group, input, LAST_COMMIT, link, NOW, ORDERS, STOCK, status, verdict } from './facts.ts';

function plan(overrides: Partial<DecisionInput> = {}): Plan {
  const made = makePlan(input(overrides), FAILOVER_LIMITS);
  assert.ok(made);
  return made;
}
const ref = (name: string, server = 'contoso-we') => ({ server, database: name });
const modes = (made: Plan) => made.choices.map(({ database, mode }) => [database.database, mode]);

test('every member has its choice, sorted by name, also one without any link', () => {
  const made = plan({ members: [ref('stock-1'), ref('alone'), ref('orders')] });
  assert.deepEqual(
    made.choices.map(({ database, candidate }) => [database.database, candidate?.secondary.server ?? null]),
    [
      ['alone', null],
      ['orders', 'contoso-ne'],
      ['stock-1', 'contoso-ne'],
    ],
  );
});

test('a candidate whose primary nobody listed still counts as a member', () => {
  assert.equal(plan({ members: [] }).choices.length, 2);
});

test('no members, no plan', () => {
  assert.equal(makePlan(input({ members: [], candidates: [] }), FAILOVER_LIMITS), null);
});

test('a primary that answers is moved as planned, one that does not is forced', () => {
  assert.deepEqual(modes(plan({ primariesAnswering: [ref('ORDERS', 'Contoso-WE')] })), [
    ['orders', 'planned'],
    ['stock-1', 'forced'],
  ]);
});

test('the plan is planned only when every move is', () => {
  assert.equal(plan().mode, 'forced');
  assert.equal(plan({ primariesAnswering: [ref('orders')] }).mode, 'forced');
  assert.equal(plan({ primariesAnswering: [ref('orders'), ref('stock-1')] }).mode, 'planned');
});

test('the bound is the largest of all that would be forced', () => {
  const behind = facts({ answer: answer({ lastCommitMs: LAST_COMMIT - 100_000 }), statusBeforeOnset: old() }, STOCK);
  const candidates = [facts({}, ORDERS), behind];
  assert.equal(plan({ candidates }).lossBoundMs, NOW - LAST_COMMIT + 100_000 + 2000);
  assert.equal(plan({ candidates, primariesAnswering: [ref('stock-1')] }).lossBoundMs, NOW - LAST_COMMIT + 2000);
});

test('nothing forced loses nothing; nothing movable has no bound', () => {
  assert.equal(plan({ primariesAnswering: [ref('orders'), ref('stock-1')] }).lossBoundMs, 0);
  assert.equal(plan({ candidates: [facts({ failoverGroup: 'fg' })] }).lossBoundMs, null);
});

test('what the verdict does not speak of and what does not answer is not forced', () => {
  const elsewhere = link(end('contoso-uk', 'bills', 'uksouth'));
  const made = plan({ candidates: [facts({}, ORDERS), facts({}, elsewhere)] });
  const bills = made.choices.find(({ database }) => database.database === 'bills');
  assert.equal(bills?.candidate, null);
  assert.deepEqual(
    bills?.refused.map(({ refusals }) => refusals.map(({ rule }) => rule)),
    [['outsideVerdict']],
  );
});

test('what the verdict does not speak of moves as planned while it answers', () => {
  const elsewhere = link(end('contoso-uk', 'bills', 'uksouth'));
  const made = plan({ candidates: [facts({}, elsewhere)], primariesAnswering: [ref('bills', 'contoso-uk')] });
  assert.deepEqual(modes(made), [['bills', 'planned']]);
  assert.ok(made.choices[0]?.candidate);
});

test('a verdict about one database forces that one only', () => {
  const scope = { kind: 'database', server: 'Contoso-WE', database: 'orders', region: 'westeurope' } as const;
  const made = plan({ verdict: verdict({ name: 'down', scope }) });
  assert.deepEqual(
    made.choices.map(({ candidate }) => candidate !== null),
    [true, false],
  );
});

test('an unfit one outside the verdict keeps its own refusals too', () => {
  const elsewhere = link(end('contoso-uk', 'bills', 'uksouth'));
  const made = plan({ candidates: [facts({ failoverGroup: 'fg' }, elsewhere)] });
  assert.deepEqual(
    made.choices[0]?.refused[0]?.refusals.map(({ rule }) => rule),
    ['outsideVerdict', 'failoverGroupMember'],
  );
});

test('the fingerprint holds while a person reads', () => {
  const made = plan();
  const later = plan({ nowMs: NOW + 30_000, candidates: input().candidates.map(answeredAt(NOW + 30_000)) });
  assert.notEqual(later.lossBoundMs, made.lossBoundMs);
  assert.equal(later.fingerprint, made.fingerprint);
  assert.match(made.fingerprint, /^[0-9a-f]{64}$/);
});

test('the fingerprint changes when the loss outgrows what was shown', () => {
  const late = NOW + 900_000;
  const later = plan({ nowMs: late, candidates: input().candidates.map(answeredAt(late)) });
  assert.notEqual(later.lossCeilingMs, plan().lossCeilingMs);
  assert.notEqual(later.fingerprint, plan().fingerprint);
});

for (const [name, other] of Object.entries({
  'another group': plan({ group: group({ name: 'shops' }) }),
  'one database more': plan({ members: [ref('orders'), ref('stock-1'), ref('stock-2')] }),
  'one database less': plan({ candidates: [facts({}, ORDERS)] }),
  'another candidate': plan({
    candidates: [facts({}, link(ORDERS.primary, end('contoso-uk', 'orders', 'uksouth'))), facts({}, STOCK)],
  }),
  'a candidate lost': plan({ candidates: [facts({}, ORDERS), facts({ failoverGroup: 'fg' }, STOCK)] }),
  'another mode for one': plan({ primariesAnswering: [ref('stock-1')] }),
  'planned for all': plan({ primariesAnswering: [ref('orders'), ref('stock-1')] }),
})) {
  test(`${name} is another plan to a person`, () => {
    assert.notEqual(other.fingerprint, plan().fingerprint);
  });
}

test('the fingerprint does not depend on the order of the choices', () => {
  const made = plan();
  assert.equal(fingerprintOf({ ...made, choices: [...made.choices].reverse() }), made.fingerprint);
});

test('names cannot be shifted from one field of the fingerprint into another', () => {
  const made = plan();
  const first = fingerprintOf({ ...made, group: 'a","b' });
  assert.notEqual(first, fingerprintOf({ ...made, group: 'a' }));
});

function answeredAt(atMs: number) {
  return (one: DecisionInput['candidates'][number]) => ({ ...one, answer: answer({ atMs }) });
}

function old() {
  return status({ state: { name: 'caughtUp', lagSeconds: 600 } });
}
