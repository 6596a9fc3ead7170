import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteWriter } from '../../../../../local/estate/sql/tds/byteWriter.ts';
import { layOutColumns } from '../../../../../local/estate/sql/tds/columnLayout.ts';
import { writeColumnMetadata, writeTypeInfo } from '../../../../../local/estate/sql/tds/columnMetadata.ts';
import type { Column } from '../../../../../local/estate/sql/types.ts';

const COLLATION = '0904d00034';

function typeInfo(column: Omit<Column, 'name'>): string {
  const [layout] = layOutColumns([{ name: 'c', ...column }], []);
  assert.ok(layout);
  return writeTypeInfo(new ByteWriter(), layout).toBuffer().toString('hex');
}

test('types that can be NULL say their length, types that cannot are fixed', () => {
  const both = (type: Column['type']) => [typeInfo({ type, nullable: true }), typeInfo({ type, nullable: false })];
  assert.deepEqual(both('tinyint'), ['2601', '30']);
  assert.deepEqual(both('smallint'), ['2602', '34']);
  assert.deepEqual(both('int'), ['2604', '38']);
  assert.deepEqual(both('bigint'), ['2608', '7f']);
  assert.deepEqual(both('bit'), ['6801', '32']);
  assert.deepEqual(both('float'), ['6d08', '3e']);
  assert.deepEqual(both('datetime'), ['6f08', '3d']);
});

test('text carries its length in bytes and the collation', () => {
  assert.equal(typeInfo({ type: 'nvarchar', length: 128, nullable: true }), `e70001${COLLATION}`);
  assert.equal(typeInfo({ type: 'varchar', length: 128, nullable: true }), `a78000${COLLATION}`);
  assert.equal(typeInfo({ type: 'nvarchar', length: -1, nullable: true }), `e7ffff${COLLATION}`);
  assert.equal(typeInfo({ type: 'varchar', length: -1, nullable: true }), `a7ffff${COLLATION}`);
});

test('the other types carry what they need', () => {
  assert.equal(typeInfo({ type: 'varbinary', length: 20, nullable: true }), 'a51400');
  assert.equal(typeInfo({ type: 'varbinary', length: -1, nullable: true }), 'a5ffff');
  assert.equal(typeInfo({ type: 'uniqueidentifier', nullable: false }), '2410');
  assert.equal(typeInfo({ type: 'datetime2', scale: 3, nullable: true }), '2a03');
  assert.equal(typeInfo({ type: 'datetimeoffset', nullable: true }), '2b07');
  assert.equal(typeInfo({ type: 'decimal', precision: 5, scale: 2, nullable: true }), '6a050502');
  assert.equal(typeInfo({ type: 'decimal', precision: 38, nullable: true }), '6a112600');
  assert.equal(typeInfo({ type: 'sql_variant', nullable: true }), '62491f0000');
});

test('COLMETADATA counts the columns and flags those that can be NULL', () => {
  const writer = new ByteWriter();
  const columns: Column[] = [
    { name: 'a', type: 'int', nullable: true },
    { name: '', type: 'int', nullable: false },
  ];
  writeColumnMetadata(writer, layOutColumns(columns, []));
  assert.equal(
    writer.toBuffer().toString('hex'),
    '810200' + '00000000' + '0900' + '2604' + '016100' + '00000000' + '0800' + '38' + '00',
  );
});
