import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveRecords } from '../../../../local/host/names/mappedResolver.ts';
import { createNameMap } from '../../../../local/host/names/nameMap.ts';

const map = createNameMap([{ name: 'a.example', port: 443, to: 1 }]);
const address = map.addressOf('a.example');

test('a mapped name has an A record', () => {
  assert.deepEqual(resolveRecords(map, { hostname: 'a.example', type: 'A', withTtl: false }), [address]);
  assert.deepEqual(resolveRecords(map, { hostname: 'a.example', type: 'A', withTtl: true }), [{ address, ttl: 0 }]);
  assert.deepEqual(resolveRecords(map, { hostname: 'a.example', type: 'ANY', withTtl: false }), [
    { type: 'A', address, ttl: 0 },
  ]);
});

test('it has no other record', () => {
  for (const type of ['AAAA', 'MX', 'TXT', 'SRV']) {
    assert.throws(() => resolveRecords(map, { hostname: 'a.example', type, withTtl: false }), {
      code: 'ENODATA',
      message: `query${type} ENODATA a.example`,
    });
  }
});

test('an unknown name does not exist', () => {
  assert.throws(() => resolveRecords(map, { hostname: 'b.example', type: 'MX', withTtl: false }), {
    code: 'ENOTFOUND',
    syscall: 'queryMX',
    hostname: 'b.example',
  });
});
