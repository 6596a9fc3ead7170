import assert from 'node:assert/strict';
import { test } from 'node:test';
import { executeBatch } from '../../../../../local/estate/sql/tsql/execute.ts';
import { createTestEstate, run } from '../testEstate.ts';

const estate = createTestEstate();
const session = estate.session('alpha', 'Orders');
const kinds = (text: string): string[] => run(estate, session, text).steps.map(({ kind }) => kind);

test('a batch may have several results, in order', () => {
  const { results } = run(estate, session, 'SELECT 1 AS a; SELECT 2 AS b, 3 AS c');
  assert.deepEqual(
    results.map(({ rows }) => rows),
    [[[1]], [[2, 3]]],
  );
  assert.deepEqual(
    results.map(({ columns }) => columns.map(({ name }) => name)),
    [['a'], ['b', 'c']],
  );
});

test('an empty batch, and one of comments only, answers nothing', () => {
  assert.deepEqual(kinds(''), []);
  assert.deepEqual(kinds('-- nothing\n/* here */ ;;'), []);
});

test('parameters are variables of the batch, with or without their @, whatever the case', () => {
  const { results } = run(estate, session, 'SELECT @P1 + 1 AS a, @name AS b, @none AS c', [
    { name: '@p1', type: 'int', value: 41 },
    { name: 'Name', type: 'nvarchar', value: 'alpha' },
    { name: '@none', type: 'datetime2', value: null },
  ]);
  assert.deepEqual(results[0]?.rows, [[42, 'alpha', null]]);
  assert.deepEqual(
    results[0]?.columns.map(({ type, length }) => [type, length]),
    [
      ['int', undefined],
      ['nvarchar', -1],
      ['datetime2', undefined],
    ],
  );
});

test('one text with parameters of other types is another plan', () => {
  const ask = (type: 'int' | 'nvarchar', value: number | string): unknown =>
    run(estate, session, 'SELECT @v + @v AS x', [{ name: '@v', type, value }]).results[0]?.rows[0]?.[0];
  assert.equal(ask('int', 2), 4);
  assert.equal(ask('nvarchar', '2'), '22');
  assert.equal(ask('int', 3), 6);
});

test('one text means different views in master and in a user database', () => {
  const text = 'SELECT COUNT(*) FROM sys.geo_replication_links';
  assert.equal(run(estate, session, text).errors[0]?.number, 208);
  assert.equal(run(estate, estate.session('alpha', 'master'), text).errors.length, 0);
  assert.equal(run(estate, session, text).errors[0]?.number, 208);
});

test('a plan is kept, but its answer is not: the model is read every time', () => {
  const own = createTestEstate();
  const ask = (): unknown =>
    run(own, own.session('alpha', 'Orders'), 'SELECT last_commit FROM sys.dm_geo_replication_link_status').results[0]
      ?.rows[0]?.[0];
  const before = ask();
  own.clock.nowMs += 10_000;
  assert.ok(Number(ask()) > Number(before));
});

test('a syntax error keeps the whole batch from running', () => {
  const { steps } = run(estate, session, 'SELECT 1; SELEKT FROM; SELECT 2');
  assert.deepEqual(
    steps.map(({ kind }) => kind),
    ['error'],
  );
});

test('so does a column that does not exist; a view that does not exist fails only when it is reached', () => {
  assert.deepEqual(kinds('SELECT 1 AS a; SELECT nope FROM sys.databases'), ['error']);
  assert.deepEqual(kinds('SELECT 1 AS a; SELECT nope FROM sys.nothing; SELECT 2 AS b'), ['resultSet', 'error']);
  assert.deepEqual(kinds("IF 1 = 0 SELECT * FROM sys.nothing ELSE PRINT 'there'"), ['print', 'done']);
  assert.deepEqual(kinds('PRINT 1; IF EXISTS (SELECT 1 FROM sys.nothing) PRINT 2'), ['print', 'done', 'error']);
});

test('some errors end the statement, the others the batch', () => {
  assert.deepEqual(kinds('SELECT 1/0; SELECT 2 AS b'), ['error', 'resultSet']);
  assert.deepEqual(kinds("SELECT CAST('x' AS int); SELECT 2 AS b"), ['error']);
});

test('a failed statement shows no result, not an empty one', () => {
  const { results, errors } = run(estate, session, 'SELECT 1 / (database_id - 1) FROM sys.databases');
  assert.deepEqual([results.length, errors[0]?.number], [0, 8134]);
});

test('steps are lazy: what follows a wait sees the model as it is then', () => {
  const own = createTestEstate();
  const text = "SELECT SYSUTCDATETIME(); WAITFOR DELAY '00:00:05.250'; SELECT SYSUTCDATETIME()";
  const [before, after] = run(own, own.session('alpha', 'Orders'), text).results.map(({ rows }) =>
    Number(rows[0]?.[0]),
  );
  assert.ok(before !== undefined && after !== undefined && after - before >= 5_250 && after - before < 5_300);
});

test('ending the iteration early ends the batch', () => {
  const steps = executeBatch("WAITFOR DELAY '01:00:00'; SELECT 1", [], session)[Symbol.iterator]();
  assert.equal(steps.next().value?.kind, 'wait');
  assert.deepEqual(steps.return?.(), { value: undefined, done: true });
  assert.equal(steps.next().done, true);
});

test('it never throws, whatever the text', () => {
  for (const text of [
    '\0',
    '))((',
    'SELECT [',
    "SELECT '",
    '/*',
    'DECLARE',
    'EXEC',
    'EXEC sp_executesql',
    'IF',
    ';;;)',
    'WITH',
    '@',
    'SELECT @',
    'N',
    '0x',
    'ALTER',
  ]) {
    const { errors, steps } = run(estate, session, text);
    assert.ok(errors.length > 0, `«${text}» gave ${JSON.stringify(steps)}`);
  }
});

test('the estate’s own failure is an error that says so', () => {
  const broken = {
    ...session,
    model: {
      ...estate.model,
      clock: estate.model.clock,
      linkViews: () => {
        throw new Error('the model broke');
      },
    },
  };
  const { errors } = run(estate, broken, 'SELECT * FROM sys.dm_geo_replication_link_status');
  assert.deepEqual([errors[0]?.number, errors[0]?.message.includes('the model broke')], [50000, true]);
});

test('a text too long for the cache runs all the same', () => {
  const text = `SELECT ${'1 + '.repeat(50)} 1 AS n -- ${'x'.repeat(30_000)}`;
  assert.deepEqual(run(estate, session, text).results[0]?.rows, [[51]]);
});
