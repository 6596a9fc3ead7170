import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { isPublicAddress, PRIVATE_ADDRESS, publicLookup } from '../../../../shared/adapters/channels/publicAddress.ts';

describe('an address is public', () => {
  test('when the whole internet could reach it', () => {
    for (const address of [
      '1.1.1.1',
      '8.8.8.8',
      '52.239.1.4',
      '20.50.2.1',
      '172.15.255.255',
      '172.32.0.1',
      '100.63.255.255',
      '100.128.0.1',
      '192.167.0.1',
      '223.255.255.254',
      '2606:4700::1111',
      '2a01:111:f100::1',
      '2001:4860:4860::8888',
    ])
      assert.equal(isPublicAddress(address), true, address);
  });

  test('and not when it is private, loopback, link-local, a carrier’s, multicast, reserved, or the host of the machine itself', () => {
    for (const address of [
      '0.0.0.0',
      '10.0.0.1',
      '10.255.255.255',
      '100.64.0.1',
      '100.127.255.255',
      '127.0.0.1',
      '127.77.0.1',
      '168.63.129.16',
      '169.254.169.254',
      '169.254.170.2',
      '172.16.0.1',
      '172.31.255.255',
      '192.0.0.192',
      '192.0.2.1',
      '192.168.0.1',
      '198.18.0.1',
      '198.19.255.255',
      '198.51.100.7',
      '203.0.113.7',
      '224.0.0.1',
      '239.255.255.255',
      '240.0.0.1',
      '255.255.255.255',
      '::',
      '::1',
      'fe80::1',
      'febf::1',
      'fe80::1%eth0',
      'fec0::1',
      'fc00::1',
      'fd00:ec2::254',
      'ff02::1',
      '2001:db8::1',
      '3fff::1',
    ])
      assert.equal(isPublicAddress(address), false, address);
  });

  test('and not when it has an IPv4 address inside, whichever', () => {
    for (const address of [
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '::ffff:10.0.0.1',
      '::ffff:169.254.169.254',
      '::ffff:8.8.8.8',
      '0:0:0:0:0:ffff:a9fe:a9fe',
      '::127.0.0.1',
      '64:ff9b::10.0.0.1',
      '64:ff9b::a9fe:a9fe',
      '64:ff9b:1::1',
      '2002:7f00:1::',
      '2002:a9fe:a9fe::1',
      '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    ])
      assert.equal(isPublicAddress(address), false, address);
  });

  test('and not when it is none', () => {
    for (const text of [
      '',
      'example.net',
      '1.2.3',
      '1.2.3.4.5',
      '256.1.1.1',
      '0x7f.0.0.1',
      ' 8.8.8.8',
      '::ffff:8.8.8.8:443',
      '2606:4700::1111%eth0',
    ])
      assert.equal(isPublicAddress(text), false, text);
  });

  test('nothing from a private range passes, in either form', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const ranges = fc.oneof(
      fc.tuple(fc.constantFrom(10, 127, 0), octet, octet, octet),
      fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
      fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
      fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), octet, octet),
      fc.tuple(fc.integer({ min: 224, max: 255 }), octet, octet, octet),
    );
    fc.assert(
      fc.property(ranges, (octets) => {
        const address = octets.join('.');
        return !isPublicAddress(address) && !isPublicAddress(`::ffff:${address}`);
      }),
    );
  });
});

describe('a lookup for a connection', () => {
  const found = (addresses: LookupAddress[] | NodeJS.ErrnoException) =>
    publicLookup((_hostname, options, callback) => {
      assert.equal(options.all, true, 'every address is judged');
      if (addresses instanceof Error) callback(addresses, []);
      else callback(null, addresses);
    });
  const ask = (lookup: ReturnType<typeof publicLookup>, all: boolean) =>
    new Promise<unknown[]>((resolve) => {
      lookup('hooks.example.net', { all }, (...answer) => resolve(answer));
    });
  const v4 = (address: string): LookupAddress => ({ address, family: 4 });

  test('hands on the very addresses that it judged, in either of Node’s forms', async () => {
    const both = [v4('1.1.1.1'), { address: '2606:4700::1111', family: 6 }];
    assert.deepEqual(await ask(found(both), true), [null, both]);
    assert.deepEqual(await ask(found(both), false), [null, '1.1.1.1', 4]);
  });

  test('fails when any of them is not public, and names neither the name nor the address', async () => {
    for (const addresses of [
      [v4('10.0.0.1')],
      [v4('1.1.1.1'), v4('169.254.169.254')],
      [{ address: '::1', family: 6 }],
      [],
    ]) {
      for (const all of [true, false]) {
        const [error, address] = await ask(found(addresses), all);
        assert.ok(error instanceof Error);
        assert.equal((error as NodeJS.ErrnoException).code, PRIVATE_ADDRESS);
        assert.doesNotMatch(error.message, /hooks\.example|10\.0|169\.254|::1/);
        assert.equal(address, '', 'nowhere to connect to');
      }
    }
  });

  test('judges again at every connection, so that a name which changes its mind gains nothing', async () => {
    const answers = [[v4('1.1.1.1')], [v4('127.0.0.1')]];
    const lookup = publicLookup((_hostname, _options, callback) => callback(null, answers.shift() ?? []));
    assert.deepEqual(await ask(lookup, false), [null, '1.1.1.1', 4]);
    const [error] = await ask(lookup, false);
    assert.equal((error as NodeJS.ErrnoException).code, PRIVATE_ADDRESS);
  });

  test('passes on the resolver’s own error', async () => {
    const error = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    assert.equal((await ask(found(error), true))[0], error);
  });
});
