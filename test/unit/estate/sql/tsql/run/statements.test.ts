import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sessionState } from '../../../../../../local/estate/sql/tsql/run/sessionState.ts';
import { createTestEstate, errorOf, messageOf, run } from '../../testEstate.ts';

const estate = createTestEstate();
const session = estate.session('alpha', 'Orders');
const rows = (text: string): unknown => run(estate, session, text).results.at(-1)?.rows;
const kinds = (text: string): string[] => run(estate, session, text).steps.map(({ kind }) => kind);

test('variables: declared with and without a value, set, and set from a query', () => {
  assert.deepEqual(rows("DECLARE @a int = 1, @b varchar(3); SET @a = @a + 1; SET @b = 'abcdef'; SELECT @a, @b"), [
    [2, 'abc'],
  ]);
  assert.deepEqual(rows('DECLARE @a int = 4; SET @a *= 3; SET @a -= 2; SELECT @a'), [[10]]);
  assert.deepEqual(
    rows(
      'DECLARE @n int, @m nvarchar(128); SELECT @n = database_id, @m = name FROM sys.databases ORDER BY database_id; SELECT @n, @m',
    ),
    [[5, 'Orders']],
  );
});

test('a query without rows leaves its variables as they were', () => {
  assert.deepEqual(rows('DECLARE @a int = 7; SELECT @a = 1 WHERE 1 = 0; SELECT @a'), [[7]]);
});

test('SELECT @x = ... reports a count, SET and DECLARE report that they are done', () => {
  assert.deepEqual(kinds('DECLARE @a int; SET @a = 1; SELECT @a = 2'), ['done', 'done', 'rowCount']);
});

test('mistakes with variables', () => {
  assert.deepEqual(
    [errorOf('SELECT @nope'), messageOf('SELECT @nope')],
    [137, 'Must declare the scalar variable "@nope".'],
  );
  assert.equal(errorOf('SET @nope = 1'), 137);
  assert.equal(errorOf('DECLARE @a int; DECLARE @A int'), 134);
  assert.equal(errorOf('DECLARE @a int; SELECT @a = 1, 2'), 141);
  assert.equal(errorOf("DECLARE @a int = 'x'; SELECT @a"), 245);
  assert.equal(errorOf('DECLARE @a uniqueidentifier = 1'), 206);
  assert.equal(errorOf('SELECT @@NOPE'), 137);
});

test('IF, ELSE and blocks; UNKNOWN goes to ELSE', () => {
  assert.deepEqual(rows("IF NULL = 1 SELECT 'then' ELSE SELECT 'else'"), [['else']]);
  assert.deepEqual(
    rows('IF EXISTS (SELECT 1 FROM sys.databases) BEGIN SELECT 1 AS a SELECT 2 AS b END ELSE SELECT 3'),
    [[2]],
  );
  assert.deepEqual(kinds('IF 1 = 0 SELECT 1'), []);
  assert.deepEqual(rows('IF 1 = 1 IF 1 = 0 SELECT 1 ELSE SELECT 2'), [[2]]);
});

test('RETURN ends the batch, also from a block', () => {
  assert.deepEqual(kinds('IF 1 = 1 BEGIN PRINT 1; RETURN; PRINT 2 END; PRINT 3'), ['print', 'done']);
});

test('PRINT spells any value as text', () => {
  const prints = run(estate, session, "PRINT 'a' + N'b'; PRINT 1 + 1; PRINT NULL").steps.filter(
    ({ kind }) => kind === 'print',
  );
  assert.deepEqual(
    prints.map((step) => 'message' in step && step.message),
    ['ab', '2', ''],
  );
});

test('@@ROWCOUNT and @@ERROR speak of the statement before', () => {
  assert.deepEqual(rows('SELECT 1 AS x UNION ALL SELECT 2; SELECT @@ROWCOUNT'), [[2]]);
  assert.deepEqual(rows('SELECT 1/0; SELECT @@ERROR'), [[8134]]);
  assert.deepEqual(rows('SELECT 1; SELECT @@ERROR'), [[0]]);
  assert.deepEqual(rows('IF 1 = 1 SELECT 1/0; SELECT @@ERROR'), [[8134]]);
  assert.deepEqual(rows("EXEC sp_executesql N'SELECT 1/0'; SELECT @@ERROR"), [[8134]]);
});

