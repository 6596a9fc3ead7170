import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestEstate, errorOf, messageOf, run, scalar } from '../../testEstate.ts';

const VALUES: [string, unknown][] = [
  // text: positions count from 1, trailing spaces do not count for LEN
  ["LEN('abc   ')", 3],
  ["LEN('   ')", 0],
  ['LEN(CAST(NULL AS varchar(5)))', null],
  ["DATALENGTH(N'abc ')", 8],
  ["UPPER('straße')", 'STRASSE'],
  ["LOWER('ABC')", 'abc'],
  ["LTRIM('  a ')", 'a '],
  ["RTRIM(' a  ')", ' a'],
  ["TRIM('  a  ')", 'a'],
  ["REVERSE('abc')", 'cba'],
  ["SUBSTRING('abcdef', 2, 3)", 'bcd'],
  ["SUBSTRING('abcdef', 0, 3)", 'ab'],
  ["SUBSTRING('abcdef', -5, 3)", ''],
  ["SUBSTRING('abcdef', 5, 100)", 'ef'],
  ["LEFT('abc', 2)", 'ab'],
  ["LEFT('abc', 0)", ''],
  ["RIGHT('abc', 2)", 'bc'],
  ["RIGHT('abc', 9)", 'abc'],
  ["REPLACE('aXbxc', 'x', '-')", 'a-b-c'],
  ["REPLACE('abc', '', 'z')", 'abc'],
  ["REPLACE('abc', 'b', NULL)", null],
  ["STUFF('abcdef', 2, 3, 'X')", 'aXef'],
  ["STUFF('abc', 9, 1, 'X')", null],
  ["REPLICATE('ab', 3)", 'ababab'],
  ["REPLICATE('ab', -1)", null],
  ["LEN(REPLICATE('abc', 2147483647))", 8000],
  ["LEN(REPLICATE(N'abc', 2147483647))", 4000],
  ['SPACE(2)', '  '],
  ["CHARINDEX('C', 'abcabc')", 3],
  ["CHARINDEX('c', 'abcabc', 4)", 6],
  ["CHARINDEX('z', 'abc')", 0],
  ["PATINDEX('%[0-9]%', 'ab3')", 3],
  ["PATINDEX('b%', 'ab')", 0],
  ["CONCAT('a', 1, NULL, CAST(1 AS bit), N'é')", 'a11é'],
  ["ASCII('A')", 65],
  ["UNICODE(N'é')", 233],
  ['CHAR(65)', 'A'],
  ['CHAR(300)', null],
  ['NCHAR(8364)', '€'],
  ["QUOTENAME('a]b')", '[a]]b]'],
  // numbers
  ['ABS(-3)', 3],
  ['ABS(CAST(-3 AS bigint))', 3n],
  ['ABS(-1.5)', 1.5],
  ['SIGN(-7)', -1],
  ['FLOOR(-1.5)', -2],
  ['CEILING(1.2)', 2],
  ['FLOOR(7)', 7],
  ['ROUND(1.255, 2)', 1.26],
  ['ROUND(-1.255, 2)', -1.26],
  ['ROUND(1.259, 2, 1)', 1.25],
  ['ROUND(1250, -2)', 1300],
  ['SQRT(9)', 3],
  ['POWER(2, 10)', 1024],
  ["ABS('-4')", 4],
  // date and time
  ["YEAR('2026-11-22')", 2026],
  ["MONTH('2026-11-22')", 11],
  ["DAY('2026-11-22')", 22],
  ["DATEPART(quarter, '2026-11-22')", 4],
  ["DATEPART(dayofyear, '2026-02-01')", 32],
  ["DATEPART(week, '2026-01-04')", 2],
  ["DATEPART(weekday, '2026-11-22')", 1],
  ["DATEPART(hh, '2026-11-22 13:14:15.678')", 13],
  ["DATEPART(mi, '2026-11-22 13:14:15.678')", 14],
  ["DATEPART(ss, '2026-11-22 13:14:15.678')", 15],
  ["DATEPART(ms, '2026-11-22 13:14:15.678')", 678],
  ["DATEPART(mcs, '2026-11-22 13:14:15.678')", 678000],
  ["DATEPART(ns, '2026-11-22 13:14:15.678')", 678000000],
  // DATEDIFF counts boundaries
  ["DATEDIFF(year, '2025-12-31', '2026-01-01')", 1],
  ["DATEDIFF(year, '2026-01-01', '2026-12-31')", 0],
  ["DATEDIFF(quarter, '2026-03-31', '2026-04-01')", 1],
  ["DATEDIFF(month, '2026-01-31', '2026-02-01')", 1],
  ["DATEDIFF(day, '2026-01-01 23:59:59', '2026-01-02')", 1],
  ["DATEDIFF(week, '2026-01-03', '2026-01-04')", 1],
  ["DATEDIFF(hour, '2026-01-01 00:59', '2026-01-01 01:00')", 1],
  ["DATEDIFF(minute, '2026-01-01 00:00:59', '2026-01-01 00:01:00')", 1],
  ["DATEDIFF(second, '2026-01-01 00:00:00.999', '2026-01-01 00:00:01.000')", 1],
  ["DATEDIFF(second, '2026-01-02', '2026-01-01')", -86400],
  ["DATEDIFF(second, '1969-12-31 23:59:59.5', '1970-01-01')", 1],
  ["DATEDIFF(millisecond, '2026-01-01', '2026-01-01 00:00:01')", 1000],
  ["DATEDIFF_BIG(ms, '2000-01-01', '2026-01-01')", BigInt(Date.UTC(2026, 0, 1) - Date.UTC(2000, 0, 1))],
  ["DATEDIFF_BIG(ns, '2026-01-01', '2026-01-02')", 86_400_000_000_000n],
  ["DATEADD(month, 1, '2026-01-31')", Date.UTC(2026, 1, 28)],
  ["DATEADD(year, -1, '2024-02-29')", Date.UTC(2023, 1, 28)],
  ["DATEADD(quarter, 1, '2026-11-30 10:00')", Date.UTC(2027, 1, 28, 10)],
  ["DATEADD(hour, -2, CAST('2026-01-01' AS datetime2))", Date.UTC(2025, 11, 31, 22)],
  ["DATEADD(week, 2, CAST('2026-01-01' AS datetime2))", Date.UTC(2026, 0, 15)],
  ['DATEADD(day, NULL, GETDATE())', null],
];

