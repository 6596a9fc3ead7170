import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorOf, messageOf, select } from '../../testEstate.ts';

const T = '(VALUES (1), (2), (3)) AS t (x)';
const U = '(VALUES (2), (3), (4)) AS u (y)';
const rows = (text: string): unknown[] => select(text).rows.map((row) => (row.length === 1 ? row[0] : row));

test('EXISTS and IN, correlated and not', () => {
  assert.deepEqual(rows(`SELECT x FROM ${T} WHERE EXISTS (SELECT 1 FROM ${U} WHERE u.y = t.x)`), [2, 3]);
  assert.deepEqual(rows(`SELECT x FROM ${T} WHERE NOT EXISTS (SELECT * FROM ${U} WHERE y = x)`), [1]);
  assert.deepEqual(rows(`SELECT x FROM ${T} WHERE x IN (SELECT y FROM ${U})`), [2, 3]);
  assert.deepEqual(rows(`SELECT x FROM ${T} WHERE x NOT IN (SELECT y FROM ${U} WHERE y > 2)`), [1, 2]);
});

test('a scalar subquery is NULL over no rows, and may look two levels out', () => {
  assert.deepEqual(rows(`SELECT (SELECT y FROM ${U} WHERE y = x) FROM ${T}`), [null, 2, 3]);
  assert.deepEqual(
    rows(`SELECT (SELECT COUNT(*) FROM ${U} WHERE EXISTS (SELECT 1 WHERE u.y > t.x)) FROM ${T}`),
    [3, 2, 1],
  );
});

test('the inner name hides the outer one', () => {
  assert.deepEqual(rows('SELECT (SELECT MAX(x) FROM (VALUES (9)) AS i (x)) FROM (VALUES (1)) AS o (x)'), [9]);
});

test('the documented pattern: the greatest of several columns of a row', () => {
  const text = `SELECT TOP (1) (SELECT MAX(v) FROM (VALUES (avg_cpu_percent), (avg_data_io_percent), (avg_log_write_percent)) AS value (v)) AS peak,
    avg_cpu_percent, avg_data_io_percent, avg_log_write_percent FROM sys.dm_db_resource_stats ORDER BY end_time DESC`;
  const [row = []] = select(text).rows;
  assert.equal(row[0], Math.max(...row.slice(1).map(Number)));
});

test('common tables: chained, with column names, used twice', () => {
  assert.deepEqual(
    rows(
      `WITH a (n) AS (SELECT x FROM ${T}), b AS (SELECT n * 10 AS m FROM a) SELECT a.n, b.m FROM a JOIN b ON b.m = a.n * 10`,
    ),
    [
      [1, 10],
      [2, 20],
      [3, 30],
    ],
  );
  assert.deepEqual(
    rows('WITH c AS (SELECT 1 AS n UNION ALL SELECT 2) SELECT COUNT(*) FROM c AS l CROSS JOIN c AS r'),
    [4],
  );
});

test('a common table may hide a later one of an enclosing name, and be used in a subquery', () => {
  assert.deepEqual(rows('WITH c AS (SELECT 5 AS n) SELECT (SELECT n FROM c) + (SELECT MAX(n) FROM c)'), [10]);
});

test('a derived table inside a derived table', () => {
  assert.deepEqual(rows(`SELECT z FROM (SELECT w AS z FROM (SELECT x AS w FROM ${T}) AS i) AS o WHERE z > 1`), [2, 3]);
});

const REFUSED: [string, number, RegExp][] = [
  [`SELECT (SELECT x FROM ${T})`, 512, /^Subquery returned more than 1 value\./],
  ['SELECT (SELECT 1, 2)', 116, /^Only one expression can be specified/],
  ['SELECT 1 WHERE 1 IN (SELECT 1, 2)', 116, /Only one expression/],
  ['WITH a AS (SELECT 1 AS x), A AS (SELECT 2 AS x) SELECT * FROM a', 239, /^Duplicate common table expression name/],
  [
    'WITH r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT * FROM r',
    40517,
    /recursive common table expression/,
  ],
  [`SELECT * FROM ${T}, (SELECT x AS y) AS d`, 207, /'x'/],
  ['SELECT x, COUNT(*) FROM (VALUES (1)) AS t (x) GROUP BY x HAVING EXISTS (SELECT 1 WHERE t.q = 1)', 207, /'q'/],
];

for (const [text, number, message] of REFUSED) {
  test(`«${text}» is error ${number}`, () => {
    assert.equal(errorOf(text), number);
    assert.match(messageOf(text), message);
  });
}

test('an outer column in a subquery of a grouped query must be grouped by', () => {
  const text = (column: string): string =>
    `SELECT g, (SELECT MAX(y) FROM ${U} WHERE y > ${column}) FROM (VALUES (1, 2)) AS t (g, h) GROUP BY g`;
  assert.deepEqual(rows(text('t.g')), [[1, 4]]);
  assert.equal(errorOf(text('t.h')), 8120);
});
