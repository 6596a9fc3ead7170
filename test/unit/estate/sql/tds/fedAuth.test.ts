import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteWriter } from '../../../../../local/estate/sql/tds/byteWriter.ts';
import { parseFedAuthToken, writeFedAuthInfo } from '../../../../../local/estate/sql/tds/fedAuth.ts';
import { TdsProtocolError } from '../../../../../local/estate/sql/tds/protocolError.ts';
import { uint32 } from './support/messages.ts';

test('FEDAUTHINFO names the issuer and the resource, by offsets that fit', () => {
  const writer = new ByteWriter();
  writeFedAuthInfo(writer, { stsUrl: 'https://sts/tenant', spn: 'https://sql/' });
  const bytes = writer.toBuffer();
  assert.equal(bytes[0], 0xee);
  assert.equal(bytes.readUInt32LE(1), bytes.length - 5);
  const data = bytes.subarray(5);
  assert.equal(data.readUInt32LE(0), 2);
  const found: Record<number, string> = {};
  for (const at of [4, 13]) {
    const length = data.readUInt32LE(at + 1);
    const offset = data.readUInt32LE(at + 5);
    found[data.readUInt8(at)] = data.toString('utf16le', offset, offset + length);
  }
  assert.deepEqual(found, { 1: 'https://sts/tenant', 2: 'https://sql/' });
});

test('the token message is read', () => {
  const token = Buffer.from('header.claims.signature', 'utf16le');
  const payload = Buffer.concat([uint32(token.length + 4), uint32(token.length), token]);
  assert.equal(parseFedAuthToken(payload), 'header.claims.signature');
});

test('a token longer than its message is a protocol error', () => {
  assert.throws(() => parseFedAuthToken(Buffer.concat([uint32(8), uint32(400), Buffer.alloc(4)])), TdsProtocolError);
  assert.throws(() => parseFedAuthToken(Buffer.alloc(3)), TdsProtocolError);
});