for (const [expression, value] of VALUES) {
  test(`${expression} = ${String(value)}`, () => {
    assert.deepEqual(scalar(expression), value);
  });
}

const REFUSED: [string, number, RegExp][] = [
  ['SELECT NONSENSE(1)', 195, /^'NONSENSE' is not a recognized built-in function name\.$/],
  ["SELECT LEN('a', 'b')", 174, /^The len function requires 1 argument\(s\)\.$/],
  ["SELECT CHARINDEX('a')", 189, /^The charindex function requires 2 to 3 arguments\.$/],
  ["SELECT LEFT('abc', -1)", 537, /left function/],
  ["SELECT SUBSTRING('abc', 1, -1)", 537, /substring function/],
  ['SELECT SQRT(-1)', 3623, /invalid floating point/],
  ['SELECT POWER(10, 10)', 8115, /data type int/],
  ['SELECT DATEDIFF(fortnight, GETDATE(), GETDATE())', 155, /^'fortnight' is not a recognized datediff option\.$/],
  ["SELECT DATEDIFF('day', GETDATE(), GETDATE())", 1023, /Invalid parameter 1 specified for datediff/],
  ["SELECT DATEDIFF(ms, '2000-01-01', '2026-01-01')", 535, /datediff function resulted in an overflow/],
  ['SELECT DATEADD(day, 1)', 174, /dateadd function requires 3/],
  ['SELECT YEAR(NEWID())', 8116, /uniqueidentifier is invalid for argument 1 of year function/],
  ['SELECT COALESCE(NULL, NULL)', 4127, /COALESCE/],
  ['SELECT NULLIF(NULL, 1)', 4151, /NULLIF/],
  ['SELECT CASE WHEN 1 = 1 THEN NULL END', 8133, /CASE specification/],
  ['SELECT ISNULL(1)', 174, /isnull function requires 2/],
];

