import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { createLookup, createPromisedLookup, type LookupCallback } from '../../../../local/host/names/mappedLookup.ts';
import { createNameMap } from '../../../../local/host/names/nameMap.ts';

const map = createNameMap([{ name: 'a.example', port: 443, to: 1 }]);
const address = map.addressOf('a.example');
const lookup = createLookup(map);
const lookupPromise = createPromisedLookup(map);

/** The arguments that the callback form was called with. */
function called(hostname: string, options?: Parameters<typeof lookup>[1]): Promise<unknown[]> {
  return new Promise((resolve) => {
    const callback: LookupCallback = (...given) => resolve(given);
    if (options === undefined) lookup(hostname, callback);
    else lookup(hostname, options, callback);
  });
}

test('a mapped name has one IPv4 address, in every form of the call', async () => {
  assert.deepEqual(await called('a.example'), [null, address, 4]);
  assert.deepEqual(await called('A.EXAMPLE.', {}), [null, address, 4]);
  assert.deepEqual(await called('a.example', 4), [null, address, 4]);
  assert.deepEqual(await called('a.example', { family: 'IPv4' as unknown as number }), [null, address, 4]);
  assert.deepEqual(await called('a.example', { all: true }), [null, [{ address, family: 4 }]]);
  assert.deepEqual(await lookupPromise('a.example'), { address, family: 4 });
  assert.deepEqual(await lookupPromise('a.example', { all: true, family: 0 }), [{ address, family: 4 }]);
  assert.deepEqual(
    await promisify(lookup as (h: string, c: (e: Error | null, a?: string | LookupAddress[]) => void) => void)(
      'a.example',
    ),
    { address, family: 4 },
  );
});

test('the callback comes later, as with a real resolver', async () => {
  let early = true;
  const seen = new Promise<boolean>((resolve) => lookup('a.example', () => resolve(early)));
  early = false;
  assert.equal(await seen, false);
});

test('an unknown name is ENOTFOUND, with the fields of a real one', async () => {
  const [error] = (await called('b.example')) as [NodeJS.ErrnoException & { hostname: string }];
  assert.deepEqual(
    [error.code, error.syscall, error.hostname, error.message],
    ['ENOTFOUND', 'getaddrinfo', 'b.example', 'getaddrinfo ENOTFOUND b.example'],
  );
  await assert.rejects(lookupPromise('b.example'), { code: 'ENOTFOUND' });
});

test('a mapped name has no IPv6 address', async () => {
  assert.equal(((await called('a.example', { family: 6 })) as [NodeJS.ErrnoException])[0].code, 'ENOTFOUND');
  await assert.rejects(lookupPromise('a.example', 6), { code: 'ENOTFOUND' });
});

test('literal addresses and localhost are answered without asking anybody', async () => {
  assert.deepEqual(await called('10.1.2.3'), [null, '10.1.2.3', 4]);
  assert.deepEqual(await called('::1', { all: true }), [null, [{ address: '::1', family: 6 }]]);
  assert.deepEqual(await called('localhost'), [null, '127.0.0.1', 4]);
  assert.deepEqual(await called('localhost', 6), [null, '::1', 6]);
});

test('a missing callback is a mistake of the caller', () => {
  assert.throws(() => lookup('a.example', {}), /needs a callback/);
});
