import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstNumber } from '../../../../../shared/adapters/azure/logs/firstNumber.ts';
import { hitsOf } from '../../../../../shared/adapters/azure/logs/hits.ts';

const CASES: Array<[unknown[][], number | null]> = [
  [[], null],
  [[[]], null],
  [[[7]], 7],
  [[[0, 7]], 0],
  [[['shop', -2.5]], -2.5],
  [[['12.50']], 12.5],
  [[['1e9', '0x10', '12 apples', '', '2026-11-20']], null],
  [[[true, false, null, {}, new Date()]], null],
  [[[Number.NaN, Number.POSITIVE_INFINITY, 3]], 3],
  [[['none'], [5]], null],
];
for (const [rows, expected] of CASES) {
  test(`the first number of ${JSON.stringify(rows)} is ${expected}`, () => {
    assert.equal(firstNumber({ rows }), expected);
  });
}

test('no table has no number and no hits', () => {
  assert.equal(firstNumber(undefined), null);
  assert.deepEqual(hitsOf(undefined), []);
});

const table = (names: string[], ...rows: unknown[][]) => ({ columnDescriptors: names.map((name) => ({ name })), rows });

test('a hit is what the columns server, database and region name, in any case and order, and nothing else', () => {
  const hits = hitsOf(table(['Secret', 'Region', 'DATABASE', 'server'], ['x', 'westeurope', 'orders', 'shop-we']));
  assert.deepEqual(hits, [{ server: 'shop-we', database: 'orders', region: 'westeurope' }]);
});

test('what is no name is not there', () => {
  const rows = [[''], [7], [null], ['x'.repeat(129)], ['shop-we']];
  assert.deepEqual(hitsOf(table(['server'], ...rows)), [{}, { server: 'shop-we' }]);
});

test('every name is a hit once, however many rows have it, and ten thousand names are enough', () => {
  const rows = Array.from({ length: 150 }, (_, index) => [`s${index % 120}`]);
  assert.equal(hitsOf(table(['server'], ...rows)).length, 120);
  const many = Array.from({ length: 10_050 }, (_, index) => [`s${index}`]);
  assert.equal(hitsOf(table(['server'], ...many)).length, 10_000);
});
