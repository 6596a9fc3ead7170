import assert from 'node:assert/strict';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { test } from 'node:test';
import { BodyTooLargeError, readBody } from '../../../../local/estate/network/readBody.ts';

function message(chunks: string[], contentLength?: string): IncomingMessage {
  const incoming = new IncomingMessage(new Socket());
  if (contentLength !== undefined) incoming.headers = { 'content-length': contentLength };
  for (const chunk of chunks) incoming.push(Buffer.from(chunk));
  incoming.push(null);
  return incoming;
}

test('the chunks are joined', async () => {
  assert.equal(Buffer.from(await readBody(message(['ab', '', 'cd']), 4)).toString(), 'abcd');
});

test('no body is an empty body', async () => {
  assert.equal((await readBody(message([]), 0)).byteLength, 0);
});

test('a body of exactly the limit passes, one byte more does not', async () => {
  assert.equal((await readBody(message(['1234']), 4)).byteLength, 4);
  await assert.rejects(readBody(message(['1234', '5']), 4), (error) => {
    assert.ok(error instanceof BodyTooLargeError);
    assert.equal(error.limitBytes, 4);
    return true;
  });
});

test('an announced length above the limit is refused before a byte is read', async () => {
  const incoming = message(['1'], '5');
  await assert.rejects(readBody(incoming, 4), BodyTooLargeError);
  assert.equal(incoming.readableFlowing, null);
});

test('the request is not destroyed by a refusal: the answer still has to go out', async () => {
  const incoming = message(['12345', '6']);
  await assert.rejects(readBody(incoming, 4), BodyTooLargeError);
  assert.equal(incoming.destroyed, false);
});

test('a client that goes away in mid-body is an error', async () => {
  const incoming = new IncomingMessage(new Socket());
  incoming.push(Buffer.from('a'));
  const reading = readBody(incoming, 100);
  incoming.destroy(new Error('gone'));
  await assert.rejects(reading, /gone/);
});
