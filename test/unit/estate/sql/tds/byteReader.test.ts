import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteReader } from '../../../../../local/estate/sql/tds/byteReader.ts';
import { TdsProtocolError } from '../../../../../local/estate/sql/tds/protocolError.ts';

const over = (hex: string, start = 0) => new ByteReader(Buffer.from(hex, 'hex'), start);

test('reads every width in order', () => {
  const reader = over('01' + '0200' + '0003' + '04000000' + 'feff' + 'fdffffff' + 'fcffffffffffffff');
  const read = [
    reader.uint8(),
    reader.uint16(),
    reader.uint16BigEndian(),
    reader.uint32(),
    reader.int16(),
    reader.int32(),
  ];
  assert.deepEqual(read, [1, 2, 3, 4, -2, -3]);
  assert.equal(reader.int64(), -4n);
  assert.equal(reader.remaining, 0);
});

test('reads floats, odd widths and text', () => {
  const reader = over('0000003f' + '000000000000f83f' + '030201' + '03266100');
  assert.deepEqual(
    [reader.float32(), reader.float64(), reader.unsigned(3), reader.utf16(2)],
    [0.5, 1.5, 0x010203, '☃a'],
  );
});

test('can start inside a message, and knows where it is', () => {
  const reader = over('aabbcc', 1);
  assert.equal(reader.peek(), 0xbb);
  assert.equal(reader.position, 1);
  assert.deepEqual([...reader.bytes(2)], [0xbb, 0xcc]);
  assert.equal(reader.peek(), undefined);
});

test('every read past the end is a protocol error that says what was missing', () => {
  const reads: ((reader: ByteReader) => unknown)[] = [
    (reader) => reader.uint16(),
    (reader) => reader.uint32(),
    (reader) => reader.uint64(),
    (reader) => reader.float64(),
    (reader) => reader.utf16(1),
    (reader) => reader.bytes(2),
    (reader) => reader.skip(2),
    (reader) => reader.unsigned(3),
  ];
  for (const read of reads) assert.throws(() => read(over('01')), TdsProtocolError);
  assert.throws(() => over('01').uint32(), /expected 4 more bytes, saw 1/);
});

test('a start outside the message and an impossible width are protocol errors', () => {
  assert.throws(() => over('01', 9).uint8(), TdsProtocolError);
  assert.throws(() => over('0102').unsigned(7), TdsProtocolError);
  assert.throws(() => over('0102').bytes(-1), TdsProtocolError);
});
