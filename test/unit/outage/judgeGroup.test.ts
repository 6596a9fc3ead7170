import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeGroup } from '../../../shared/outage/judgeGroup.ts';
import { CONFIRM, databaseScope, ISOLATED, input, ORDERS, STOCK, says, T0 } from './builders.ts';

const NOW = T0 + CONFIRM;
const ELSEWHERE = { server: 'contoso-ne', database: 'orders', region: 'northeurope' };
const down = (database: typeof ORDERS) => [
  says('ownProbe', { scope: databaseScope(database) }),
  says('witnessProbe', { scope: databaseScope(database) }),
];
const alive = (database: typeof ORDERS) => says('ownProbe', { vote: 'against', scope: databaseScope(database) });
const name = (evidence: ReturnType<typeof down>, group = [ORDERS, STOCK]) =>
  judgeGroup(group, input(evidence, NOW))?.verdict.name;

test('a group without databases has no verdict', () => {
  assert.equal(judgeGroup([], input(down(ORDERS), NOW)), undefined);
});

test('the region comes before its databases', () => {
  assert.equal(name([...down(ORDERS), ...down(STOCK)]), 'regionDown');
});

test('one database that is down makes the group down', () => {
  const found = judgeGroup([ORDERS, STOCK], input([...down(ORDERS), alive(STOCK)], NOW));
  assert.equal(found?.verdict.name, 'down');
  assert.deepEqual(found?.verdict.scope, databaseScope(ORDERS));
  assert.deepEqual(
    found?.databases.map((verdict) => verdict.name),
    ['down', 'healthy'],
  );
  assert.deepEqual(
    found?.regions.map((verdict) => verdict.name),
    ['suspect'],
  );
});

test('a group whose databases say nothing is not moved for its neighbours', () => {
  const neighbours = [...down({ ...ORDERS, database: 'one' }), ...down({ ...ORDERS, database: 'two' })];
  const found = judgeGroup([ORDERS], input(neighbours, NOW));
  assert.equal(found?.regions[0]?.name, 'regionDown');
  assert.equal(found?.verdict.name, 'undecided');
});

test('a suspicion of its own is enough to move with its region', () => {
  const neighbours = [...down({ ...ORDERS, database: 'one' }), ...down({ ...ORDERS, database: 'two' })];
  assert.equal(name([...neighbours, says('ownProbe')], [ORDERS]), 'regionDown');
});

test('unknown comes before healthy, suspicion before unknown', () => {
  assert.equal(name([alive(ORDERS)]), 'undecided');
  assert.equal(name([alive(ORDERS), alive(STOCK)]), 'healthy');
  assert.equal(name([says('ownProbe')]), 'suspect');
});

test('we are the isolated one beats everything', () => {
  const found = judgeGroup([ORDERS], input(down(ORDERS), NOW, { sight: ISOLATED(NOW) }));
  assert.equal(found?.verdict.name, 'isolated');
});

test('each region of the group is judged, in a fixed order', () => {
  const found = judgeGroup([ORDERS, ELSEWHERE, STOCK], input([...down(ORDERS), alive(ELSEWHERE)], NOW));
  assert.deepEqual(
    found?.regions.map(({ scope }) => scope.region),
    ['northeurope', 'westeurope'],
  );
  assert.equal(found?.verdict.name, 'down');
});

test('the order of the databases does not change the verdict', () => {
  const evidence = [...down(ORDERS), ...down(STOCK), alive({ ...ORDERS, database: 'other' })];
  const one = judgeGroup([ORDERS, STOCK], input(evidence, NOW))?.verdict;
  assert.equal(one?.name, 'down');
  assert.deepEqual(judgeGroup([STOCK, ORDERS], input(evidence, NOW))?.verdict, one);
});
