import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scalar, select } from '../../testEstate.ts';

/** TRUE, FALSE and UNKNOWN as conditions of T-SQL. */
const TRUTH: Record<string, string> = { T: '1 = 1', F: '1 = 0', U: '1 = NULL' };
const AND: Record<string, string> = { TT: 'T', TF: 'F', TU: 'U', FT: 'F', FF: 'F', FU: 'F', UT: 'U', UF: 'F', UU: 'U' };
const OR: Record<string, string> = { TT: 'T', TF: 'T', TU: 'T', FT: 'T', FF: 'F', FU: 'U', UT: 'T', UF: 'U', UU: 'U' };

/** Tells UNKNOWN from FALSE: NOT UNKNOWN is still not true. */
function truth(condition: string): string {
  if (scalar(`CASE WHEN ${condition} THEN 1 ELSE 0 END`) === 1) return 'T';
  return scalar(`CASE WHEN NOT (${condition}) THEN 1 ELSE 0 END`) === 1 ? 'F' : 'U';
}

test('AND and OR follow the tables of three-valued logic', () => {
  for (const left of 'TFU') {
    for (const right of 'TFU') {
      assert.equal(truth(`${TRUTH[left]} AND ${TRUTH[right]}`), AND[left + right], `${left} AND ${right}`);
      assert.equal(truth(`${TRUTH[left]} OR ${TRUTH[right]}`), OR[left + right], `${left} OR ${right}`);
    }
  }
});

test('AND binds tighter than OR, NOT tighter than AND', () => {
  assert.equal(truth('1 = 1 OR 1 = 1 AND 1 = 0'), 'T');
  assert.equal(truth('NOT 1 = 0 AND 1 = 0'), 'F');
});

test('nothing equals NULL, not even NULL', () => {
  for (const operator of ['=', '<>', '<', '<=', '>', '>=', '!=', '!<', '!>']) {
    assert.equal(truth(`NULL ${operator} NULL`), 'U', operator);
    assert.equal(truth(`1 ${operator} CAST(NULL AS int)`), 'U', operator);
  }
});

test('IS NULL and IS NOT NULL are never UNKNOWN', () => {
  assert.equal(truth('NULL IS NULL'), 'T');
  assert.equal(truth('1 IS NULL'), 'F');
  assert.equal(truth('NULL IS NOT NULL'), 'F');
});

test('IN with a NULL in the list is TRUE or UNKNOWN, never FALSE', () => {
  assert.equal(truth('1 IN (1, NULL)'), 'T');
  assert.equal(truth('2 IN (1, NULL)'), 'U');
  assert.equal(truth('2 NOT IN (1, NULL)'), 'U');
  assert.equal(truth('2 NOT IN (1, 3)'), 'T');
  assert.equal(truth('NULL IN (1)'), 'U');
});

test('IN over a query: UNKNOWN with a NULL among the rows, FALSE over no rows', () => {
  assert.equal(truth('2 IN (SELECT 1 UNION ALL SELECT NULL)'), 'U');
  assert.equal(truth('2 NOT IN (SELECT 1 UNION ALL SELECT NULL)'), 'U');
  assert.equal(truth('NULL IN (SELECT 1 WHERE 1 = 0)'), 'F');
  assert.equal(truth('1 IN (SELECT 1)'), 'T');
});

test('BETWEEN is two comparisons: one of them may settle it', () => {
  assert.equal(truth('5 BETWEEN 1 AND NULL'), 'U');
  assert.equal(truth('5 BETWEEN 6 AND NULL'), 'F');
  assert.equal(truth('5 NOT BETWEEN 6 AND NULL'), 'T');
  assert.equal(truth('5 BETWEEN 5 AND 5'), 'T');
});

test('LIKE with NULL on either side is UNKNOWN', () => {
  assert.equal(truth("NULL LIKE 'a'"), 'U');
  assert.equal(truth("'a' LIKE NULL"), 'U');
  assert.equal(truth("'a' NOT LIKE NULL"), 'U');
});

test('WHERE and HAVING keep a row only when the condition is TRUE', () => {
  const text = 'SELECT x FROM (VALUES (1), (NULL), (3)) AS t (x)';
  assert.deepEqual(select(`${text} WHERE x > 1`).rows, [[3]]);
  assert.deepEqual(select(`${text} WHERE NOT x > 1`).rows, [[1]]);
  assert.deepEqual(select(`${text} GROUP BY x HAVING SUM(x) > 1`).rows, [[3]]);
});

test('arithmetic and concatenation with NULL are NULL; CONCAT is not', () => {
  assert.equal(scalar('1 + NULL'), null);
  assert.equal(scalar("'a' + NULL"), null);
  assert.equal(scalar("CONCAT('a', NULL, 'b')"), 'ab');
});

test('COALESCE, ISNULL and NULLIF', () => {
  assert.equal(scalar('COALESCE(NULL, NULL, 3, 1/0)'), 3);
  assert.equal(scalar('ISNULL(NULL, 7)'), 7);
  assert.equal(scalar('ISNULL(5, 1/0)'), 5);
  assert.equal(scalar('NULLIF(1, 1)'), null);
  assert.equal(scalar('NULLIF(1, 2)'), 1);
  assert.equal(scalar('NULLIF(1, CAST(NULL AS int))'), 1);
});

test('NULLs are one group, one distinct value, and first in ascending order', () => {
  const from = 'FROM (VALUES (2), (NULL), (1), (NULL)) AS t (x)';
  assert.deepEqual(select(`SELECT x, COUNT(*) AS n ${from} GROUP BY x ORDER BY x`).rows, [
    [null, 2],
    [1, 1],
    [2, 1],
  ]);
  assert.deepEqual(select(`SELECT DISTINCT x ${from} ORDER BY x DESC`).rows, [[2], [1], [null]]);
});

test('aggregates pass NULL over; over nothing they are NULL, and COUNT is 0', () => {
  const from = 'FROM (VALUES (2), (NULL), (4)) AS t (x)';
  assert.deepEqual(select(`SELECT COUNT(*), COUNT(x), SUM(x), AVG(x), MIN(x), MAX(x) ${from}`).rows, [
    [3, 2, 6, 3, 2, 4],
  ]);
  assert.deepEqual(select(`SELECT COUNT(*), COUNT(x), SUM(x), AVG(x), MIN(x) ${from} WHERE 1 = 0`).rows, [
    [0, 0, null, null, null],
  ]);
  assert.deepEqual(select(`SELECT SUM(x) ${from} WHERE 1 = 0 GROUP BY x`).rows, []);
});
