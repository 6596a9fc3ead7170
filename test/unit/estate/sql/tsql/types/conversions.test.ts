import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorOf, messageOf, scalar } from '../../testEstate.ts';

/** Expression and value. */
const CONVERTED: [string, unknown][] = [
  ["CAST(' 42 ' AS int)", 42],
  ["CAST('' AS int)", 0],
  ['CAST(2.9 AS int)', 2],
  ['CAST(-2.9 AS int)', -2],
  ['CAST(5 AS bit)', true],
  ["CAST('false' AS bit)", false],
  ["CAST('9007199254740993' AS bigint)", 9007199254740993n],
  ['CAST(1.005 AS decimal(5,2))', 1.01],
  ['CAST(2.5 AS decimal(5,0))', 3],
  ['CAST(-2.5 AS decimal(5,0))', -3],
  ["CAST('1.25' AS decimal(5,1))", 1.3],
  ["CAST('1e2' AS float)", 100],
  ['CAST(12345 AS varchar(3))', '*'],
  ["CAST('abcdef' AS varchar(3))", 'abc'],
  ["CAST('ab' AS char(4))", 'ab  '],
  ['CAST(1.50 AS varchar(10))', '1.50'],
  ['CAST(1e0 / 3 AS varchar(30))', '0.333333'],
  ['CAST(1234567e0 AS varchar(30))', '1.23457e+006'],
  ['CAST(0e0 AS varchar(30))', '0'],
  ['CAST(CAST(1 AS bit) AS varchar(5))', '1'],
  ["CAST('2026-11-22' AS datetime)", Date.UTC(2026, 10, 22)],
  ["CAST('20261122' AS datetime)", Date.UTC(2026, 10, 22)],
  ["CAST('2026-11-22T10:11:12.345' AS datetime2(3))", Date.UTC(2026, 10, 22, 10, 11, 12, 345)],
  ["CAST('2026-11-22 10:11:12 +02:00' AS datetimeoffset)", Date.UTC(2026, 10, 22, 8, 11, 12)],
  ["CAST('2026-11-22T10:11:12Z' AS datetimeoffset)", Date.UTC(2026, 10, 22, 10, 11, 12)],
  ["CAST('10:30' AS datetime)", Date.UTC(1900, 0, 1, 10, 30)],
  ["CAST('2026-01-01 00:00:00.005' AS datetime)", Date.UTC(2026, 0, 1, 0, 0, 0, 7)],
  ["CAST('2026-01-01 00:00:00.999' AS datetime)", Date.UTC(2026, 0, 1, 0, 0, 1)],
  ["CAST('2026-01-01 00:00:00.499' AS datetime2(0))", Date.UTC(2026, 0, 1)],
  ['CAST(1 AS datetime)', Date.UTC(1900, 0, 2)],
  ["CAST(CAST('1900-01-03' AS datetime) AS int)", 2],
  ["CONVERT(varchar(30), CAST('2026-01-02 03:04:05.678' AS datetime2(3)), 120)", '2026-01-02 03:04:05'],
  ["CONVERT(varchar(30), CAST('2026-01-02 03:04:05.678' AS datetime2(3)), 121)", '2026-01-02 03:04:05.678'],
  ["CONVERT(varchar(30), CAST('2026-01-02 03:04:05.678' AS datetime2(3)), 126)", '2026-01-02T03:04:05.678'],
  ["CONVERT(varchar(40), CAST('2026-01-02 03:04:05' AS datetimeoffset(0)), 127)", '2026-01-02T03:04:05Z'],
  ["CONVERT(varchar(30), CAST('2026-01-02 15:04:05' AS datetime), 100)", 'Jan  2 2026  3:04PM'],
  ["CONVERT(varchar(30), CAST('2026-01-02' AS datetime), 112)", '20260102'],
  ["CONVERT(varchar(30), CAST('2026-01-02' AS datetime), 101)", '01/02/2026'],
  ["CONVERT(varchar(30), CAST('2026-01-02' AS datetime), 103)", '02/01/2026'],
  ["CONVERT(varchar(30), CAST('2026-01-02 15:04:05' AS datetime), 108)", '15:04:05'],
  ["CONVERT(char(10), CAST('2026-01-02' AS datetime), 23)", '2026-01-02'],
  ["CAST(CAST('2026-01-02 03:04:05' AS datetimeoffset) AS nvarchar(50))", '2026-01-02 03:04:05.0000000 +00:00'],
  ['CONVERT(varchar(10), 0x0aFf, 1)', '0x0AFF'],
  ['CONVERT(varchar(10), 0x0aFf, 2)', '0AFF'],
  ["CAST('{6f9619ff-8b86-d011-b42d-00c04fc964ff}' AS uniqueidentifier)", '6F9619FF-8B86-D011-B42D-00C04FC964FF'],
  ["CAST(SERVERPROPERTY('EngineEdition') AS int)", 5],
  ["CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128))", '12.0.2000.8'],
  ['CAST(255 AS varbinary(4))', Uint8Array.of(0, 0, 0, 255)],
  ['CAST(0x10 AS int)', 16],
  ["CAST(SERVERPROPERTY('ProductLevel') AS varbinary(4))", Uint8Array.of(82, 0, 84, 0)],
  ["TRY_CAST('x' AS int)", null],
  ["TRY_CONVERT(datetime, 'yesterday')", null],
  ["TRY_CAST('12' AS int)", 12],
];

