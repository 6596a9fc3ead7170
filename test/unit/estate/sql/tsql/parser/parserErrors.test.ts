import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseBatch } from '../../../../../../local/estate/sql/tsql/parser/parseBatch.ts';

/** Text, number, and the message SQL Server gives. */
const REFUSED: [string, number, string][] = [
  ['SELECT', 102, "Incorrect syntax near 'SELECT'."],
  ['SELECT FROM sys.databases', 156, "Incorrect syntax near the keyword 'FROM'."],
  ['SELECT * FROM', 102, "Incorrect syntax near 'FROM'."],
  ['SELECT 1 +', 102, "Incorrect syntax near '+'."],
  ['SELECT (1', 102, "Incorrect syntax near '1'."],
  ['SELECT 1)', 102, "Incorrect syntax near ')'."],
  ['SELECT a b c FROM t', 102, "Incorrect syntax near 'c'."],
  ['SELECT * FROM sys.databases WHERE', 102, "Incorrect syntax near 'WHERE'."],
  ['SELECT * FROM sys.databases WHERE ORDER BY name', 156, "Incorrect syntax near the keyword 'ORDER'."],
  ['SELECT * FROM sys.databases ORDER name', 102, "Incorrect syntax near 'name'."],
  ['SELECT * FROM sys.databases GROUP name', 102, "Incorrect syntax near 'name'."],
  ['SELECT * FROM a JOIN b', 102, "Incorrect syntax near 'b'."],
  ['SELECT * FROM (SELECT 1 AS x)', 102, "Incorrect syntax near ')'."],
  ['SELECT CASE END', 156, "Incorrect syntax near the keyword 'END'."],
  ['SELECT CASE WHEN 1=1 THEN 2', 102, "Incorrect syntax near '2'."],
  ['SELECT CAST(1 int)', 102, "Incorrect syntax near 'int'."],
  ['SELECT name = ', 102, "Incorrect syntax near '='."],
  ['SELECT 1 SELEC 1', 102, "Incorrect syntax near '1'."],
  ['DECLARE x int', 102, "Incorrect syntax near 'x'."],
  ['SET NOCOUNT MAYBE', 102, "Incorrect syntax near 'MAYBE'."],
  ['IF 1 = 1', 102, "Incorrect syntax near '1'."],
  ['BEGIN END', 156, "Incorrect syntax near the keyword 'END'."],
  ['BEGIN SELECT 1', 102, "Incorrect syntax near '1'."],
  ['WAITFOR DELAY 5', 102, "Incorrect syntax near '5'."],
  ['ALTER DATABASE x', 102, "Incorrect syntax near 'x'."],
  ['ALTER DATABASE x ADD SECONDARY ON SERVER', 102, "Incorrect syntax near 'SERVER'."],
  ['SELECT 1 WHERE 1', 102, "Incorrect syntax near '1'."],
  [
    'SELECT 1 WHERE 1 ORDER BY 1',
    4145,
    "An expression of non-boolean type specified in a context where a condition is expected, near 'ORDER'.",
  ],
  ['SELECT 1 WHERE a NOT 5', 102, "Incorrect syntax near '5'."],
  ['SELECT 1 WHERE a IS 5', 102, "Incorrect syntax near '5'."],
  ['SELECT 1 WHERE (a = 1', 102, "Incorrect syntax near '1'."],
];

for (const [text, number, message] of REFUSED) {
  test(`«${text}» is error ${number}`, () => {
    assert.throws(() => parseBatch(text), { name: 'SqlError', number, message, severity: 15 });
  });
}

