import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TopologyStore } from '../../shared/topology/ports.ts';
import type { Topology } from '../../shared/topology/types.ts';

const topology = (discoveredAtMs: number): Topology => ({
  discoveredAtMs,
  servers: [],
  databases: [],
  links: [],
  unprotected: [{ server: 'contoso-we', database: 'lön', region: 'westeurope', databaseId: '/databases/1' }],
  notGeo: [],
});

/** What every TopologyStore promises, whatever it is made of. */
export function topologyStoreContract(kind: string, make: () => Promise<TopologyStore>): void {
  describe(`TopologyStore in ${kind}`, () => {
    test('has none before one was saved', async () => {
      assert.equal(await (await make()).load(), undefined);
    });

    test('gives back what was saved last', async () => {
      const store = await make();
      await store.save(topology(1));
      await store.save(topology(2));
      assert.deepEqual(await store.load(), topology(2));
    });

    test('an older discovery does not replace a newer one', async () => {
      const store = await make();
      assert.equal(await store.save(topology(5)), true);
      assert.equal(await store.save(topology(4)), false);
      assert.deepEqual(await store.load(), topology(5));
    });

    test('of several at once the newest stays', async () => {
      const store = await make();
      await Promise.all([3, 1, 4, 2].map((at) => store.save(topology(at))));
      assert.deepEqual(await store.load(), topology(4));
    });
  });
}
