import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNameMap, isLoopback } from '../../../../local/host/names/nameMap.ts';

const map = () =>
  createNameMap([
    { name: 'management.azure.com', port: 443, to: 1001 },
    { name: '*.database.windows.net', port: 1433, to: 1002 },
    { name: 'we.database.windows.net', port: 1433, to: 1003 },
    { name: '*.deep.database.windows.net', port: 1433, to: 1004 },
    { name: '*.database.windows.net', port: 11000, to: 1005 },
  ]);

test("a mapped name and port lead to the estate's port", () => {
  assert.deepEqual(map().destination('management.azure.com', 443), { kind: 'mapped', port: 1001 });
});

test('names are matched without case and without the final dot', () => {
  assert.deepEqual(map().destination('Management.AZURE.com.', 443), { kind: 'mapped', port: 1001 });
  const names = map();
  assert.equal(names.addressOf('MANAGEMENT.azure.com'), names.addressOf('management.azure.com.'));
});

test('a wildcard takes any name below its suffix, and not the suffix itself', () => {
  assert.deepEqual(map().destination('ne.database.windows.net', 1433), { kind: 'mapped', port: 1002 });
  assert.deepEqual(map().destination('a.b.database.windows.net', 1433), { kind: 'mapped', port: 1002 });
  assert.deepEqual(map().destination('database.windows.net', 1433), { kind: 'unknownName' });
  assert.deepEqual(map().destination('evildatabase.windows.net', 1433), { kind: 'unknownName' });
});

test('an exact name comes before a wildcard, a longer wildcard before a shorter one, port by port', () => {
  assert.deepEqual(map().destination('we.database.windows.net', 1433), { kind: 'mapped', port: 1003 });
  assert.deepEqual(map().destination('x.deep.database.windows.net', 1433), { kind: 'mapped', port: 1004 });
  assert.deepEqual(map().destination('we.database.windows.net', 11000), { kind: 'mapped', port: 1005 });
});

test('a mapped name at a port that is not mapped is refused', () => {
  assert.deepEqual(map().destination('management.azure.com', 80), { kind: 'refused' });
});

test('each name has a private address of its own, and keeps it', () => {
  const names = map();
  const [a, b] = [names.addressOf('a.database.windows.net'), names.addressOf('b.database.windows.net')];
  assert.match(a ?? '', /^127\.77\.\d+\.\d+$/);
  assert.notEqual(a, b);
  assert.equal(names.addressOf('a.database.windows.net'), a);
});

test('the address stands for its name', () => {
  const names = map();
  const address = names.addressOf('we.database.windows.net') ?? '';
  assert.deepEqual(names.destination(address, 1433), { kind: 'mapped', port: 1003 });
  assert.deepEqual(names.destination(address, 80), { kind: 'refused' });
});

test('a private address that was never given out is refused, although it is loopback', () => {
  assert.deepEqual(map().destination('127.77.9.9', 1433), { kind: 'refused' });
});

test('addresses stay within 127.77 after hundreds of names', () => {
  const names = map();
  const addresses = Array.from({ length: 600 }, (_, at) => names.addressOf(`n${at}.database.windows.net`) ?? '');
  assert.equal(new Set(addresses).size, 600);
  for (const address of addresses)
    assert.ok(
      address.split('.').every((part) => Number(part) <= 255),
      address,
    );
});

test('an unknown name has no address', () => {
  assert.equal(map().addressOf('example.org'), undefined);
  assert.deepEqual(map().destination('example.org', 443), { kind: 'unknownName' });
});

test('this machine passes through, every other literal address is unreachable', () => {
  for (const host of ['127.0.0.1', '127.0.0.2', 'localhost', 'LOCALHOST', '::1', '::ffff:127.0.0.1', '']) {
    assert.deepEqual(map().destination(host, 1), { kind: 'loopback' }, host);
  }
  for (const host of ['10.0.0.1', '168.63.129.16', '0.0.0.0', '::', 'fe80::1', '2001:db8::1', '::ffff:10.0.0.1']) {
    assert.deepEqual(map().destination(host, 1), { kind: 'unreachable' }, host);
  }
});

test('names that only look like this machine are not it', () => {
  for (const host of ['127.0.0.1.example.org', 'localhost.example.org', '127.1', '1270.0.0.1'])
    assert.equal(isLoopback(host), false, host);
});
