/** Whatever is written, the front answers with a value of the type it announced, or with an error of SQL Server's. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Column, Value } from '../../../../../local/estate/sql/types.ts';
import { createTestEstate, run, spell } from '../testEstate.ts';

const estate = createTestEstate();
const session = estate.session('alpha', 'Orders');
const INTERNAL = 50000;

const ATOMS =
  `1|0|-1|2.5|1e3|'a'|'12'|N'2026-01-01'|NULL|0x01|GETDATE()|SYSUTCDATETIME()|NEWID()|database_id|name|is_read_only|state
|SERVERPROPERTY('Edition')|DB_NAME()|@@SPID|CAST(9 AS bigint)|CAST(1 AS bit)|CAST(1.5 AS decimal(38,10))|2147483647|'9999999999'`
    .split('|')
    .map((atom) => atom.trim());
const TYPES =
  'int|tinyint|bigint|varchar(3)|nvarchar(max)|datetime|datetime2(2)|datetimeoffset|uniqueidentifier|bit|float|decimal(5,2)|varbinary(4)|sql_variant|char(4)'.split(
    '|',
  );
const ONE = 'LEN|UPPER|ABS|FLOOR|SIGN|SQRT|YEAR|REVERSE|ASCII|CHAR|SPACE|TRIM|QUOTENAME|DB_NAME'.split('|');
const TWO = 'LEFT|RIGHT|ROUND|POWER|ISNULL|NULLIF|COALESCE|CHARINDEX|REPLICATE|PATINDEX|CONCAT'.split('|');

const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie('expression');
  return {
    expression: fc.oneof(
      { maxDepth: 3, depthSize: 'medium' },
      fc.constantFrom(...ATOMS),
      fc
        .tuple(inner, fc.constantFrom('+', '-', '*', '/', '%', '&', '|', '^'), inner)
        .map(([left, sign, right]) => `(${left} ${sign} ${right})`),
      fc
        .tuple(fc.constantFrom('CAST', 'TRY_CAST'), inner, fc.constantFrom(...TYPES))
        .map(([name, value, type]) => `${name}(${value} AS ${type})`),
      fc.tuple(fc.constantFrom(...ONE), inner).map(([name, value]) => `${name}(${value})`),
      fc.tuple(fc.constantFrom(...TWO), inner, inner).map(([name, left, right]) => `${name}(${left}, ${right})`),
      fc.tuple(inner, inner).map(([count, date]) => `DATEADD(month, ${count}, ${date})`),
      fc.tuple(inner, inner).map(([from, to]) => `DATEDIFF(second, ${from}, ${to})`),
      fc
        .tuple(inner, inner, inner)
        .map(([left, right, value]) => `CASE WHEN ${left} < ${right} THEN ${value} ELSE ${left} END`),
    ),
  };
});

const FITS: Partial<Record<Column['type'], (value: Value, column: Column) => boolean>> = {
  bigint: (value) => typeof value === 'bigint',
  bit: (value) => typeof value === 'boolean',
  tinyint: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255,
  smallint: (value) => Number.isInteger(value) && Math.abs(Number(value)) <= 32768,
  int: (value) => Number.isInteger(value) && Math.abs(Number(value)) <= 2147483648,
  varchar: (value, { length = 0 }) => typeof value === 'string' && (length === -1 || value.length <= length),
  nvarchar: (value, { length = 0 }) => typeof value === 'string' && (length === -1 || value.length <= length),
  uniqueidentifier: (value) => typeof value === 'string' && value.length === 36,
  varbinary: (value, { length = 0 }) => value instanceof Uint8Array && (length === -1 || value.length <= length),
  decimal: (value, { precision = 0, scale = 0 }) =>
    typeof value === 'number' && Math.abs(value) < 10 ** (precision - scale),
  sql_variant: () => true,
};

function fits(value: Value, column: Column): boolean {
  if (value === null) return column.nullable;
  return (FITS[column.type] ?? ((other: Value) => typeof other === 'number' && Number.isFinite(other)))(value, column);
}

test('3,000 generated expressions answer with their announced type, or with an error that is not the estate’s own', () => {
  let answered = 0;
  fc.assert(
    fc.property(expression, (text) => {
      const { results, errors } = run(estate, session, `SELECT ${text} AS v FROM sys.databases`);
      assert.deepEqual(
        errors.filter(({ number }) => number === INTERNAL),
        [],
        text,
      );
      assert.equal(results.length + errors.length, 1, text);
      for (const { columns, rows } of results) {
        answered += 1;
        const [column] = columns;
        for (const [value = null] of rows) {
          assert.ok(
            column !== undefined && fits(value, column),
            `${text}: ${String(value)} is not ${column && spell(column)}`,
          );
        }
      }
    }),
    { seed: 20261122, numRuns: 3000 },
  );
  assert.ok(answered > 500, `only ${answered} were answered with rows`);
});

test('2,000 heaps of words never break the front', () => {
  const words =
    `SELECT FROM WHERE GROUP BY HAVING ORDER TOP ( ) , . * = < AND OR NOT IN BETWEEN LIKE IS NULL CASE WHEN THEN ELSE END
    CAST AS int 'a' N'b' 1 2.5 @p name sys.databases a UNION ALL DISTINCT EXISTS JOIN LEFT ON CROSS COUNT(*) SUM( WITH VALUES DECLARE
    SET PRINT IF BEGIN EXEC sp_executesql ; DESC OFFSET ROWS FETCH ALTER DATABASE FAILOVER WAITFOR USE [x] "y" -- /* */ @@SPID`.split(
      /\s+/,
    );
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 20 }), (heap) => {
      const { errors } = run(estate, session, heap.join(' '));
      assert.deepEqual(
        errors.filter(({ number }) => number === INTERNAL),
        [],
        heap.join(' '),
      );
    }),
    { seed: 20261122, numRuns: 2000 },
  );
});
