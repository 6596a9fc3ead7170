import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteReader } from '../../../../../local/estate/sql/tds/byteReader.ts';
import { readTypedValue } from '../../../../../local/estate/sql/tds/parameterValue.ts';
import { encodeVariant } from '../../../../../local/estate/sql/tds/variant.ts';
import type { Value } from '../../../../../local/estate/sql/types.ts';
import { uint32 } from './support/messages.ts';

/** As a parameter of type sql_variant. */
function read(variant: Buffer): { type: string; value: Value } {
  return readTypedValue(
    new ByteReader(Buffer.concat([Buffer.from([0x62]), uint32(8009), uint32(variant.length), variant])),
  );
}

test('each kind of value has a base type and comes back', () => {
  const cases: [Exclude<Value, null>, string, Value][] = [
    [7, 'int', 7],
    [-(2 ** 40), 'bigint', -(2n ** 40n)],
    [1.5, 'float', 1.5],
    [9n, 'bigint', 9n],
    [true, 'bit', true],
    ['orders ☃', 'nvarchar', 'orders ☃'],
    [Uint8Array.of(1, 2), 'varbinary', Uint8Array.of(1, 2)],
  ];
  for (const [value, type, back] of cases) assert.deepEqual(read(encodeVariant(value)), { type, value: back });
});

test('no length at all is NULL', () => {
  assert.deepEqual(read(Buffer.alloc(0)), { type: 'sql_variant', value: null });
});

test('base types with properties of their own are read: decimal, guid, datetime2, date, varchar', () => {
  const decimal = Buffer.from([0x6a, 2, 10, 2, 1, 0x7b, 0, 0, 0]);
  assert.deepEqual(read(decimal), { type: 'decimal', value: 1.23 });
  const guid = Buffer.concat([Buffer.from([0x24, 0]), Buffer.from('2547980e1cc5f44b9960e1c80e27aba0', 'hex')]);
  assert.deepEqual(read(guid), { type: 'uniqueidentifier', value: '0e984725-c51c-4bf4-9960-e1c80e27aba0' });
  const datetime2 = Buffer.from([0x2a, 1, 0, 10, 0, 0, 0, 0, 0]);
  assert.deepEqual(read(datetime2), { type: 'datetime2', value: Date.parse('0001-01-01T00:00:10Z') });
  assert.deepEqual(read(Buffer.from([0x28, 0, 1, 0, 0])), { type: 'datetime2', value: Date.parse('0001-01-02') });
  const varchar = Buffer.concat([Buffer.from([0xa7, 7, 9, 4, 0xd0, 0, 0x34, 0x40, 0x1f]), Buffer.from([0xe9])]);
  assert.deepEqual(read(varchar), { type: 'varchar', value: 'é' });
});

test('more than 8,000 bytes do not fit', () => {
  assert.throws(() => encodeVariant('x'.repeat(4001)), RangeError);
  assert.throws(() => encodeVariant(new Uint8Array(8001)), RangeError);
  assert.equal(encodeVariant('x'.repeat(4000)).length, 8009);
});
