import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorOf, messageOf, select } from '../../testEstate.ts';

const L = "(VALUES (1, 'a'), (2, 'b'), (3, 'c')) AS l (id, x)";
const R = "(VALUES (2, 'B'), (3, 'C'), (3, 'D'), (4, 'E')) AS r (id, y)";
const rows = (text: string): unknown[] => select(text).rows;

test('INNER JOIN keeps pairs for which the condition is true', () => {
  assert.deepEqual(rows(`SELECT l.id, y FROM ${L} JOIN ${R} ON l.id = r.id`), [
    [2, 'B'],
    [3, 'C'],
    [3, 'D'],
  ]);
});

test('LEFT, RIGHT and FULL keep what found no partner, with NULLs', () => {
  assert.deepEqual(rows(`SELECT x, y FROM ${L} LEFT JOIN ${R} ON l.id = r.id`), [
    ['a', null],
    ['b', 'B'],
    ['c', 'C'],
    ['c', 'D'],
  ]);
  assert.deepEqual(rows(`SELECT x, y FROM ${L} RIGHT OUTER JOIN ${R} ON l.id = r.id`), [
    ['b', 'B'],
    ['c', 'C'],
    ['c', 'D'],
    [null, 'E'],
  ]);
  assert.deepEqual(rows(`SELECT x, y FROM ${L} FULL JOIN ${R} ON l.id = r.id ORDER BY x, y`), [
    [null, 'E'],
    ['a', null],
    ['b', 'B'],
    ['c', 'C'],
    ['c', 'D'],
  ]);
});

test('CROSS JOIN and a comma make every pair', () => {
  assert.equal(rows(`SELECT * FROM ${L} CROSS JOIN ${R}`).length, 12);
  assert.equal(rows(`SELECT * FROM ${L}, ${R} WHERE l.id = r.id`).length, 3);
});

test('an outer join’s condition is not a WHERE', () => {
  assert.deepEqual(rows(`SELECT x, y FROM ${L} LEFT JOIN ${R} ON l.id = r.id AND y = 'B'`), [
    ['a', null],
    ['b', 'B'],
    ['c', null],
  ]);
  assert.deepEqual(rows(`SELECT x, y FROM ${L} LEFT JOIN ${R} ON l.id = r.id WHERE y IS NULL`), [['a', null]]);
});

test('joins nest: in parentheses, and with their conditions at the end', () => {
  const third = "(VALUES (3, 'z')) AS t (id, z)";
  const expected = [
    ['a', null],
    ['b', null],
    ['c', 'z'],
    ['c', 'z'],
  ];
  assert.deepEqual(
    rows(`SELECT x, z FROM ${L} LEFT JOIN (${R} JOIN ${third} ON r.id = t.id) ON l.id = r.id`),
    expected,
  );
  assert.deepEqual(rows(`SELECT x, z FROM ${L} LEFT JOIN ${R} JOIN ${third} ON r.id = t.id ON l.id = r.id`), expected);
});

test('a view joins with itself under two names', () => {
  const text = `SELECT a.partner_server, b.partner_server FROM sys.dm_geo_replication_link_status a
    JOIN sys.dm_geo_replication_link_status AS b ON a.partner_server < b.partner_server`;
  assert.deepEqual(rows(text), [['beta', 'gamma']]);
});

test('columns by their table’s full name, with and without an alias', () => {
  assert.deepEqual(rows("SELECT sys.databases.name FROM sys.databases WHERE databases.name = 'master'"), [['master']]);
  assert.equal(errorOf('SELECT sys.databases.name FROM sys.databases AS d'), 4104);
});

test('stars: all tables, or one', () => {
  assert.deepEqual(
    select(`SELECT r.*, l.x FROM ${L} JOIN ${R} ON l.id = r.id`).columns.map(({ name }) => name),
    ['id', 'y', 'x'],
  );
  assert.deepEqual(
    select(`SELECT * FROM ${L} JOIN ${R} ON l.id = r.id`).columns.map(({ name }) => name),
    ['id', 'x', 'id', 'y'],
  );
});

const REFUSED: [string, number, string][] = [
  ['SELECT nope FROM sys.databases', 207, "Invalid column name 'nope'."],
  ['SELECT d.nope FROM sys.databases d', 207, "Invalid column name 'nope'."],
  ['SELECT q.name FROM sys.databases d', 4104, 'The multi-part identifier "q.name" could not be bound.'],
  [
    'SELECT database_id FROM sys.databases a JOIN sys.databases b ON 1 = 1',
    209,
    "Ambiguous column name 'database_id'.",
  ],
  ['SELECT 1 FROM sys.nothing', 208, "Invalid object name 'sys.nothing'."],
  ['SELECT 1 FROM databases', 208, "Invalid object name 'databases'."],
  ['SELECT 1 FROM dbo.databases', 208, "Invalid object name 'dbo.databases'."],
  [
    'SELECT * FROM sys.databases JOIN sys.databases ON 1 = 1',
    1013,
    'The objects "sys.databases" and "sys.databases" in the FROM clause have the same exposed names. Use correlation names to distinguish them.',
  ],
  ['SELECT *', 263, 'Must specify table to select from.'],
  [
    'SELECT q.* FROM sys.databases d',
    107,
    "The column prefix 'q' does not match with a table name or alias name used in the query.",
  ],
  ['SELECT * FROM (SELECT 1) AS t', 8155, "No column name was specified for column 1 of 't'."],
  ['SELECT * FROM (SELECT 1 AS a, 2 AS A) AS t', 8156, "The column 'A' was specified multiple times for 't'."],
  ['SELECT * FROM (SELECT 1 AS a) AS t (x, y)', 8159, "'t' has fewer columns than were specified in the column list."],
  [
    'SELECT * FROM (VALUES (1), (2, 3)) AS t (x)',
    10709,
    'The number of columns for each row in a table value constructor must be the same.',
  ],
  [
    'SELECT * FROM master.sys.databases',
    40515,
    "Reference to database and/or server name in 'master.sys.databases' is not supported in this version of SQL Server.",
  ],
];

for (const [text, number, message] of REFUSED) {
  test(`«${text}» is error ${number}`, () => {
    assert.equal(errorOf(text), number);
    assert.equal(messageOf(text), message);
  });
}

test('the current database may be named in front of the schema', () => {
  assert.equal(rows('SELECT name FROM orders.sys.databases').length, 2);
});

test('a join that would never end is refused', () => {
  const many = '(SELECT a.end_time FROM sys.dm_db_resource_stats a, sys.dm_db_resource_stats b)';
  assert.equal(errorOf(`SELECT COUNT(*) FROM ${many} AS x CROSS JOIN ${many} AS y`), 701);
});
