import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DefaultAzureCredential, ManagedIdentityCredential } from '@azure/identity';
import { createCredential } from '../../../../../shared/adapters/azure/identity/credential.ts';

test('in App Service only the managed identity is asked', async () => {
  const credential = await createCredential('public', { IDENTITY_ENDPOINT: 'http://169.254.1.1/token' });
  assert.ok(credential instanceof ManagedIdentityCredential);
});

test('a user-assigned identity is chosen by AZURE_CLIENT_ID', async () => {
  const settings = { IDENTITY_ENDPOINT: 'http://169.254.1.1/token', AZURE_CLIENT_ID: ' c1 ' };
  const credential = await createCredential('public', settings);
  assert.ok(credential instanceof ManagedIdentityCredential);
  assert.equal(Reflect.get(credential, 'clientId'), 'c1');
});

test('elsewhere the usual chain of credentials is tried', async () => {
  assert.ok((await createCredential('china', {})) instanceof DefaultAzureCredential);
});