test('transactions are counted over the batches of a session', () => {
  const own = estate.session('alpha', 'Orders');
  const count = (): unknown => run(estate, own, 'SELECT @@TRANCOUNT').results[0]?.rows[0]?.[0];
  run(estate, own, 'BEGIN TRAN');
  run(estate, own, 'BEGIN TRANSACTION named');
  assert.equal(count(), 2);
  run(estate, own, 'COMMIT');
  assert.equal(count(), 1);
  run(estate, own, 'ROLLBACK TRAN');
  assert.equal(count(), 0);
  assert.equal(run(estate, own, 'COMMIT TRANSACTION').errors[0]?.number, 3902);
  assert.equal(run(estate, own, 'ROLLBACK WORK').errors[0]?.number, 3903);
});

test('sp_reset_connection forgets transactions and settings', () => {
  const own = estate.session('alpha', 'Orders');
  run(estate, own, 'BEGIN TRAN; SET LOCK_TIMEOUT 500');
  assert.deepEqual(run(estate, own, 'SELECT @@TRANCOUNT, @@LOCK_TIMEOUT').results[0]?.rows, [[1, 500]]);
  run(estate, own, 'EXEC sp_reset_connection');
  assert.deepEqual(run(estate, own, 'SELECT @@TRANCOUNT, @@LOCK_TIMEOUT').results[0]?.rows, [[0, -1]]);
  assert.equal(sessionState(own).transactionCount, 0);
});

test('WAITFOR DELAY wants a time of day', () => {
  assert.equal(errorOf("WAITFOR DELAY 'soon'"), 148);
  assert.equal(errorOf("WAITFOR DELAY '25:00:00'"), 148);
  assert.deepEqual(kinds("DECLARE @d char(8) = '00:00:01'; WAITFOR DELAY @d"), ['done', 'wait', 'done']);
});

test('USE is refused but for the database one is in', () => {
  assert.deepEqual(kinds('USE [orders]'), ['done']);
  assert.deepEqual(
    [errorOf('USE master'), messageOf('USE master').slice(0, 45)],
    [40508, 'USE statement is not supported to switch betw'],
  );
});

test('sp_executesql has variables of its own, by name and by position', () => {
  assert.deepEqual(rows("EXEC sp_executesql N'SELECT @a * @b', N'@a int, @b int', @b = 5, @a = 4"), [[20]]);
  assert.deepEqual(rows("EXEC sys.sp_executesql N'SELECT @a', N'@a nvarchar(2)', N'abc'"), [['ab']]);
  assert.deepEqual(rows("DECLARE @t nvarchar(100) = N'SELECT 1 AS x'; EXECUTE sp_executesql @t"), [[1]]);
  assert.equal(errorOf("DECLARE @a int = 1; EXEC sp_executesql N'SELECT @a'"), 137);
  assert.equal(errorOf("EXEC sp_executesql N'SELECT @a', N'@a int'"), 8178);
  assert.equal(errorOf("EXEC sp_executesql 'SELECT 1'"), 214);
  assert.equal(errorOf('EXEC sp_executesql'), 201);
  assert.equal(errorOf("EXEC sp_executesql N'SELECT FROM'"), 156);
});

test('a procedure that the estate does not have is error 2812, when it is reached', () => {
  assert.deepEqual(
    [errorOf('EXEC dbo.cleanup @days = 5'), messageOf('EXEC dbo.cleanup @days = 5')],
    [2812, "Could not find stored procedure 'dbo.cleanup'."],
  );
  assert.equal(errorOf('sp_who2'), 2812);
  assert.equal(errorOf('SELEC 1'), 2812);
  assert.deepEqual(kinds('IF 1 = 0 EXEC nowhere'), []);
});

test('the settings batch that a driver sends at login answers without a result', () => {
  const text = `set ansi_nulls on\nset ansi_null_dflt_on on\nset ansi_padding on\nset ansi_warnings on\nset arithabort on
set concat_null_yields_null on\nset cursor_close_on_commit off\nset datefirst 7\nset dateformat mdy\nset implicit_transactions off
set language us_english\nset numeric_roundabort off\nset quoted_identifier on\nset textsize 2147483647
set transaction isolation level read committed`;
  assert.deepEqual([...new Set(kinds(text))], ['done']);
});
