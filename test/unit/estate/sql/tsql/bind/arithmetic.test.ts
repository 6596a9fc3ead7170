import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorOf, messageOf, scalar } from '../../testEstate.ts';

const VALUES: [string, unknown][] = [
  ['7 / 2', 3],
  ['-7 / 2', -3],
  ['7 % 3', 1],
  ['-7 % 3', -1],
  ['7 / 2.0', 3.5],
  ['1.0 / 3', 0.333333],
  ['1 / 3e0', 1 / 3],
  ['0.1 + 0.2', 0.3],
  ['2 + 3 * 4', 14],
  ['(2 + 3) * 4', 20],
  ['10 - 4 - 3', 3],
  ['-2 * -3', 6],
  ['- - 5', 5],
  ['+5', 5],
  ['~5', -6],
  ['~CAST(1 AS tinyint)', 254],
  ['6 & 3', 2],
  ['6 | 3', 7],
  ['6 ^ 3', 5],
  ["CAST('9007199254740993' AS bigint) + 1", 9007199254740994n],
  ['CAST(10 AS bigint) / 4', 2n],
  ["1 + '2'", 3],
  ["'1' + '2'", '12'],
  ["N'a' + 'b' + N'c'", 'abc'],
  ["'é' + N'ß'", 'éß'],
  ['0x01 + 0x02', Uint8Array.of(1, 2)],
  ["CAST('2026-01-02' AS datetime) - 1", Date.UTC(2026, 0, 1)],
  ["CAST('2026-01-02' AS datetime) + 0.5", Date.UTC(2026, 0, 2, 12)],
];

for (const [expression, value] of VALUES) {
  test(`${expression} = ${String(value)}`, () => {
    assert.deepEqual(scalar(expression), value);
  });
}

const REFUSED: [string, number, RegExp][] = [
  ['1 / 0', 8134, /^Divide by zero error encountered\.$/],
  ['1.5 / 0', 8134, /Divide by zero/],
  ['1 % 0', 8134, /Divide by zero/],
  ['2147483647 + 1', 8115, /Arithmetic overflow error converting expression to data type int\./],
  ['CAST(200 AS tinyint) + CAST(100 AS tinyint)', 220, /tinyint, value = 300/],
  ['CAST(9223372036854775807 AS bigint) + 1', 8115, /bigint/],
  ['1e308 * 10', 8115, /float/],
  ["'a' + 1", 245, /varchar value 'a' to data type int/],
  ["'a' - 'b'", 8117, /Operand data type varchar is invalid for subtract operator/],
  ['CAST(1 AS bit) + CAST(1 AS bit)', 402, /bit and bit are incompatible in the add operator/],
  ['SYSUTCDATETIME() + 1', 402, /datetime2 and int are incompatible in the add operator/],
  ['1.5 & 1', 402, /incompatible in the '&' operator/],
  ["-'a'", 8117, /varchar is invalid for minus operator/],
  ['~1.5', 8117, /numeric is invalid for '~' operator/],
  ['NEWID() + NEWID()', 8117, /uniqueidentifier is invalid for add operator/],
];

for (const [expression, number, message] of REFUSED) {
  test(`${expression} is error ${number}`, () => {
    assert.equal(errorOf(`SELECT ${expression}`), number);
    assert.match(messageOf(`SELECT ${expression}`), message);
  });
}
