import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTopologyStore } from '../../../shared/adapters/azure/blobs/topologyStore.ts';
import { withAzurite } from '../tables/azurite.ts';

const azurite = withAzurite();
const topology = (discoveredAtMs: number) => ({
  discoveredAtMs,
  servers: [],
  databases: [],
  links: [],
  unprotected: [],
  notGeo: [],
});

test('a topology that nobody replaced is read once; what another process stores is seen with the next look', async () => {
  const name = azurite.newName();
  const [store, other] = [1, 2].map(() => createTopologyStore(azurite.clients().container(name)));
  assert.ok(store && other);
  await store.save(topology(1));
  const first = await store.load();
  assert.equal(await store.load(), first, 'the same object: it was not sent again');
  await other.save(topology(2));
  assert.deepEqual(await store.load(), topology(2));
  assert.deepEqual(await other.load(), topology(2));
});

test('one that was deleted is none', async () => {
  const container = azurite.clients().container(azurite.newName());
  const store = createTopologyStore(container);
  await store.save(topology(1));
  await store.load();
  await container.delete();
  assert.equal(await store.load(), undefined);
});
