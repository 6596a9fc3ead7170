import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JudgeInput } from '../../../shared/outage/hear.ts';
import type { Evidence } from '../../../shared/outage/types.ts';
import { judgeRegion } from '../../../shared/outage/verdict.ts';
import {
  CONFIRM,
  databaseScope,
  ISOLATED,
  input,
  MINUTE,
  ORDERS,
  regionScope,
  type Spoken,
  STOCK,
  says,
  sight,
  T0,
} from './builders.ts';

const judge = (evidence: Evidence[], nowMs = T0 + CONFIRM, change: Partial<JudgeInput> = {}) =>
  judgeRegion('West Europe', input(evidence, nowMs, change));

const both = (database: typeof ORDERS, spoken: Spoken = {}): Evidence[] => [
  says('ownProbe', { ...spoken, scope: databaseScope(database) }),
  says('witnessProbe', { ...spoken, scope: databaseScope(database) }),
];
const ownOf = (database: typeof ORDERS) => says('ownProbe', { scope: databaseScope(database) });
const serviceHealth = says('serviceHealth');

test('Service Health and our own look at one database make a region', () => {
  const verdict = judge([serviceHealth, ownOf(ORDERS)]);
  assert.deepEqual([verdict.name, verdict.confirmed, verdict.agreedSinceMs], ['regionDown', true, T0]);
  assert.deepEqual(verdict.scope, regionScope());
  assert.match(verdict.sentence, /The region westeurope is down: Service Health says so/);
});

test('Service Health alone makes none: one path never moves a database', () => {
  const verdict = judge([serviceHealth]);
  assert.deepEqual([verdict.name, verdict.confirmed, verdict.agreedSinceMs], ['suspect', false, null]);
});

test('Service Health with metrics and Resource Health makes none: all of it is Azure speaking', () => {
  assert.equal(judge([serviceHealth, says('platformMetric'), says('resourceHealth')]).name, 'suspect');
});

test('two databases that are each down by themselves make a region', () => {
  const verdict = judge([...both(ORDERS), ...both(STOCK)]);
  assert.deepEqual([verdict.name, verdict.agreedSinceMs], ['regionDown', T0]);
  assert.match(verdict.sentence, /2 of its databases are down by themselves for 5 min/);
});

test('a region is down since the second of its databases is', () => {
  const verdict = judge([...both(ORDERS), ...both(STOCK, { sinceMs: T0 + MINUTE, atMs: T0 + 5 * MINUTE })]);
  assert.deepEqual([verdict.name, verdict.agreedSinceMs], ['suspect', T0 + MINUTE]);
  const later = [
    ...both(ORDERS, { atMs: T0 + 6 * MINUTE }),
    ...both(STOCK, { sinceMs: T0 + MINUTE, atMs: T0 + 6 * MINUTE }),
  ];
  assert.equal(judge(later, T0 + 6 * MINUTE).name, 'regionDown');
});

test('one database that is down makes no region', () => {
  const verdict = judge(both(ORDERS));
  assert.deepEqual([verdict.name, verdict.agreedSinceMs], ['suspect', null]);
  assert.match(verdict.missing.join(), /a second database of the region/);
});

test('our own failures on two databases make no region: it is one path', () => {
  const verdict = judge([ownOf(ORDERS), ownOf(STOCK)]);
  assert.deepEqual([verdict.name, verdict.agreedSinceMs], ['suspect', null]);
});

test('kinds of two databases are not added up', () => {
  const verdict = judge([ownOf(ORDERS), says('witnessProbe', { scope: databaseScope(STOCK) })]);
  assert.deepEqual([verdict.name, verdict.confirmed], ['suspect', false]);
});

test('a region in which one database lives is not down', () => {
  const alive = says('ownProbe', { vote: 'against', scope: databaseScope(STOCK) });
  const verdict = judge([serviceHealth, ownOf(ORDERS), alive]);
  assert.deepEqual([verdict.name, verdict.agreedSinceMs], ['suspect', null]);
  assert.match(verdict.sentence, /alive according to/);
});

test('not before confirmFor', () => {
  assert.equal(judge([serviceHealth, ownOf(ORDERS)], T0 + CONFIRM - 1).name, 'suspect');
});

test('what Service Health says of another region is not heard', () => {
  const verdict = judge([says('serviceHealth', { scope: regionScope('northeurope') }), ownOf(ORDERS)]);
  assert.equal(verdict.name, 'suspect');
  assert.equal(verdict.evidenceFor.length, 1);
});

test('isolated and undecided come first for a region too', () => {
  const evidence = [serviceHealth, ...both(ORDERS), ...both(STOCK)];
  assert.equal(judge(evidence, T0 + CONFIRM, { sight: ISOLATED(T0 + CONFIRM) }).name, 'isolated');
  assert.equal(judge(evidence, T0 + CONFIRM, { sight: undefined }).name, 'undecided');
});

test('a region of which nobody speaks is undecided, one whose databases answer is healthy', () => {
  assert.equal(judge([]).name, 'undecided');
  assert.equal(judge([says('ownProbe', { vote: 'against' })]).name, 'healthy');
});

test('thousands of databases are judged in one go', () => {
  const many = Array.from({ length: 3_000 }, (_, index) => ({ ...ORDERS, database: `db${index}` }));
  const evidence = many.flatMap((database) => both(database));
  const startedAt = performance.now();
  const verdict = judge(evidence, T0 + CONFIRM, { sight: sight(T0 + CONFIRM) });
  assert.equal(verdict.name, 'regionDown');
  assert.ok(performance.now() - startedAt < 5_000, 'it is not quadratic');
});
