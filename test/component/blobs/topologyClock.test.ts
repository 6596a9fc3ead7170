import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTopologyStore } from '../../../shared/adapters/azure/blobs/topologyStore.ts';
import { topology } from '../../unit/replication/builders.ts';
import { withAzurite } from '../tables/azurite.ts';

const azurite = withAzurite();

test('a discovery stamped by a clock that was a day ahead does not stand in the way of today', async () => {
  const store = createTopologyStore(azurite.clients().container(azurite.newName()));
  const nowMs = Date.now();
  assert.equal(await store.save(topology([], { discoveredAtMs: nowMs + 86_400_000 })), true);
  assert.equal(await store.save(topology([], { discoveredAtMs: nowMs })), true);
  assert.equal((await store.load())?.discoveredAtMs, nowMs);
  assert.equal(
    await store.save(topology([], { discoveredAtMs: nowMs - 1 })),
    false,
    'an older one still does not count',
  );
});
