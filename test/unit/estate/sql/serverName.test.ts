import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findLoginTarget } from '../../../../local/estate/sql/serverName.ts';

test('the server is the first label of the name, in lower case', () => {
  assert.deepEqual(findLoginTarget('Shop-WE.database.windows.net', 'keeper'), { server: 'shop-we', user: 'keeper' });
  assert.deepEqual(findLoginTarget('shop-we', 'keeper'), { server: 'shop-we', user: 'keeper' });
});

test('protocol, port and instance around the name do not matter', () => {
  for (const name of ['tcp:shop-we.database.windows.net,1433', 'shop-we.x:1433', 'shop-we\\INSTANCE', '  shop-we ']) {
    assert.equal(findLoginTarget(name, 'keeper').server, 'shop-we', name);
  }
});

test('behind an address or nothing, the user name says the server', () => {
  for (const name of ['', '127.0.0.1', '127.0.0.1,1433', '::1', 'fe80::1']) {
    assert.deepEqual(findLoginTarget(name, 'keeper@shop-we'), { server: 'shop-we', user: 'keeper' }, name);
    assert.deepEqual(findLoginTarget(name, 'keeper'), { server: null, user: 'keeper' }, name);
  }
});

test('both may be given when they agree, and determine nothing when they do not', () => {
  assert.deepEqual(findLoginTarget('shop-we.x.net', 'keeper@SHOP-WE.x.net'), { server: 'shop-we', user: 'keeper' });
  assert.deepEqual(findLoginTarget('shop-we.x.net', 'keeper@shop-ne'), { server: null, user: 'keeper' });
});

test('only the last @ parts the server from the user', () => {
  assert.deepEqual(findLoginTarget('', 'me@home@shop-we'), { server: 'shop-we', user: 'me@home' });
});

test('an @ without a server behind it says nothing', () => {
  assert.deepEqual(findLoginTarget('shop-we', 'keeper@'), { server: 'shop-we', user: 'keeper' });
});
