import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IdentityFailure } from '../../../../../shared/adapters/azure/identity/errors.ts';
import { createAzureInventory } from '../../../../../shared/adapters/azure/resourceManager/inventory.ts';
import { failureOf, SERVER } from './fakeAzure.ts';

test('no token is trouble with the identity, not with Azure, and nothing is asked of Azure', async () => {
  const inventory = createAzureInventory({
    cloud: 'public',
    credential: {
      getToken: async () => {
        throw new IdentityFailure('unreachable', 'the managed identity endpoint cannot be reached (ECONNREFUSED)');
      },
    },
    limits: { timeoutMs: 1000 },
    httpClient: { sendRequest: () => assert.fail('asked without a token') },
  });
  for (const read of [inventory.servers('s1'), inventory.databases(SERVER), inventory.replicationLinks(SERVER)]) {
    const failure = await failureOf(read);
    assert.equal(failure.kind, 'identity');
    assert.match(failure.message, /ECONNREFUSED/);
  }
});