for (const [expression, value] of CONVERTED) {
  test(`${expression} = ${String(value)}`, () => {
    assert.deepEqual(scalar(expression), value);
  });
}

const REFUSED: [string, number, RegExp][] = [
  ["CAST('abc' AS int)", 245, /^Conversion failed when converting the varchar value 'abc' to data type int\.$/],
  ["CAST(N'1.5' AS int)", 245, /nvarchar value '1\.5' to data type int/],
  ["CAST('x' AS bit)", 245, /to data type bit/],
  ["CAST('x' AS bigint)", 8114, /^Error converting data type varchar to bigint\.$/],
  ["CAST('x' AS decimal(5,2))", 8114, /varchar to numeric/],
  ["CAST('x' AS float)", 8114, /varchar to float/],
  ["CAST('9999999999' AS int)", 248, /overflowed an int column/],
  ["CAST('300' AS tinyint)", 244, /overflowed an INT1 column/],
  ['CAST(300 AS tinyint)', 220, /data type tinyint, value = 300\./],
  ['CAST(3000000000 AS int)', 8115, /to data type int/],
  ['CAST(1000 AS decimal(5,2))', 8115, /to data type numeric/],
  ['CAST(12345 AS nvarchar(3))', 8115, /to data type nvarchar/],
  [
    "CAST('2026-02-30' AS datetime)",
    241,
    /^Conversion failed when converting date and\/or time from character string\.$/,
  ],
  ["CAST('1700-01-01' AS datetime)", 8115, /datetime/],
  ["CAST('1e999' AS float)", 8115, /to data type float/],
  ["CAST('x' AS uniqueidentifier)", 8169, /from a character string to uniqueidentifier/],
  ['CAST(1 AS uniqueidentifier)', 529, /Explicit conversion from data type int to uniqueidentifier is not allowed/],
  ['CAST(1 AS datetime2)', 529, /int to datetime2/],
  ['CAST(0x01 AS decimal(5,2))', 529, /varbinary to numeric/],
  ['CASE WHEN NEWID() = 1 THEN 1 ELSE 0 END', 206, /Operand type clash/],
  ['CONVERT(varchar(30), GETDATE(), 999)', 281, /999 is not a valid style number/],
  ["1 + SERVERPROPERTY('EngineEdition')", 402, /sql_variant/],
  [
    "LEFT(SERVERPROPERTY('Edition'), 1)",
    8116,
    /Argument data type sql_variant is invalid for argument 1 of left function/,
  ],
];

for (const [expression, number, message] of REFUSED) {
  test(`${expression} is error ${number}`, () => {
    assert.equal(errorOf(`SELECT ${expression}`), number);
    assert.match(messageOf(`SELECT ${expression}`), message);
  });
}
