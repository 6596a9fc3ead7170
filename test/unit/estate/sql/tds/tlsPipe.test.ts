import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TlsPipe } from '../../../../../local/estate/sql/tds/tlsPipe.ts';
import { packet } from './support/messages.ts';

const HELLO = Buffer.from([0x16, 3, 1, 0, 2, 1, 2]);
const RECORD = Buffer.from([0x17, 3, 3, 0, 1, 9]);

function newPipe(wrapped = true) {
  const sent: Buffer[] = [];
  const strangers: number[] = [];
  const pipe = new TlsPipe({
    wrapped,
    write: (bytes, written) => {
      sent.push(bytes);
      written();
    },
    onStranger: (firstByte) => strangers.push(firstByte),
  });
  const received = () => Buffer.concat(sent);
  const read = () => {
    const bytes: unknown = pipe.read();
    return bytes instanceof Buffer ? bytes.toString('hex') : '';
  };
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return { pipe, received, read, strangers, turn, sent };
}

test('records are taken out of PRELOGIN packets, in any chunking', () => {
  const wire = Buffer.concat([packet(0x12, HELLO), packet(0x12, HELLO)]);
  for (const chunk of [1, 5, 9, 100]) {
    const { pipe, read } = newPipe();
    for (let at = 0; at < wire.length; at += chunk) pipe.feed(wire.subarray(at, at + chunk));
    assert.equal(read(), Buffer.concat([HELLO, HELLO]).toString('hex'), `chunks of ${chunk}`);
  }
});

test('a flight of several records goes back in one PRELOGIN message', async () => {
  const { pipe, sent, turn } = newPipe();
  pipe.write(HELLO);
  pipe.write(HELLO);
  assert.deepEqual(sent, []);
  await turn();
  assert.deepEqual(sent, [packetOf(Buffer.concat([HELLO, HELLO]))]);
});

/** As the server numbers it: no session. */
function packetOf(payload: Buffer): Buffer {
  return packet(0x12, payload);
}

test('with the first plain record the wrapping ends, both ways', async () => {
  const { pipe, read, received, turn } = newPipe();
  pipe.feed(packet(0x12, HELLO));
  pipe.feed(RECORD);
  assert.equal(read(), Buffer.concat([HELLO, RECORD]).toString('hex'));
  pipe.write(RECORD);
  await turn();
  assert.deepEqual(received(), RECORD);
});

test('after that a PRELOGIN byte is data like any other', () => {
  const { pipe, read, strangers } = newPipe();
  pipe.feed(RECORD);
  read();
  pipe.feed(packet(0x12, HELLO));
  assert.equal(read(), packet(0x12, HELLO).toString('hex'));
  assert.deepEqual(strangers, []);
});

test('a plain record behind a wrapped one in the same piece is taken too', () => {
  const { pipe, read } = newPipe();
  pipe.feed(Buffer.concat([packet(0x12, HELLO), RECORD]));
  assert.equal(read(), Buffer.concat([HELLO, RECORD]).toString('hex'));
});

test('a clear LOGIN7 where the handshake should be is reported and not fed to TLS', () => {
  const { pipe, read, strangers } = newPipe();
  pipe.feed(packet(0x10, Buffer.from('secret')));
  assert.deepEqual([strangers, read()], [[0x10], '']);
});

test('a PRELOGIN packet of impossible length is reported', () => {
  const { pipe, strangers } = newPipe();
  pipe.feed(Buffer.from([0x12, 1, 0, 3, 0, 0, 0, 0]));
  assert.deepEqual(strangers, [0x12]);
});

test('in TDS 8 nothing is wrapped', () => {
  const { pipe, read, received } = newPipe(false);
  pipe.feed(HELLO);
  assert.equal(read(), HELLO.toString('hex'));
  pipe.write(RECORD);
  assert.deepEqual(received(), RECORD);
});
