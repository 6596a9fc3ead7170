import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PacketReader } from '../../../../../local/estate/sql/tds/packetReader.ts';
import { ResponseStream } from '../../../../../local/estate/sql/tds/responseStream.ts';

function stream(packetSize = 512, wait: () => Promise<void> = async () => {}) {
  const sent: Buffer[] = [];
  const response = new ResponseStream(
    async (bytes) => {
      sent.push(bytes);
      await wait();
    },
    packetSize,
    51,
  );
  return { sent, response };
}

test('nothing leaves before a flush or the end', () => {
  const { sent, response } = stream();
  response.tokens.bytes(Buffer.alloc(5000));
  assert.deepEqual(sent, []);
});

test('a flush sends whole packets and keeps at least one byte for the last', async () => {
  const { sent, response } = stream();
  response.tokens.bytes(Buffer.alloc(504 * 2));
  await response.flush();
  assert.equal(Buffer.concat(sent).length, 512);
  assert.equal(response.tokens.length, 504);
});

test('a flush with less than a packet sends nothing', async () => {
  const { sent, response } = stream();
  response.tokens.bytes(Buffer.alloc(504));
  await response.flush();
  assert.deepEqual(sent, []);
});

test('whatever the flushes, the message is whole, ends once, and its packets are numbered', async () => {
  const { sent, response } = stream();
  const bytes = Buffer.from(Array.from({ length: 9_000 }, (_, index) => index % 251));
  for (let at = 0; at < bytes.length; at += 1000) {
    response.tokens.bytes(bytes.subarray(at, at + 1000));
    await response.flush();
  }
  await response.end();
  const wire = Buffer.concat(sent);
  const messages = new PacketReader().push(wire);
  assert.deepEqual(
    messages.map(({ payload }) => payload),
    [bytes],
  );
  const numbers = Array.from({ length: Math.ceil(wire.length / 512) }, (_, index) => wire[index * 512 + 6]);
  assert.deepEqual(
    numbers,
    numbers.map((_, index) => index + 1),
  );
});

test('it is large only with several packets in hand', async () => {
  const { response } = stream();
  response.tokens.bytes(Buffer.alloc(504 * 8));
  assert.equal(response.isLarge, false);
  response.tokens.uint8(1);
  assert.equal(response.isLarge, true);
});

test('a flush waits for the reader', async () => {
  let release = () => {};
  const { response } = stream(512, () => new Promise<void>((resolve) => (release = resolve)));
  response.tokens.bytes(Buffer.alloc(5000));
  let flushed = false;
  const flushing = response.flush().then(() => {
    flushed = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(flushed, false);
  release();
  await flushing;
  assert.equal(flushed, true);
});
