import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorOf, messageOf, select } from '../../testEstate.ts';

const T = "(VALUES (1, 'b'), (2, 'a'), (3, 'b'), (4, NULL)) AS t (n, k)";
const rows = (text: string): unknown[] => select(text).rows.map((row) => (row.length === 1 ? row[0] : row));

test('by name, alias, position, expression and a column that is not selected', () => {
  assert.deepEqual(rows(`SELECT n FROM ${T} ORDER BY n DESC`), [4, 3, 2, 1]);
  assert.deepEqual(rows(`SELECT -n AS m FROM ${T} ORDER BY m`), [-4, -3, -2, -1]);
  assert.deepEqual(rows(`SELECT k, n FROM ${T} ORDER BY 2 DESC`)[0], [null, 4]);
  assert.deepEqual(rows(`SELECT n FROM ${T} ORDER BY n % 2, n`), [2, 4, 1, 3]);
  assert.deepEqual(rows(`SELECT n FROM ${T} ORDER BY k DESC, n`), [1, 3, 2, 4]);
});

test('an alias goes before a column of the same name', () => {
  assert.deepEqual(rows(`SELECT -n AS n FROM ${T} ORDER BY n`), [-4, -3, -2, -1]);
});

test('TOP: with and without parentheses, percent, ties, zero, an expression', () => {
  assert.deepEqual(rows(`SELECT TOP 2 n FROM ${T} ORDER BY n`), [1, 2]);
  assert.deepEqual(rows(`SELECT TOP (1 + 1) n FROM ${T} ORDER BY n DESC`), [4, 3]);
  assert.deepEqual(rows(`SELECT TOP (0) n FROM ${T}`), []);
  assert.deepEqual(rows(`SELECT TOP (99) n FROM ${T}`).length, 4);
  assert.deepEqual(rows(`SELECT TOP (26) PERCENT n FROM ${T} ORDER BY n`), [1, 2]);
  assert.deepEqual(rows(`SELECT TOP (1) WITH TIES n FROM ${T} ORDER BY k DESC`), [1, 3]);
});

test('TOP counts distinct rows, after DISTINCT', () => {
  assert.deepEqual(rows(`SELECT DISTINCT TOP (2) k FROM ${T} ORDER BY k DESC`), ['b', 'a']);
});

test('OFFSET and FETCH', () => {
  assert.deepEqual(rows(`SELECT n FROM ${T} ORDER BY n OFFSET 1 ROW FETCH NEXT 2 ROWS ONLY`), [2, 3]);
  assert.deepEqual(rows(`SELECT n FROM ${T} ORDER BY n OFFSET 3 ROWS`), [4]);
});

test('set operations: UNION, UNION ALL, EXCEPT, INTERSECT, and their precedence', () => {
  assert.deepEqual(rows('SELECT 1 AS x UNION SELECT 2 UNION SELECT 1 ORDER BY x'), [1, 2]);
  assert.deepEqual(rows('SELECT 1 AS x UNION ALL SELECT 1'), [1, 1]);
  assert.deepEqual(rows(`SELECT n FROM ${T} EXCEPT SELECT 2`), [1, 3, 4]);
  assert.deepEqual(rows(`SELECT n FROM ${T} INTERSECT SELECT 2`), [2]);
  assert.deepEqual(rows('SELECT 1 AS x UNION SELECT 2 INTERSECT SELECT 3'), [1]);
  assert.deepEqual(rows('(SELECT 1 AS x UNION SELECT 3) INTERSECT SELECT 3'), [3]);
  assert.deepEqual(rows('SELECT NULL AS x UNION SELECT NULL'), [null]);
  assert.deepEqual(rows("SELECT 1 AS x UNION ALL SELECT '2'"), [1, 2]);
});

const REFUSED: [string, number, RegExp][] = [
  [`SELECT n FROM ${T} ORDER BY 2`, 108, /^The ORDER BY position number 2 is out of range/],
  [`SELECT n FROM ${T} ORDER BY 'n'`, 408, /constant expression was encountered in the ORDER BY list, position 1/],
  [`SELECT DISTINCT n FROM ${T} ORDER BY k`, 145, /^ORDER BY items must appear in the select list if SELECT DISTINCT/],
  ['SELECT 1 AS x UNION SELECT 2 ORDER BY x + 1', 104, /UNION, INTERSECT or EXCEPT/],
  ['SELECT 1 AS x UNION SELECT 2 ORDER BY y', 207, /'y'/],
  ['SELECT 1 UNION SELECT 2, 3', 205, /equal number of expressions/],
  [`SELECT TOP (-1) n FROM ${T}`, 1014, /may not be negative/],
  [`SELECT TOP (101) PERCENT n FROM ${T}`, 1031, /between 0 and 100/],
  [`SELECT TOP (NULL) n FROM ${T}`, 1060, /must be an integer/],
  [`SELECT TOP (n) n FROM ${T}`, 207, /'n'/],
  [`SELECT TOP (1) WITH TIES n FROM ${T}`, 1062, /WITH TIES/],
  [`SELECT n FROM ${T} ORDER BY n OFFSET -1 ROWS`, 1014, /OFFSET/],
  ["SELECT 1 AS x UNION ALL SELECT 'a'", 245, /'a' to data type int/],
];

for (const [text, number, message] of REFUSED) {
  test(`«${text}» is error ${number}`, () => {
    assert.equal(errorOf(text), number);
    assert.match(messageOf(text), message);
  });
}
