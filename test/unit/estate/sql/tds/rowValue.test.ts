import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteReader } from '../../../../../local/estate/sql/tds/byteReader.ts';
import { ByteWriter } from '../../../../../local/estate/sql/tds/byteWriter.ts';
import { type ColumnLayout, layOutColumns } from '../../../../../local/estate/sql/tds/columnLayout.ts';
import { writeTypeInfo } from '../../../../../local/estate/sql/tds/columnMetadata.ts';
import { readTypedValue } from '../../../../../local/estate/sql/tds/parameterValue.ts';
import { writeValue } from '../../../../../local/estate/sql/tds/rowValue.ts';
import type { Column, Value } from '../../../../../local/estate/sql/types.ts';

type Present = Exclude<Value, null>;

function layout(column: Omit<Column, 'name' | 'nullable'>, nullable = true): ColumnLayout {
  const [made] = layOutColumns([{ name: 'c', nullable, ...column }], []);
  assert.ok(made);
  return made;
}

function wire(column: Omit<Column, 'name' | 'nullable'>, value: Present): string {
  return writeValue(new ByteWriter(), layout(column), value).toBuffer().toString('hex');
}

/** Type and value as a parameter carries them: the same bytes, read by the decoder. */
function roundTrip(column: Omit<Column, 'name' | 'nullable'>, value: Present, nullable = true): Value {
  const made = layout(column, nullable);
  const writer = writeTypeInfo(new ByteWriter(), made);
  const reader = new ByteReader(writeValue(writer, made, value).toBuffer());
  const { value: read } = readTypedValue(reader);
  assert.equal(reader.remaining, 0);
  return read;
}

const MOMENT = Date.parse('2026-03-04T05:06:07.120Z');

const SAMPLES: [Omit<Column, 'name' | 'nullable'>, Present][] = [
  [{ type: 'tinyint' }, 255],
  [{ type: 'smallint' }, -32_768],
  [{ type: 'int' }, -2_147_483_648],
  [{ type: 'bigint' }, -9_223_372_036_854_775_808n],
  [{ type: 'bit' }, true],
  [{ type: 'bit' }, false],
  [{ type: 'float' }, -1.5e300],
  [{ type: 'decimal', precision: 5, scale: 2 }, -999.99],
  [{ type: 'decimal', precision: 38, scale: 4 }, 12345.6789],
  [{ type: 'nvarchar', length: 10 }, 'snow ☃ 🙂'],
  [{ type: 'nvarchar', length: 10 }, ''],
  [{ type: 'nvarchar', length: -1 }, 'x'.repeat(70_000)],
  [{ type: 'nvarchar', length: -1 }, ''],
  [{ type: 'varchar', length: 10 }, 'héllo €'],
  [{ type: 'varchar', length: -1 }, 'é'.repeat(9_000)],
  [{ type: 'uniqueidentifier' }, '0e984725-c51c-4bf4-9960-e1c80e27aba0'],
  [{ type: 'datetime' }, MOMENT],
  [{ type: 'datetime2' }, MOMENT],
  [{ type: 'datetime2', scale: 3 }, MOMENT],
  [{ type: 'datetimeoffset' }, MOMENT],
  [{ type: 'varbinary', length: 3 }, Uint8Array.of(1, 2, 3)],
  [{ type: 'varbinary', length: -1 }, new Uint8Array(9_000).fill(5)],
];

for (const [column, value] of SAMPLES) {
  const shown = value instanceof Uint8Array ? `${value.length} bytes` : String(value).slice(0, 40);
  test(`${column.type}${column.length === -1 ? '(max)' : ''} carries ${shown || 'an empty text'}`, () => {
    assert.deepEqual(roundTrip(column, value), value);
  });
}

test('types that cannot be NULL carry their values without a length', () => {
  for (const [column, value] of SAMPLES) assert.deepEqual(roundTrip(column, value, false), value);
});

test('a whole number will do for a bigint, and a bigint for a number', () => {
  assert.equal(wire({ type: 'bigint' }, 5), '080500000000000000');
  assert.equal(wire({ type: 'int' }, 5n), '0405000000');
  assert.equal(wire({ type: 'decimal', precision: 5, scale: 1 }, 5n), '050132000000');
});

test('a number will do for a bit', () => {
  assert.deepEqual([wire({ type: 'bit' }, 1), wire({ type: 'bit' }, 0)], ['0101', '0100']);
});

test('a value outside its type is a RangeError', () => {
  const outside: [Column['type'], Present][] = [
    ['tinyint', 256],
    ['tinyint', -1],
    ['smallint', 40_000],
    ['int', 2 ** 31],
    ['bigint', 2n ** 63n],
    ['datetime2', Number.NaN],
    ['uniqueidentifier', 'no guid'],
  ];
  for (const [type, value] of outside) assert.throws(() => wire({ type }, value), RangeError, `${type} ${value}`);
});

test('a value of another kind is a RangeError that names column, type and what came', () => {
  assert.throws(
    () => wire({ type: 'int' }, 'seven'),
    new RangeError('column c (int): expected a number, saw a string'),
  );
  assert.throws(() => wire({ type: 'bigint' }, 1.5), /expected a bigint or a whole number, saw a number/);
  assert.throws(() => wire({ type: 'nvarchar' }, 7), /expected text, saw a number/);
  assert.throws(() => wire({ type: 'varbinary' }, 'x'), /expected bytes, saw a string/);
  assert.throws(() => wire({ type: 'bit' }, 'x'), /expected a boolean, saw a string/);
});