for (const [text, number, message] of REFUSED) {
  test(`«${text}» is error ${number}`, () => {
    assert.equal(errorOf(text), number);
    assert.match(messageOf(text), message);
  });
}

test('what a session may ask about itself', () => {
  const estate = createTestEstate();
  const session = estate.session('beta', 'Orders', {
    principal: { name: 'watcher', serverPrincipal: false, databaseManager: false },
    loginName: 'watcher@shop',
    applicationName: 'geowarden',
  });
  const text = `SELECT DB_NAME(), DB_ID(), DB_NAME(1), DB_ID('nowhere'), @@SERVERNAME, @@SPID, ORIGINAL_LOGIN(),
    SUSER_SNAME(), USER_NAME(), APP_NAME(), HOST_NAME(), HAS_DBACCESS('master'), IS_SRVROLEMEMBER('sysadmin')`;
  assert.deepEqual(run(estate, session, text).results[0]?.rows, [
    ['Orders', 5, 'master', null, 'beta', 61, 'watcher@shop', 'watcher@shop', 'watcher', 'geowarden', 'desk', 0, 0],
  ]);
});

test('OBJECT_ID knows a view where the view is, and nothing else', () => {
  const estate = createTestEstate();
  const text = `SELECT CASE WHEN OBJECT_ID('[sys].[GEO_replication_links]') < 0 THEN 1 ELSE 0 END, OBJECT_ID('sys.nothing'), OBJECT_ID('sys.databases', 'U')`;
  assert.deepEqual(run(estate, estate.session('alpha', 'master'), text).results[0]?.rows, [[1, null, null]]);
  assert.deepEqual(run(estate, estate.session('alpha', 'Orders'), text).results[0]?.rows, [[0, null, null]]);
});

test('server and database properties; what is unknown is NULL', () => {
  const estate = createTestEstate();
  const text = `SELECT SERVERPROPERTY('edition'), SERVERPROPERTY('EngineEdition'), SERVERPROPERTY('nonsense'),
    DATABASEPROPERTYEX('orders', 'Updateability'), DATABASEPROPERTYEX('orders', 'ServiceObjective'),
    DATABASEPROPERTYEX('orders', 'Edition'), DATABASEPROPERTYEX('nowhere', 'Status')`;
  const ask = (server: string): unknown => run(estate, estate.session(server, 'Orders'), text).results[0]?.rows[0];
  assert.deepEqual(ask('alpha'), ['SQL Azure', 5, null, 'READ_WRITE', 'GP_Gen5_4', 'GeneralPurpose', null]);
  assert.deepEqual(ask('beta'), ['SQL Azure', 5, null, 'READ_ONLY', 'GP_Gen5_2', 'GeneralPurpose', null]);
});

test('the clock is the model’s, and stands still within a statement', () => {
  const estate = createTestEstate();
  const session = estate.session('alpha', 'Orders');
  const ask = (): unknown[] =>
    run(estate, session, 'SELECT SYSUTCDATETIME(), GETUTCDATE(), SYSDATETIMEOFFSET()').results[0]?.rows[0] ?? [];
  assert.deepEqual(ask(), [estate.clock.nowMs, roundToDatetime(estate.clock.nowMs), estate.clock.nowMs]);
  estate.clock.nowMs += 5_000;
  assert.equal(ask()[0], estate.clock.nowMs);
});

/** datetime ends in 0, 3 or 7 thousandths. */
function roundToDatetime(ms: number): number {
  const candidates = [-4, -3, -2, -1, 0, 1, 2, 3]
    .map((shift) => ms + shift)
    .filter((at) => [0, 3, 7].includes(at % 10));
  return candidates.reduce((best, at) => (Math.abs(at - ms) < Math.abs(best - ms) ? at : best));
}
