import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodePackets } from '../../../../../local/estate/sql/tds/packet.ts';
import { PacketReader } from '../../../../../local/estate/sql/tds/packetReader.ts';

const shape = { type: 4, packetSize: 512, sessionId: 0x0133 };

test('a short message is one packet with the end bit, length and session', () => {
  assert.equal(encodePackets(Buffer.from('abc'), shape).toString('hex'), '0401000b01330100' + '616263');
});

test('an empty message is one empty packet', () => {
  assert.equal(encodePackets(Buffer.alloc(0), shape).toString('hex'), '0401000801330100');
});

test('a message that fills a packet exactly is not followed by an empty one', () => {
  assert.equal(encodePackets(Buffer.alloc(504), shape).length, 512);
  assert.equal(encodePackets(Buffer.alloc(505), shape).length, 512 + 9);
});

test('only the last packet ends the message, and none does when more follows', () => {
  const ended = encodePackets(Buffer.alloc(1000), shape);
  assert.deepEqual([ended[1], ended[513]], [0, 1]);
  const open = encodePackets(Buffer.alloc(1000), { ...shape, endOfMessage: false });
  assert.deepEqual([open[1], open[513]], [0, 0]);
});

test('packet numbers go on from where they were and wrap at 256', () => {
  const bytes = encodePackets(Buffer.alloc(504 * 3), { ...shape, firstPacket: 254 });
  assert.deepEqual([bytes[6], bytes[512 + 6], bytes[1024 + 6]], [254, 255, 0]);
});

test('what the encoder cuts, the reader puts together, in any chunking', () => {
  const payload = Buffer.from(Array.from({ length: 3000 }, (_, index) => index & 0xff));
  const wire = encodePackets(payload, shape);
  for (const chunk of [1, 7, 8, 511, 513, 10_000]) {
    const reader = new PacketReader();
    const messages = [];
    for (let at = 0; at < wire.length; at += chunk) messages.push(...reader.push(wire.subarray(at, at + chunk)));
    assert.equal(messages.length, 1, `chunks of ${chunk}`);
    assert.deepEqual(messages[0]?.payload, payload);
  }
});
