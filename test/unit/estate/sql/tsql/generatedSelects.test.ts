import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Expected, select } from '../oracle/queries.ts';
import { masterTables, userTables } from '../oracle/tables.ts';
import { createTestEstate, run, spell } from '../testEstate.ts';

const SEED = 20261122;
const RUNS = 250;

/** Failovers there and back, and a database that is down, so that no view is empty or uniform. */
function createEventfulEstate(): ReturnType<typeof createTestEstate> {
  const estate = createTestEstate();
  for (const server of ['beta', 'alpha', 'beta', 'alpha']) {
    estate.model.failover({ server, database: 'stock-1', mode: 'planned', by: 'tsql' });
    estate.clock.nowMs += 120_000;
  }
  estate.model.apply({ kind: 'database', server: 'alpha', database: 'lonely', becomes: 'Unavailable' });
  return estate;
}

const estate = createEventfulEstate();

function check(database: string, expected: Expected): void {
  const { results, errors } = run(estate, estate.session('alpha', database), expected.sql);
  assert.deepEqual(errors, [], expected.sql);
  const [result] = results;
  assert.deepEqual(
    result?.columns.map((column) => ({ name: column.name, type: spell(column) })),
    expected.columns,
    expected.sql,
  );
  assert.deepEqual(result?.rows, expected.rows, expected.sql);
}

test('the tables of the oracle are not empty, so that agreement means something', () => {
  for (const table of [...userTables(estate), ...masterTables(estate)]) assert.ok(table.rows.length > 0, table.view);
  assert.ok(masterTables(estate).every(({ rows }) => rows.length > 1));
});

test(`${RUNS} generated SELECTs in a user database answer as the model says, types included`, () => {
  fc.assert(
    fc.property(select(userTables(estate)), (expected) => check('Orders', expected)),
    { seed: SEED, numRuns: RUNS },
  );
});

test(`${RUNS} generated SELECTs in master answer as the model says, types included`, () => {
  fc.assert(
    fc.property(select(masterTables(estate)), (expected) => check('master', expected)),
    { seed: SEED, numRuns: RUNS },
  );
});

test('the generator makes joins, groups, DISTINCT, TOP and conditions, and answers with rows', () => {
  const sample = fc.sample(select(masterTables(estate)), { seed: SEED, numRuns: RUNS });
  const share = (pattern: RegExp): number => sample.filter(({ sql }) => pattern.test(sql)).length / sample.length;
  for (const pattern of [/ JOIN /, /GROUP BY/, /DISTINCT/, /TOP/, /WHERE/, /HAVING/, /LIKE|IN \(|BETWEEN/]) {
    assert.ok(share(pattern) > 0.03, `${pattern}: ${share(pattern)}`);
  }
  assert.ok(sample.filter(({ rows }) => rows.length > 0).length > sample.length / 2);
});
