import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rewrite } from '../../../../local/host/names/mappedConnect.ts';
import { createNameMap } from '../../../../local/host/names/nameMap.ts';

const map = createNameMap([{ name: 'a.example', port: 443, to: 4443 }]);

/** The error that a rewritten connection ends with. */
function failure(host: string, port: number): Promise<NodeJS.ErrnoException & { address?: string; port?: number }> {
  const { lookup, host: asked } = rewrite(map, { host, port });
  return new Promise((resolve) => {
    if (!lookup) return assert.fail('expected a lookup that fails');
    lookup(asked ?? '', {}, (error) => resolve(error ?? assert.fail('expected an error')));
  });
}

test("a mapped destination becomes the estate's port on this machine; everything else of the options stays", () => {
  assert.deepEqual(rewrite(map, { host: 'A.example', port: 443, keepAlive: true }), {
    host: '127.0.0.1',
    port: 4443,
    keepAlive: true,
  });
});

test('the private address of a name leads to the same place', () => {
  const host = map.addressOf('a.example') ?? '';
  assert.deepEqual(rewrite(map, { host, port: 443 }), { host: '127.0.0.1', port: 4443 });
});

test('a port in words is a port', () => {
  assert.equal(rewrite(map, { host: 'a.example', port: '443' as unknown as number }).port, 4443);
});

test('what was meant for the wide world does not go along: local address, family, lookup', () => {
  const rewritten = rewrite(map, {
    host: 'a.example',
    port: 443,
    localAddress: '10.0.0.5',
    family: 6,
    lookup: (() => {}) as never,
  });
  assert.deepEqual(rewritten, { host: '127.0.0.1', port: 4443 });
});

test('this machine is left as asked', () => {
  const options = { host: '127.0.0.1', port: 1 };
  assert.equal(rewrite(map, options), options);
  const bare = { port: 1 };
  assert.equal(rewrite(map, bare), bare, 'no host is this machine');
});

test('a mapped name at another port refuses the connection', async () => {
  const { code, syscall, address, port, message } = await failure('a.example', 80);
  assert.deepEqual(
    { code, syscall, address, port },
    { code: 'ECONNREFUSED', syscall: 'connect', address: 'a.example', port: 80 },
  );
  assert.equal(message, 'connect ECONNREFUSED a.example:80');
});

test('an unknown name is not found, whatever lookup the caller brought', async () => {
  assert.equal((await failure('b.example', 443)).code, 'ENOTFOUND');
});

test('a foreign address is unreachable', async () => {
  for (const host of ['10.0.0.1', '2001:db8::1']) assert.equal((await failure(host, 443)).code, 'ENETUNREACH', host);
});
