import assert from 'node:assert/strict';
import { test } from 'node:test';
import { typeOf } from '../../testEstate.ts';

/** Expression and the type SQL Server derives for it. */
const TYPES: [string, string][] = [
  // literals
  ['1', 'int NOT NULL'],
  ['2147483647', 'int NOT NULL'],
  ['2147483648', 'decimal(10,0) NOT NULL'],
  ['1.50', 'decimal(3,2) NOT NULL'],
  ['0.5', 'decimal(1,1) NOT NULL'],
  ['1e3', 'float NOT NULL'],
  ["'abc'", 'varchar(3) NOT NULL'],
  ["''", 'varchar(1) NOT NULL'],
  ["N'abc'", 'nvarchar(3) NOT NULL'],
  ['0x0102', 'varbinary(2) NOT NULL'],
  ['NULL', 'int'],
  // arithmetic
  ['1 + 1', 'int'],
  ['CAST(1 AS tinyint) + CAST(1 AS tinyint)', 'tinyint'],
  ['CAST(1 AS smallint) + CAST(1 AS tinyint)', 'smallint'],
  ['CAST(1 AS bigint) * 2', 'bigint'],
  ['1 + 1.5', 'decimal(3,1)'],
  ['CAST(1 AS int) + 1.5', 'decimal(12,1)'],
  ['CAST(1 AS decimal(5,2)) + CAST(1 AS decimal(5,2))', 'decimal(6,2)'],
  ['CAST(1 AS decimal(5,2)) * CAST(1 AS decimal(5,2))', 'decimal(11,4)'],
  ['CAST(1 AS decimal(5,2)) / CAST(1 AS decimal(5,2))', 'decimal(13,8)'],
  ['CAST(1 AS decimal(5,2)) % CAST(1 AS decimal(6,1))', 'decimal(5,2)'],
  ['CAST(1 AS decimal(38,10)) * CAST(1 AS decimal(38,10))', 'decimal(38,6)'],
  ['CAST(1 AS decimal(38,0)) + 1', 'decimal(38,0)'],
  ['1 + 1e0', 'float'],
  ["1 + '2'", 'int'],
  ['-1', 'int NOT NULL'],
  ['5 & 3', 'int'],
  // concatenation
  ["'ab' + 'cde'", 'varchar(5)'],
  ["'ab' + N'cde'", 'nvarchar(5)'],
  ["CAST('a' AS varchar(8000)) + 'b'", 'varchar(8000)'],
  ["CAST('a' AS nvarchar(max)) + 'b'", 'nvarchar(max)'],
  // cast and convert
  ["CAST('1' AS varchar)", 'varchar(30) NOT NULL'],
  ["CONVERT(nvarchar(10), 'x')", 'nvarchar(10) NOT NULL'],
  ['TRY_CAST(1 AS bigint)', 'bigint'],
  ["TRY_CONVERT(datetime2(3), '2026-01-01')", 'datetime2(3)'],
  ['CAST(NULL AS uniqueidentifier)', 'uniqueidentifier'],
  ["CAST('a' AS char(5))", 'varchar(5) NOT NULL'],
  // choices: the highest type wins; NULL has no say
  ['CASE WHEN 1 = 1 THEN 1 ELSE 2.5 END', 'decimal(11,1) NOT NULL'],
  ['CASE WHEN 1 = 1 THEN 1 END', 'int'],
  ["CASE 1 WHEN 1 THEN 'a' ELSE N'bcd' END", 'nvarchar(3) NOT NULL'],
  ["IIF(1 = 1, 'a', 'bb')", 'varchar(2) NOT NULL'],
  ['COALESCE(NULL, CAST(1 AS bigint), 2)', 'bigint NOT NULL'],
  ['COALESCE(CAST(NULL AS int), CAST(NULL AS bigint))', 'bigint'],
  ["ISNULL(CAST(NULL AS varchar(3)), 'abcdef')", 'varchar(3) NOT NULL'],
  ['ISNULL(NULL, 1)', 'int NOT NULL'],
  ["NULLIF('a', 'b')", 'varchar(1)'],
  // text functions
  ["LEN('a')", 'int'],
  ['LEN(CAST(NULL AS nvarchar(max)))', 'bigint'],
  ["DATALENGTH(N'ab')", 'int'],
  ["UPPER('abc')", 'varchar(3)'],
  ["LOWER(N'abc')", 'nvarchar(3)'],
  ['UPPER(NEWID())', 'nvarchar(60)'],
  ['UPPER(12)', 'varchar(60)'],
  ["LTRIM('abc')", 'varchar(3)'],
  ["RTRIM('abc')", 'varchar(3)'],
  ["TRIM(N'abc')", 'nvarchar(3)'],
  ["REVERSE('abc')", 'varchar(3)'],
  ["SUBSTRING('abcdef', 2, 3)", 'varchar(6)'],
  ["LEFT('abcdef', 2)", 'varchar(2)'],
  ["RIGHT(N'abcdef', 2)", 'nvarchar(2)'],
  ["REPLACE('a', 'b', 'c')", 'varchar(8000)'],
  ["REPLACE('a', N'b', 'c')", 'nvarchar(4000)'],
  ["STUFF('abc', 1, 1, 'x')", 'varchar(8000)'],
  ["REPLICATE('a', 3)", 'varchar(8000)'],
  ['SPACE(3)', 'varchar(8000)'],
  ["CHARINDEX('a', 'abc')", 'int'],
  ["CHARINDEX('a', CAST('abc' AS varchar(max)))", 'bigint'],
  ["PATINDEX('%b%', 'abc')", 'int'],
  ["CONCAT('ab', N'c')", 'nvarchar(3) NOT NULL'],
  ["CONCAT('ab', 1)", 'varchar(14) NOT NULL'],
  ["ASCII('a')", 'int'],
  ["UNICODE(N'a')", 'int'],
  ['CHAR(65)', 'varchar(1)'],
  ['NCHAR(65)', 'nvarchar(1)'],
  ["QUOTENAME('a')", 'nvarchar(258)'],
  // numeric functions
  ['ABS(-1)', 'int'],
  ['ABS(CAST(1 AS tinyint))', 'int'],
  ['ABS(CAST(1 AS bigint))', 'bigint'],
  ['ABS(-1.5)', 'decimal(2,1)'],
  ['SIGN(-1.5)', 'decimal(2,1)'],
  ['ROUND(1.234, 1)', 'decimal(4,3)'],
  ['FLOOR(1.5)', 'decimal(2,0)'],
  ['CEILING(1e0)', 'float'],
  ['SQRT(4)', 'float'],
  ['POWER(2, 3)', 'int'],
  // date and time functions
  ['GETDATE()', 'datetime NOT NULL'],
  ['GETUTCDATE()', 'datetime NOT NULL'],
  ['CURRENT_TIMESTAMP', 'datetime NOT NULL'],
  ['SYSDATETIME()', 'datetime2(7) NOT NULL'],
  ['SYSUTCDATETIME()', 'datetime2(7) NOT NULL'],
  ['SYSDATETIMEOFFSET()', 'datetimeoffset(7) NOT NULL'],
  ['DATEADD(day, 1, SYSUTCDATETIME())', 'datetime2(7)'],
  ["DATEADD(day, 1, '2026-01-01')", 'datetime'],
  ["DATEDIFF(day, '2026-01-01', GETDATE())", 'int'],
  ["DATEDIFF_BIG(day, '2026-01-01', GETDATE())", 'bigint'],
  ['DATEPART(year, GETDATE())', 'int'],
  ['YEAR(GETDATE())', 'int'],
  ['MONTH(GETDATE())', 'int'],
  ['DAY(GETDATE())', 'int'],
  ['GETDATE() - 1', 'datetime'],
  ["GETDATE() AT TIME ZONE 'UTC'", 'datetimeoffset(3) NOT NULL'],
  // system functions
  ['DB_NAME()', 'nvarchar(128)'],
  ['DB_ID()', 'smallint'],
  ["SERVERPROPERTY('Edition')", 'sql_variant'],
  ["DATABASEPROPERTYEX(DB_NAME(), 'Status')", 'sql_variant'],
  ['ORIGINAL_LOGIN()', 'nvarchar(128)'],
  ['SUSER_SNAME()', 'nvarchar(128)'],
  ['SUSER_NAME()', 'nvarchar(128)'],
  ['SYSTEM_USER', 'nvarchar(128)'],
  ['CURRENT_USER', 'nvarchar(128)'],
  ['SESSION_USER', 'nvarchar(128)'],
  ['USER', 'nvarchar(128)'],
  ['USER_NAME()', 'nvarchar(128)'],
  ["OBJECT_ID('sys.databases')", 'int'],
  ['APP_NAME()', 'nvarchar(128)'],
  ['HOST_NAME()', 'nvarchar(128)'],
  ['NEWID()', 'uniqueidentifier NOT NULL'],
  ['ROWCOUNT_BIG()', 'bigint'],
  ['XACT_STATE()', 'smallint'],
  ["HAS_DBACCESS('master')", 'int'],
  ["HAS_PERMS_BY_NAME(NULL, 'DATABASE', 'VIEW DATABASE STATE')", 'int'],
  ["IS_SRVROLEMEMBER('sysadmin')", 'int'],
  ['@@SERVERNAME', 'nvarchar(128)'],
  ['@@VERSION', 'nvarchar(300)'],
  ['@@SPID', 'smallint'],
  ['@@ROWCOUNT', 'int'],
  ['@@ERROR', 'int'],
  ['@@TRANCOUNT', 'int'],
  ['@@LOCK_TIMEOUT', 'int'],
  ['@@LANGUAGE', 'nvarchar(128)'],
  ['@@DATEFIRST', 'tinyint'],
  ['@@MAX_PRECISION', 'tinyint'],
  ['@@MICROSOFTVERSION', 'int'],
  // subquery
  ['(SELECT 1)', 'int'],
];

