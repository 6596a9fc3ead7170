import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteWriter } from '../../../../../local/estate/sql/tds/byteWriter.ts';
import { layOutColumns } from '../../../../../local/estate/sql/tds/columnLayout.ts';
import { writeRow } from '../../../../../local/estate/sql/tds/row.ts';
import type { Column, Value } from '../../../../../local/estate/sql/types.ts';

function rowOf(columns: Column[], row: Value[]): string {
  const writer = new ByteWriter();
  writeRow(writer, layOutColumns(columns, [row]), row);
  return writer.toBuffer().toString('hex');
}

const ints = (count: number): Column[] =>
  Array.from({ length: count }, (_, index) => ({ name: `c${index}`, type: 'tinyint', nullable: true }));

test('a row without NULL is a ROW', () => {
  assert.equal(rowOf(ints(2), [1, 2]), 'd1' + '0101' + '0102');
});

test('a row with NULL has a bitmap in front and only the values that are there', () => {
  assert.equal(rowOf(ints(3), [1, null, 3]), 'd2' + '02' + '0101' + '0103');
});

test('the bitmap goes on in a second byte for the ninth column', () => {
  const row = [null, 1, 1, 1, 1, 1, 1, 1, null];
  assert.equal(rowOf(ints(9), row), `d20101${'0101'.repeat(7)}`);
});

test('a row shorter than its columns ends in NULLs, a longer one is cut', () => {
  assert.equal(rowOf(ints(2), [1]), 'd2' + '02' + '0101');
  assert.equal(rowOf(ints(1), [1, 2]), 'd1' + '0101');
});

test('a fixed type has no length in front', () => {
  assert.equal(rowOf([{ name: 'c', type: 'int', nullable: false }], [7]), 'd1' + '07000000');
});

test('a row that fails in its last column leaves nothing behind', () => {
  const writer = new ByteWriter().uint8(0xaa);
  const columns = layOutColumns(ints(2), []);
  assert.throws(() => writeRow(writer, columns, [1, 4711]), RangeError);
  assert.equal(writer.toBuffer().toString('hex'), 'aa');
});
