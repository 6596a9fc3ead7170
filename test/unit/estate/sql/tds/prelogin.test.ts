import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  Encryption,
  encodePrelogin,
  encryptionAnswer,
  parsePrelogin,
} from '../../../../../local/estate/sql/tds/prelogin.ts';
import { TdsProtocolError } from '../../../../../local/estate/sql/tds/protocolError.ts';
import { prelogin } from './support/messages.ts';

test('encryption and the wish for Entra authentication are read', () => {
  assert.deepEqual(parsePrelogin(prelogin(1)), { encryption: 1, fedAuthRequired: false });
  assert.deepEqual(parsePrelogin(prelogin(0, 1)), { encryption: 0, fedAuthRequired: true });
  assert.deepEqual(parsePrelogin(prelogin(2, 0)), { encryption: 2, fedAuthRequired: false });
});

test('a client that says nothing of encryption does not encrypt', () => {
  assert.deepEqual(parsePrelogin(Buffer.from([0xff])), { encryption: Encryption.notSupported, fedAuthRequired: false });
});

test('an option that points outside, and a list without end, are protocol errors', () => {
  assert.throws(() => parsePrelogin(Buffer.from([1, 0, 200, 0, 1, 0xff])), TdsProtocolError);
  assert.throws(() => parsePrelogin(Buffer.from([1, 0, 0])), TdsProtocolError);
  assert.throws(() => parsePrelogin(Buffer.alloc(0)), TdsProtocolError);
});

test('an empty option is passed over', () => {
  assert.equal(parsePrelogin(Buffer.from([1, 0, 6, 0, 0, 0xff])).encryption, Encryption.notSupported);
});

test('encryption is always required: who offers it gets it, who does not is told to', () => {
  assert.equal(encryptionAnswer(Encryption.on, false), Encryption.on);
  assert.equal(encryptionAnswer(Encryption.off, false), Encryption.required);
  assert.equal(encryptionAnswer(Encryption.notSupported, false), Encryption.required);
  assert.equal(encryptionAnswer(Encryption.required, false), Encryption.required);
});

test('a server that declines says so whatever the client asks', () => {
  for (const asked of Object.values(Encryption)) assert.equal(encryptionAnswer(asked, true), Encryption.notSupported);
});

test('the answer is itself a PRELOGIN, with version 12.0.2000', () => {
  const answer = encodePrelogin({ encryption: Encryption.on, fedAuthRequired: true });
  assert.deepEqual(parsePrelogin(answer), { encryption: Encryption.on, fedAuthRequired: true });
  assert.ok(answer.includes(Buffer.from([12, 0, 0x07, 0xd0])));
});

test('Entra authentication is answered only to a client that named it', () => {
  const answer = encodePrelogin({ encryption: Encryption.required, fedAuthRequired: false });
  assert.deepEqual(parsePrelogin(answer), { encryption: Encryption.required, fedAuthRequired: false });
  assert.equal([...answer.subarray(0, 26)].filter((byte, index) => index % 5 === 0 && byte === 6).length, 0);
});
