import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteWriter } from '../../../../../local/estate/sql/tds/byteWriter.ts';

const hex = (writer: ByteWriter) => writer.toBuffer().toString('hex');

test('integers are little-endian, and big-endian where asked', () => {
  const writer = new ByteWriter(1)
    .uint8(1)
    .uint16(0x0203)
    .uint16BigEndian(0x0203)
    .uint32(0x04050607)
    .uint32BigEndian(4);
  assert.equal(hex(writer), '010302020307060504' + '00000004');
});

test('signed and 64-bit integers keep their sign', () => {
  const writer = new ByteWriter()
    .int16(-2)
    .int32(-3)
    .int64(-4n)
    .uint64(2n ** 63n);
  assert.equal(hex(writer), 'feff' + 'fdffffff' + 'fcffffffffffffff' + '0000000000000080');
});

test('an unsigned integer takes exactly the bytes asked for', () => {
  assert.equal(hex(new ByteWriter().unsigned(0x010203, 3).unsigned(1, 5)), '030201' + '0100000000');
});

test('a value too large for its field is a RangeError, not a wrong byte', () => {
  assert.throws(() => new ByteWriter().uint8(256), RangeError);
  assert.throws(() => new ByteWriter().int16(40_000), RangeError);
  assert.throws(() => new ByteWriter().uint16(-1), RangeError);
});

test('texts carry their length in characters, not bytes', () => {
  assert.equal(hex(new ByteWriter().shortText('ab').longText('☃')), '026100620001000326');
  assert.throws(() => new ByteWriter().shortText('x'.repeat(256)), RangeError);
});

test('a counted block knows its length in bytes', () => {
  const writer = new ByteWriter().uint8(9).counted16((inner) => inner.uint32(1).uint8(2));
  assert.equal(hex(writer), '09' + '0500' + '0100000002');
});

test('it grows past its first size without losing a byte', () => {
  const writer = new ByteWriter(2);
  for (let index = 0; index < 1000; index++) writer.uint8(index & 0xff);
  assert.equal(writer.length, 1000);
  assert.deepEqual([writer.toBuffer()[255], writer.toBuffer()[256], writer.toBuffer()[999]], [255, 0, 999 & 0xff]);
});

test('truncate forgets what came after, and cannot lengthen', () => {
  const writer = new ByteWriter().uint8(1).uint8(2);
  writer.truncate(1);
  writer.truncate(100);
  assert.equal(hex(writer), '01');
});

test('take removes bytes from the front and keeps the rest', () => {
  const writer = new ByteWriter().bytes(Buffer.from([1, 2, 3, 4, 5]));
  assert.deepEqual([...writer.take(2)], [1, 2]);
  writer.uint8(6);
  assert.deepEqual([...writer.take(100)], [3, 4, 5, 6]);
  assert.equal(writer.length, 0);
});

test('what was taken does not change when more is written', () => {
  const writer = new ByteWriter().uint8(7);
  const taken = writer.take(1);
  writer.uint8(9);
  assert.deepEqual([...taken], [7]);
});
