import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CertificateAuthority } from '../../../../local/estate/certificates/certificateAuthority.ts';
import { createSecureContexts } from '../../../../local/estate/network/secureContexts.ts';

/** An authority that notes what it is asked for; a context without key and certificate is one all the same. */
function noting(outcome: () => Promise<object> = async () => ({})) {
  const asked: string[][] = [];
  const authority = {
    issue: (names: string[]) => {
      asked.push(names);
      return outcome();
    },
  } as unknown as CertificateAuthority;
  return { asked, contextFor: createSecureContexts(authority) };
}

test('a host that the names cover is served with them, made once', async () => {
  const { asked, contextFor } = noting();
  const names = ['*.logic.azure.com', 'management.azure.com'];
  const [one, two, three] = await Promise.all([
    contextFor('a.logic.azure.com', names),
    contextFor('b.logic.azure.com', names),
    contextFor('management.azure.com', names),
  ]);
  assert.deepEqual(asked, [names]);
  assert.equal(one, two);
  assert.equal(two, three);
});

test('a host further below gets the wildcard of its parent, shared by its siblings', async () => {
  const { asked, contextFor } = noting();
  await contextFor('prod-1.westeurope.logic.azure.com', ['*.logic.azure.com']);
  await contextFor('prod-2.westeurope.logic.azure.com', ['*.logic.azure.com']);
  await contextFor('prod-1.northeurope.logic.azure.com', ['*.logic.azure.com']);
  assert.deepEqual(asked, [['*.westeurope.logic.azure.com'], ['*.northeurope.logic.azure.com']]);
});

test('a client that walks through ever new names is stopped', async () => {
  const { asked, contextFor } = noting();
  for (let index = 0; index < 1000; index++) await contextFor(`a.b${index}.example.net`, ['*.example.net']);
  await assert.rejects(
    contextFor('a.one-more.example.net', ['*.example.net']),
    /More than 1000 different certificates/,
  );
  assert.equal(asked.length, 1000);
  assert.ok(await contextFor('a.b0.example.net', ['*.example.net']));
});

test('what the authority refuses is refused', async () => {
  const { contextFor } = noting(() => Promise.reject(new Error('not a DNS name')));
  await assert.rejects(contextFor('a.example.net', ['*.example.net']), /not a DNS name/);
});