for (const [expression, type] of TYPES) {
  test(`${expression} is ${type}`, () => {
    assert.equal(typeOf(expression), type);
  });
}

/** Aggregates over one column of each kind. */
const AGGREGATES: [string, string][] = [
  ['COUNT(*)', 'int'],
  ['COUNT(DISTINCT x)', 'int'],
  ['COUNT_BIG(*)', 'bigint'],
  ['COUNT_BIG(x)', 'bigint'],
  ['SUM(x)', 'int'],
  ['SUM(CAST(x AS tinyint))', 'int'],
  ['SUM(CAST(x AS bigint))', 'bigint'],
  ['SUM(CAST(x AS decimal(5,2)))', 'decimal(38,2)'],
  ['SUM(CAST(x AS float))', 'float'],
  ['AVG(x)', 'int'],
  ['AVG(CAST(x AS decimal(5,2)))', 'decimal(38,6)'],
  ['AVG(CAST(x AS decimal(20,8)))', 'decimal(38,8)'],
  ['AVG(CAST(x AS float))', 'float'],
  ['MIN(CAST(x AS varchar(9)))', 'varchar(9)'],
  ['MAX(CAST(x AS tinyint))', 'tinyint'],
];

for (const [expression, type] of AGGREGATES) {
  test(`${expression} is ${type}`, () => {
    assert.equal(typeOf(expression, 'FROM (VALUES (1)) AS t (x)'), type);
  });
}

test('outer joins make the columns of the other side nullable', () => {
  const from = (join: string): string => `FROM (SELECT 1 AS a) AS l ${join} JOIN (SELECT 1 AS b) AS r ON l.a = r.b`;
  const both = (join: string): string[] => [typeOf('l.a', from(join)), typeOf('r.b', from(join))];
  assert.deepEqual(both('INNER'), ['int NOT NULL', 'int NOT NULL']);
  assert.deepEqual(both('LEFT'), ['int NOT NULL', 'int']);
  assert.deepEqual(both('RIGHT OUTER'), ['int', 'int NOT NULL']);
  assert.deepEqual(both('FULL'), ['int', 'int']);
});

test('a union has the higher type of both sides and the names of the first', () => {
  assert.equal(typeOf('x', 'FROM (SELECT 1 AS x UNION ALL SELECT 2.5 AS y) AS t'), 'decimal(11,1) NOT NULL');
  assert.equal(typeOf('x', "FROM (SELECT 'a' AS x UNION SELECT NULL) AS t"), 'varchar(1)');
});
