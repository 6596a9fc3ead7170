import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAXIMUM_MESSAGE_BYTES, PacketReader } from '../../../../../local/estate/sql/tds/packetReader.ts';
import { TdsProtocolError } from '../../../../../local/estate/sql/tds/protocolError.ts';
import { packet } from './support/messages.ts';

test('several messages in one piece of bytes come out in order', () => {
  const bytes = Buffer.concat([packet(1, Buffer.from('a')), packet(6, Buffer.alloc(0)), packet(3, Buffer.from('b'))]);
  const messages = new PacketReader().push(bytes);
  assert.deepEqual(
    messages.map(({ type, payload }) => [type, payload.toString()]),
    [
      [1, 'a'],
      [6, ''],
      [3, 'b'],
    ],
  );
});

test('a message goes on over packets until the end bit', () => {
  const reader = new PacketReader();
  assert.deepEqual(reader.push(packet(1, Buffer.from('ab'), 0)), []);
  assert.deepEqual(reader.push(packet(1, Buffer.from('cd'), 1))[0]?.payload.toString(), 'abcd');
});

test('the reset bits of the first packet count for the message, and for no other', () => {
  const reader = new PacketReader();
  for (const bit of [0x08, 0x10]) {
    assert.deepEqual(reader.push(packet(1, Buffer.from('a'), bit)), []);
    assert.equal(reader.push(packet(1, Buffer.from('b'), 1))[0]?.resetConnection, true);
    assert.equal(reader.push(packet(1, Buffer.from('c'), 1))[0]?.resetConnection, false);
  }
});

test('a message that the client takes back is marked', () => {
  assert.equal(new PacketReader().push(packet(1, Buffer.from('a'), 3))[0]?.ignored, true);
  assert.equal(new PacketReader().push(packet(1, Buffer.from('a'), 1))[0]?.ignored, false);
});

test('a length below that of the header is a protocol error', () => {
  for (const length of [0, 7]) {
    const header = Buffer.from([1, 1, 0, length, 0, 0, 1, 0]);
    assert.throws(
      () => new PacketReader().push(header),
      new TdsProtocolError(`expected a packet length of at least 8, saw ${length}`),
    );
  }
});

test('another type in the middle of a message is a protocol error', () => {
  const reader = new PacketReader();
  reader.push(packet(1, Buffer.from('a'), 0));
  assert.throws(() => reader.push(packet(3, Buffer.from('b'), 1)), /message type 1, saw type 3/);
});

test('a message without end is cut off at the limit', () => {
  const reader = new PacketReader();
  const piece = packet(1, Buffer.alloc(65_000), 0);
  const enough = Math.floor(MAXIMUM_MESSAGE_BYTES / 65_000);
  for (let index = 0; index < enough; index++) reader.push(piece);
  assert.throws(() => reader.push(piece), /at most 16777216 bytes/);
});

test('messages do not change when the bytes they came in are used again', () => {
  const bytes = packet(1, Buffer.from('abc'));
  const reader = new PacketReader();
  const [first] = reader.push(bytes);
  bytes.fill(0);
  assert.equal(first?.payload.toString(), 'abc');
});
