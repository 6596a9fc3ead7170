import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scalar, select } from '../../testEstate.ts';

const holds = (condition: string): boolean => scalar(`CASE WHEN ${condition} THEN 1 ELSE 0 END`) === 1;

test('case does not count, in names of data and of columns', () => {
  assert.equal(holds("'PRIMARY' = 'primary'"), true);
  assert.equal(holds("N'Ä' = N'ä'"), true);
  assert.deepEqual(
    select(
      "SELECT PARTNER_SERVER FROM SYS.DM_GEO_replication_LINK_status WHERE Role_Desc = 'Primary' AND partner_server = 'BETA'",
    ).rows,
    [['beta']],
  );
});

test('accents count', () => {
  assert.equal(holds("'e' = 'é'"), false);
  assert.equal(holds("'resume' < 'résumé'"), true);
});

test('trailing spaces do not count; leading spaces do', () => {
  assert.equal(holds("'a' = 'a   '"), true);
  assert.equal(holds("' a' = 'a'"), false);
  assert.equal(holds("'' = '   '"), true);
});

test('text of different kinds compares as Unicode', () => {
  assert.equal(holds("N'abc' = 'ABC'"), true);
});

test('order is alphabetical whatever the case', () => {
  const { rows } = select("SELECT x FROM (VALUES ('b'), ('A'), ('a1'), ('C')) AS t (x) ORDER BY x");
  assert.deepEqual(rows.flat(), ['A', 'a1', 'b', 'C']);
});

test('DISTINCT, GROUP BY and UNION take texts that differ in case as one', () => {
  assert.deepEqual(select("SELECT DISTINCT x FROM (VALUES ('a'), ('A'), ('a ')) AS t (x)").rows, [['a']]);
  assert.deepEqual(select("SELECT COUNT(*) FROM (VALUES ('a'), ('A'), ('b')) AS t (x) GROUP BY x ORDER BY x").rows, [
    [2],
    [1],
  ]);
  assert.deepEqual(select("SELECT 'a' AS x UNION SELECT 'A'").rows, [['a']]);
  assert.deepEqual(select("SELECT COUNT(DISTINCT x) FROM (VALUES ('a'), ('A'), ('b')) AS t (x)").rows, [[2]]);
});

test('LIKE: % and _, classes, negated classes, ranges, escape', () => {
  const like: [string, string, boolean][] = [
    ['CATCH_UP', 'catch%', true],
    ['CATCH_UP', 'CATCH__P', true],
    ['CATCH_UP', 'CATCH[_]UP', true],
    ['CATCHxUP', 'CATCH[_]UP', false],
    ['b', '[a-c]', true],
    ['d', '[a-c]', false],
    ['d', '[^a-c]', true],
    ['a-b', 'a[-]b', true],
    ['50%', '50[%]', true],
    ['500', '50[%]', false],
    ['a.c', 'a.c', true],
    ['abc', 'a.c', false],
    ['line1\nline2', 'line1%line2', true],
    ['a', '[a', false],
    ['', '%', true],
    ['(x)', '(_)', true],
    ['a&b', 'a[&~]b', true],
    ['b', '[z-a]', false],
    ['-', '[a-]', true],
    ['^', '[a^]', true],
    ['a\\b', 'a\\b', true],
  ];
  for (const [text, pattern, expected] of like) {
    assert.equal(holds(`'${text}' LIKE '${pattern}'`), expected, `${text} LIKE ${pattern}`);
  }
  assert.equal(holds("'10%' LIKE '10!%' ESCAPE '!'"), true);
  assert.equal(holds("'100' LIKE '10!%' ESCAPE '!'"), false);
});

test('uniqueidentifiers order by their last group first', () => {
  const low = 'FFFFFFFF-FFFF-FFFF-FFFF-000000000001';
  const high = '00000000-0000-0000-0000-000000000002';
  assert.equal(holds(`CAST('${low}' AS uniqueidentifier) < CAST('${high}' AS uniqueidentifier)`), true);
  assert.equal(holds(`CAST('${low}' AS uniqueidentifier) = '${low.toLowerCase()}'`), true);
  // In the first group the last byte of the text weighs most.
  const first = ['00000001-0000-0000-0000-000000000000', '01000000-0000-0000-0000-000000000000'];
  assert.equal(holds(`CAST('${first[1]}' AS uniqueidentifier) < CAST('${first[0]}' AS uniqueidentifier)`), true);
});
