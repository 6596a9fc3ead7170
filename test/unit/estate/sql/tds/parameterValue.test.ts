import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteReader } from '../../../../../local/estate/sql/tds/byteReader.ts';
import { readTypedValue, UnknownParameterTypeError } from '../../../../../local/estate/sql/tds/parameterValue.ts';
import { TdsProtocolError } from '../../../../../local/estate/sql/tds/protocolError.ts';

const read = (hex: string) => readTypedValue(new ByteReader(Buffer.from(hex.replaceAll(' ', ''), 'hex')));

test('fixed types', () => {
  assert.deepEqual(read('30 ff'), { type: 'tinyint', value: 255 });
  assert.deepEqual(read('34 feff'), { type: 'smallint', value: -2 });
  assert.deepEqual(read('38 ffffffff'), { type: 'int', value: -1 });
  assert.deepEqual(read('7f ffffffffffffffff'), { type: 'bigint', value: -1n });
  assert.deepEqual(read('32 01'), { type: 'bit', value: true });
  assert.deepEqual(read('3b 0000003f'), { type: 'float', value: 0.5 });
  assert.deepEqual(read('3e 000000000000f83f'), { type: 'float', value: 1.5 });
  assert.deepEqual(read('1f'), { type: 'nvarchar', value: null });
});

test('money is in ten-thousandths, its high half first', () => {
  assert.deepEqual(read('7a 08e20100'), { type: 'decimal', value: 12.34 });
  assert.deepEqual(read('3c ffffffff f81dfeff'), { type: 'decimal', value: -12.34 });
  assert.deepEqual(read('6e 08 08 00000000 08e20100'), { type: 'decimal', value: 12.34 });
  assert.deepEqual(read('6e 04 04 08e20100'), { type: 'decimal', value: 12.34 });
});

test('datetime and smalldatetime', () => {
  assert.deepEqual(read('3d 01000000 2c010000'), { type: 'datetime', value: Date.parse('1900-01-02T00:00:01Z') });
  assert.deepEqual(read('3a 0100 3d00'), { type: 'datetime', value: Date.parse('1900-01-02T01:01:00Z') });
  assert.deepEqual(read('6f 04 04 0100 3d00'), { type: 'datetime', value: Date.parse('1900-01-02T01:01:00Z') });
});

test('NULL of every type that can be NULL', () => {
  const nulls: Record<string, string> = {
    '26 01 00': 'tinyint',
    '26 02 00': 'smallint',
    '26 04 00': 'int',
    '26 08 00': 'bigint',
    '68 01 00': 'bit',
    '6d 08 00': 'float',
    '6e 08 00': 'decimal',
    '6f 08 00': 'datetime',
    '24 10 00': 'uniqueidentifier',
    '6a 05 05 02 00': 'decimal',
    '6c 05 05 02 00': 'decimal',
    '28 00': 'datetime2',
    '29 07 00': 'datetime2',
    '2a 07 00': 'datetime2',
    '2b 07 00': 'datetimeoffset',
    'e7 4000 0904d00034 ffff': 'nvarchar',
    'ef 4000 0904d00034 ffff': 'nvarchar',
    'a7 4000 0904d00034 ffff': 'varchar',
    'a5 4000 ffff': 'varbinary',
    'e7 ffff 0904d00034 ffffffffffffffff': 'nvarchar',
    'a5 ffff ffffffffffffffff': 'varbinary',
    '63 ffffff7f 0904d00034 ffffffff': 'nvarchar',
    '23 ffffff7f 0904d00034 ffffffff': 'varchar',
    '22 ffffff7f ffffffff': 'varbinary',
    'f1 00 ffffffffffffffff': 'nvarchar',
  };
  for (const [hex, type] of Object.entries(nulls)) assert.deepEqual(read(hex), { type, value: null }, hex);
});

test('a max value comes in chunks, its total known or not', () => {
  assert.deepEqual(read('e7 ffff 0904d00034 feffffffffffffff 02000000 6100 02000000 6200 00000000'), {
    type: 'nvarchar',
    value: 'ab',
  });
  assert.deepEqual(read('a7 ffff 0904d00034 0200000000000000 02000000 6162 00000000'), {
    type: 'varchar',
    value: 'ab',
  });
});

test('a datetimeoffset is its moment in UTC, whatever its offset says', () => {
  const utc = read('2b 00 08 0a0000 0a0000 0000');
  assert.deepEqual(read('2b 00 08 0a0000 0a0000 7800'), utc);
});

test('table-valued, CLR and unknown types are told apart from broken bytes', () => {
  for (const code of [0xf3, 0xf0, 0x99]) {
    const bytes = Buffer.from([code, 0, 0, 0]);
    assert.throws(
      () => readTypedValue(new ByteReader(bytes)),
      (error: unknown) => error instanceof UnknownParameterTypeError && error.dataType === code,
    );
  }
  assert.throws(() => read('f1 01 00'), UnknownParameterTypeError);
});

test('lengths that do not fit the type are protocol errors', () => {
  for (const hex of [
    '26 04 03 000000',
    '24 10 05 0000000000',
    '2a 07 03 000000',
    '6f 08 08 0000',
    '2a 09 00',
    '28 04 00000000',
  ]) {
    assert.throws(() => read(hex), TdsProtocolError, hex);
  }
});