/** What T-SQL has and the estate does not is refused by name, never answered with nothing. */
const UNSUPPORTED: [string, number, RegExp][] = [
  ['INSERT INTO t VALUES (1)', 40510, /'INSERT'/],
  ['UPDATE t SET a = 1', 40510, /'UPDATE'/],
  ['DELETE FROM t', 40510, /'DELETE'/],
  ['CREATE TABLE t (a int)', 40510, /'CREATE'/],
  ['WHILE 1 = 1 SELECT 1', 40510, /'WHILE'/],
  ['BEGIN TRY SELECT 1 END TRY', 40510, /'BEGIN TRY'/],
  ['THROW', 40510, /'THROW'/],
  ['SELECT 1 AS a INTO #t', 40517, /'INTO'/],
  ['SELECT ROW_NUMBER() OVER (ORDER BY name) FROM sys.databases', 40517, /'OVER'/],
  ['SELECT * FROM sys.databases FOR JSON AUTO', 40517, /'FOR'/],
  ['SELECT * FROM sys.databases CROSS APPLY (SELECT 1 AS x) AS y', 40517, /'APPLY'/],
  ['SELECT name FROM sys.databases GROUP BY ROLLUP (name)', 40517, /'ROLLUP'/],
  ['SELECT 1 WHERE 1 = ANY (SELECT 1)', 40517, /'ANY'/],
  ['SELECT * FROM sys.dm_exec_sql_text(0x01)', 40517, /dm_exec_sql_text/],
  ['SELECT name COLLATE Turkish_CI_AS FROM sys.databases', 40517, /Turkish_CI_AS/],
  ['SET IMPLICIT_TRANSACTIONS ON', 40517, /IMPLICIT_TRANSACTIONS/],
  ['SET SHOWPLAN_XML ON', 40517, /SHOWPLAN_XML/],
  ['ALTER DATABASE x MODIFY NAME = y', 40510, /'ALTER DATABASE MODIFY'/],
  ['ALTER DATABASE x ADD SECONDARY ON SERVER y WITH (ALLOW_CONNECTIONS = NO)', 40517, /'ALLOW_CONNECTIONS'/],
  ["EXEC ('SELECT 1')", 40510, /EXECUTE \(string\)/],
  ['DECLARE @t TABLE (a int)', 40510, /DECLARE TABLE/],
];

for (const [text, number, message] of UNSUPPORTED) {
  test(`«${text}» is refused with ${number}`, () => {
    assert.throws(() => parseBatch(text), { number, message });
  });
}

test('types: an unknown one is 243, facets out of range are refused', () => {
  assert.throws(() => parseBatch('SELECT CAST(1 AS money)'), {
    number: 243,
    message: 'Type money is not a defined system type.',
  });
  assert.throws(() => parseBatch('SELECT CAST(1 AS float(20))'), { number: 243 });
  assert.throws(() => parseBatch('SELECT CAST(1 AS varchar(8001))'), { number: 131 });
  assert.throws(() => parseBatch('SELECT CAST(1 AS varchar(0))'), { number: 1001 });
  assert.throws(() => parseBatch('SELECT CAST(1 AS decimal(39,0))'), { number: 1007 });
  assert.throws(() => parseBatch('SELECT CAST(1 AS decimal(5,6))'), { number: 1002 });
  assert.throws(() => parseBatch('SELECT CAST(1 AS datetime2(8))'), { number: 1002 });
});

test('a statement nested past all reason is error 191, not a stack overflow', () => {
  const deep = `${'('.repeat(5000)}1${')'.repeat(5000)}`;
  assert.throws(() => parseBatch(`SELECT ${deep}`), { number: 191 });
  assert.throws(() => parseBatch(`SELECT 1 WHERE ${'NOT '.repeat(5000)} 1 = 1`), { number: 191 });
});

test('statements need no semicolon between them, and may have several', () => {
  const kinds = parseBatch('SELECT 1 SELECT 2;; DECLARE @a int SET @a = 1 PRINT @a; RETURN').map(({ kind }) => kind);
  assert.deepEqual(kinds, ['query', 'query', 'declare', 'setVariable', 'print', 'return']);
});

test('the options that drivers and administrators set are taken', () => {
  const options = `set textsize 2147483647 set quoted_identifier on set arithabort off set ansi_nulls on
    set implicit_transactions off set datefirst 7 set dateformat mdy set language us_english
    set concat_null_yields_null on set fmtonly off set xact_abort off set nocount on
    set transaction isolation level read committed set lock_timeout -1 set deadlock_priority low set rowcount 0
    SET ANSI_PADDING, ANSI_WARNINGS ON`;
  assert.equal(
    parseBatch(options).every(({ kind }) => kind === 'setOption'),
    true,
  );
  assert.equal(parseBatch(options).length, 17);
});
