import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLogin7, TDS_7_4, TDS_8_0 } from '../../../../../local/estate/sql/tds/login7.ts';
import { TdsProtocolError } from '../../../../../local/estate/sql/tds/protocolError.ts';
import { ADAL, login7, securityToken } from './support/messages.ts';

test('every field is read, and the password made readable', () => {
  const login = parseLogin7(
    login7({
      packetSize: 8000,
      hostName: 'hôte',
      userName: 'keeper@shop-we',
      password: 'S3cret!ä☃',
      applicationName: 'geowarden',
      serverName: 'shop-we.database.windows.net',
      database: 'orders',
    }),
  );
  assert.deepEqual(login, {
    tdsVersion: TDS_7_4,
    packetSize: 8000,
    hostName: 'hôte',
    userName: 'keeper@shop-we',
    password: 'S3cret!ä☃',
    applicationName: 'geowarden',
    serverName: 'shop-we.database.windows.net',
    database: 'orders',
    integratedSecurity: false,
    utf8Support: false,
  });
});

test('integrated security and version 8 are read', () => {
  const login = parseLogin7(login7({ integrated: true, tdsVersion: TDS_8_0 }));
  assert.deepEqual([login.integratedSecurity, login.tdsVersion], [true, TDS_8_0]);
});

test('a token in LOGIN7 is read, and what follows it is left', () => {
  const login = parseLogin7(login7({ features: [securityToken('a.b.c')] }));
  assert.deepEqual(login.fedAuth, { flow: 'securityToken', token: 'a.b.c' });
  const withNonce = login7({ features: [securityToken('t', Buffer.alloc(32, 7)), [0x0a, Buffer.from([1])]] });
  assert.deepEqual(parseLogin7(withNonce).fedAuth, { flow: 'securityToken', token: 't' });
  assert.equal(parseLogin7(withNonce).utf8Support, true);
});

test('the ADAL flow is told apart, among other features', () => {
  const login = parseLogin7(login7({ features: [[0x0a, Buffer.from([1])], [0x04, Buffer.from([1])], ADAL] }));
  assert.deepEqual(login.fedAuth, { flow: 'adal' });
  assert.equal(login.utf8Support, true);
});

test('a FEDAUTH library that nobody offers is a protocol error', () => {
  assert.throws(() => parseLogin7(login7({ features: [[2, Buffer.from([0x7e])]] })), /library 1 .* saw 63/);
});

test('a message cut short anywhere is a protocol error', () => {
  const whole = login7({ userName: 'keeper', password: 'x', features: [securityToken('token')] });
  for (let length = 0; length < whole.length; length++) {
    assert.throws(() => parseLogin7(whole.subarray(0, length)), TdsProtocolError, `${length} bytes`);
  }
});

test('an offset outside the message is a protocol error', () => {
  const message = login7({});
  message.writeUInt16LE(60_000, 40);
  message.writeUInt16LE(10, 42);
  assert.throws(() => parseLogin7(message), TdsProtocolError);
});
