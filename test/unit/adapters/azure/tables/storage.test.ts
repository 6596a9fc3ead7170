import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bounded, storageClients } from '../../../../../shared/adapters/azure/storage.ts';

const IDENTITY = {
  kind: 'identity',
  blobUrl: 'https://shop.blob.core.windows.net',
  queueUrl: 'https://shop.queue.core.windows.net',
  tableUrl: 'https://shop.table.core.windows.net',
} as const;
const credential = { getToken: async () => ({ token: 'x', expiresOnTimestamp: 0 }) };

test('with an identity the clients speak to the addresses given, over HTTPS', () => {
  const clients = storageClients(IDENTITY, credential);
  assert.equal(clients.table('geowarden').url, IDENTITY.tableUrl);
  assert.equal(clients.container('geowarden').url, `${IDENTITY.blobUrl}/geowarden`);
  assert.equal(clients.queue('deliver').url, `${IDENTITY.queueUrl}/deliver`);
});

test('an identity that is missing is told with what to do', () => {
  assert.throws(() => storageClients(IDENTITY), /Expected a credential .* Give the app an identity/);
});

test('an operation that takes too long is aborted', async () => {
  const { abortSignal } = bounded(1);
  await new Promise((resolve) => abortSignal.addEventListener('abort', resolve));
  assert.equal(abortSignal.reason.name, 'TimeoutError');
});
