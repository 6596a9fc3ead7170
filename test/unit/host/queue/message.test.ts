import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeMessage, MessageEncodingError, queueMetadata } from '../../../../local/host/queue/message.ts';

const encode = (text: string) => Buffer.from(text).toString('base64');

test('base64 is decoded as UTF-8', () => {
  for (const text of ['', 'a', 'ab', 'abc', '{"ä":"€"}']) assert.equal(decodeMessage(encode(text), 'base64'), text);
});

test('line breaks within base64 are allowed', () => {
  assert.equal(decodeMessage('aGVs\r\nbG8=', 'base64'), 'hello');
});

test('what is no base64 is refused with the way out', () => {
  for (const text of ['{"a":1}', 'abc', 'a===', 'héllo', '=']) {
    assert.throws(
      () => decodeMessage(text, 'base64'),
      (error: Error) => error instanceof MessageEncodingError && /messageEncoding/.test(error.message),
    );
  }
});

test('without encoding the text is the message', () => {
  assert.equal(decodeMessage('{"a":1}', 'none'), '{"a":1}');
});

test("the metadata carries the host's names and what the service said", () => {
  const date = new Date('2026-01-01T00:00:00Z');
  const metadata = queueMetadata('x', {
    dequeueCount: 3,
    messageId: 'id',
    popReceipt: 'r',
    insertedOn: date,
    expiresOn: date,
    nextVisibleOn: date,
  });
  assert.deepEqual(metadata, {
    QueueTrigger: { string: 'x' },
    DequeueCount: { int: 3 },
    Id: { string: 'id' },
    PopReceipt: { string: 'r' },
    InsertionTime: { json: '"2026-01-01T00:00:00.000Z"' },
    ExpirationTime: { json: '"2026-01-01T00:00:00.000Z"' },
    NextVisibleTime: { json: '"2026-01-01T00:00:00.000Z"' },
  });
});

test('a message by hand has an id of its own', () => {
  const id = () => queueMetadata('x', { dequeueCount: 1 }).Id?.string;
  assert.notEqual(id(), id());
});
