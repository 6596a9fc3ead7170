import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteWriter } from '../../../../../local/estate/sql/tds/byteWriter.ts';
import { parseLogin7, TDS_8_0 } from '../../../../../local/estate/sql/tds/login7.ts';
import { negotiatePacketSize, writeAcceptance, writeRefusal } from '../../../../../local/estate/sql/tds/loginAnswer.ts';
import { ADAL, type Login7Fields, login7 } from './support/messages.ts';

const ENVCHANGE = 0xe3;

/** The tokens of an answer: token number, and for ENVCHANGE its kind. */
function outline(fields: Login7Fields, route?: { host: string; port: number }): string[] {
  const writer = new ByteWriter();
  const login = parseLogin7(login7(fields));
  writeAcceptance(writer, { login, database: 'orders', server: 'shop-we', ...(route ? { route } : {}) });
  const bytes = writer.toBuffer();
  const tokens: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const token = bytes.readUInt8(at);
    tokens.push(token === ENVCHANGE ? `env ${bytes.readUInt8(at + 3)}` : token.toString(16));
    if (token === 0xfd) at += 13;
    else if (token === 0xae) at = bytes.indexOf(0xff, at) + 1;
    else at += 3 + bytes.readUInt16LE(at + 1);
  }
  return tokens;
}

const STANDARD = ['env 1', 'ab', 'env 7', 'env 2', 'ab', 'ad', 'env 4'];

test('an accepted login is answered in the order of SQL Server', () => {
  assert.deepEqual(outline({}), [...STANDARD, 'fd']);
});

test('features are acknowledged when they were offered', () => {
  assert.deepEqual(outline({ features: [ADAL] }), [...STANDARD, 'ae', 'fd']);
  assert.deepEqual(outline({ features: [[0x0a, Buffer.from([1])]] }), [...STANDARD, 'ae', 'fd']);
  assert.deepEqual(outline({ features: [[0x09, Buffer.from([1])]] }), [...STANDARD, 'fd']);
});

test('a route comes last before the end', () => {
  assert.deepEqual(outline({}, { host: 'node', port: 11_000 }), [...STANDARD, 'env 20', 'fd']);
});

test('the version is 7.4, and 8.0 for who asked for it', () => {
  const versionOf = (tdsVersion: number) => {
    const writer = new ByteWriter();
    writeAcceptance(writer, { login: parseLogin7(login7({ tdsVersion })), database: 'd', server: 's' });
    const bytes = writer.toBuffer();
    return bytes.readUInt32BE(bytes.indexOf(Buffer.from('Microsoft', 'utf16le')) - 5);
  };
  assert.equal(versionOf(0x74000004), 0x74000004);
  assert.equal(versionOf(0x74000005), 0x74000004);
  assert.equal(versionOf(TDS_8_0), TDS_8_0);
});

test('a packet size is kept within what TDS allows', () => {
  assert.deepEqual([0, 1, 512, 4096, 32_767, 99_999].map(negotiatePacketSize), [4096, 512, 512, 4096, 32_767, 32_767]);
});

test('a refusal is its errors and one final DONE', () => {
  const writer = new ByteWriter();
  const message = { severity: 14, state: 1, text: 'no', server: 's' };
  writeRefusal(writer, [
    { ...message, number: 4060 },
    { ...message, number: 18456 },
  ]);
  const bytes = writer.toBuffer();
  const second = 3 + bytes.readUInt16LE(1);
  assert.deepEqual([bytes[0], bytes.readInt32LE(3)], [0xaa, 4060]);
  assert.deepEqual([bytes[second], bytes.readInt32LE(second + 3)], [0xaa, 18456]);
  assert.equal(
    bytes.subarray(second + 3 + bytes.readUInt16LE(second + 1)).toString('hex'),
    'fd0200c1000000000000000000',
  );
});
