import assert from 'node:assert/strict';
import { test } from 'node:test';
import { skipAllHeaders } from '../../../../../local/estate/sql/tds/allHeaders.ts';
import { ByteReader } from '../../../../../local/estate/sql/tds/byteReader.ts';
import { TdsProtocolError } from '../../../../../local/estate/sql/tds/protocolError.ts';
import { parseTransactionRequest } from '../../../../../local/estate/sql/tds/transactionRequest.ts';
import { HEADERS, uint16, uint32 } from './support/messages.ts';

const request = (type: number, ...rest: Buffer[]) =>
  parseTransactionRequest(Buffer.concat([HEADERS, uint16(type), ...rest]));
const name = (text: string) => Buffer.concat([Buffer.from([text.length * 2]), Buffer.from(text, 'utf16le')]);

test('begin and save need nothing more', () => {
  assert.deepEqual(request(5, Buffer.from([0, 0])), { kind: 'begin' });
  assert.deepEqual(request(9, name('here')), { kind: 'save' });
});

test('commit says whether another transaction begins at once', () => {
  assert.deepEqual(request(7, name(''), Buffer.from([0])), { kind: 'commit', beginsAnother: false });
  assert.deepEqual(request(7, name(''), Buffer.from([1, 0, 0])), { kind: 'commit', beginsAnother: true });
  assert.deepEqual(request(7), { kind: 'commit', beginsAnother: false });
});

test('rollback names its savepoint', () => {
  assert.deepEqual(request(8, name('here'), Buffer.from([0])), {
    kind: 'rollback',
    beginsAnother: false,
    savepoint: 'here',
  });
  assert.deepEqual(request(8, name('')), { kind: 'rollback', beginsAnother: false, savepoint: '' });
});

test('distributed transactions and unknown requests are protocol errors', () => {
  for (const type of [0, 1, 6, 4711]) assert.throws(() => request(type), TdsProtocolError);
});

test('headers are skipped by their own length, and must be whole', () => {
  const reader = new ByteReader(Buffer.concat([HEADERS, Buffer.from([7])]));
  skipAllHeaders(reader);
  assert.equal(reader.uint8(), 7);
  assert.throws(() => skipAllHeaders(new ByteReader(uint32(3))), /at least 4 bytes, saw 3/);
  assert.throws(() => skipAllHeaders(new ByteReader(uint32(400))), TdsProtocolError);
  assert.throws(() => skipAllHeaders(new ByteReader(Buffer.alloc(2))), TdsProtocolError);
});
