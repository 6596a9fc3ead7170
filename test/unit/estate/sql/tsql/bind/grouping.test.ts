import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorOf, messageOf, select } from '../../testEstate.ts';

const T = "(VALUES ('a', 1), ('b', 2), ('A', 3), ('c', NULL)) AS t (k, n)";
const rows = (text: string): unknown[] => select(text).rows;

test('groups by a column, an expression, and several', () => {
  assert.deepEqual(rows(`SELECT k, SUM(n) FROM ${T} GROUP BY k ORDER BY k`), [
    ['a', 4],
    ['b', 2],
    ['c', null],
  ]);
  assert.deepEqual(rows(`SELECT UPPER(k), COUNT(*) FROM ${T} GROUP BY UPPER(k) ORDER BY 1`), [
    ['A', 2],
    ['B', 1],
    ['C', 1],
  ]);
  assert.deepEqual(rows(`SELECT k, n, COUNT(*) FROM ${T} GROUP BY k, n ORDER BY n`).length, 4);
});

test('a grouping expression may be part of a larger one', () => {
  assert.deepEqual(rows(`SELECT 'x' + k + 'y', n % 2 + 1 FROM ${T} GROUP BY k, n % 2 ORDER BY k, 2`).length, 3);
});

test('HAVING sees aggregates that are not selected', () => {
  assert.deepEqual(rows(`SELECT k FROM ${T} GROUP BY k HAVING COUNT(*) > 1`), [['a']]);
});

test('HAVING without GROUP BY is one group', () => {
  assert.deepEqual(rows(`SELECT MAX(n) FROM ${T} HAVING COUNT(*) = 4`), [[3]]);
  assert.deepEqual(rows(`SELECT MAX(n) FROM ${T} HAVING COUNT(*) = 5`), []);
});

test('aggregates with DISTINCT, in expressions, and in ORDER BY', () => {
  assert.deepEqual(rows(`SELECT COUNT(DISTINCT k), SUM(DISTINCT n) * 2 FROM ${T}`), [[3, 12]]);
  assert.deepEqual(rows(`SELECT k FROM ${T} GROUP BY k ORDER BY SUM(n) DESC, k`), [['a'], ['b'], ['c']]);
});

test('integers average to an integer, cut off; decimals keep six places', () => {
  const from = 'FROM (VALUES (1), (2)) AS t (x)';
  assert.deepEqual(rows(`SELECT AVG(x), AVG(-x), AVG(CAST(x AS decimal(5,2))), AVG(CAST(x AS float)) ${from}`), [
    [1, -1, 1.5, 1.5],
  ]);
});

test('MIN and MAX of text follow the collation, of dates the clock', () => {
  assert.deepEqual(rows("SELECT MIN(x), MAX(x) FROM (VALUES ('b'), ('A'), ('C')) AS t (x)"), [['A', 'C']]);
});

test('an aggregate of an inner query does not group the outer one', () => {
  assert.deepEqual(rows(`SELECT k, (SELECT COUNT(*) FROM ${T.replaceAll('t (', 'u (')}) FROM ${T} WHERE n = 1`), [
    ['a', 4],
  ]);
});

const REFUSED: [string, number, RegExp][] = [
  [
    `SELECT k, COUNT(*) FROM ${T}`,
    8120,
    /^Column 't\.k' is invalid in the select list because it is not contained in either an aggregate function or the GROUP BY clause\.$/,
  ],
  ['SELECT name, state, COUNT(*) FROM sys.databases GROUP BY name', 8120, /'sys\.databases\.state'/],
  ['SELECT * FROM sys.databases GROUP BY name', 8120, /select list/],
  [`SELECT k FROM ${T} GROUP BY k HAVING n > 1`, 8121, /^Column 't\.n' is invalid in the HAVING clause/],
  [`SELECT k FROM ${T} GROUP BY k ORDER BY n`, 8127, /^Column "t\.n" is invalid in the ORDER BY clause/],
  [`SELECT k FROM ${T} WHERE COUNT(*) > 1`, 147, /^An aggregate may not appear in the WHERE clause/],
  [
    `SELECT SUM(COUNT(*)) FROM ${T}`,
    130,
    /^Cannot perform an aggregate function on an expression containing an aggregate/,
  ],
  [`SELECT k FROM ${T} GROUP BY COUNT(*)`, 144, /GROUP BY/],
  [`SELECT SUM(k) FROM ${T}`, 8117, /^Operand data type varchar is invalid for sum operator\.$/],
  ['SELECT AVG(end_time) FROM sys.dm_db_resource_stats', 8117, /datetime is invalid for avg operator/],
  ['SELECT MAX(is_read_only) FROM sys.databases', 8117, /bit is invalid for max operator/],
  ['SELECT SUM(*) FROM sys.databases', 102, /'\*'/],
  ['SELECT COUNT(1, 2) FROM sys.databases', 174, /count function requires 1/],
  ['SELECT SUM(x) FROM (VALUES (2147483647), (1)) AS t (x)', 8115, /data type int/],
];

for (const [text, number, message] of REFUSED) {
  test(`«${text}» is error ${number}`, () => {
    assert.equal(errorOf(text), number);
    assert.match(messageOf(text), message);
  });
}
