import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AzureInventory } from '../../../shared/topology/ports.ts';
import { database, ordinaryPair, reading, scope } from './azure.ts';
import { inventoryOf, NOW, run } from './inventory.ts';

test('an estate that answers is read whole, without problems', async () => {
  const { topology, problems } = await run(inventoryOf(ordinaryPair()));
  assert.deepEqual(
    topology.links.map(({ linkKey }) => linkKey),
    ['shop-ne/orders~shop-we/orders'],
  );
  assert.equal(topology.discoveredAtMs, NOW);
  assert.deepEqual(problems, []);
});

test('servers that no scope can reach into are not read', async () => {
  const asked: string[] = [];
  const inventory = inventoryOf([...ordinaryPair(), reading('bank-we', [], [])]);
  const counting: AzureInventory = {
    ...inventory,
    databases: (each) => {
      asked.push(each.name);
      return inventory.databases(each);
    },
  };
  await run(counting, undefined, [scope({ databases: ['shop-*/orders'] })]);
  assert.deepEqual(asked.sort(), ['shop-ne', 'shop-we']);
});

test('no more requests run at the same time than allowed', async () => {
  const servers = Array.from({ length: 12 }, (_, index) =>
    reading(`shop${index}-we`, [database(`shop${index}-we/a`)], []),
  );
  let running = 0;
  let most = 0;
  const inventory = inventoryOf(servers);
  const busy = async <T>(list: Promise<T>): Promise<T> => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running--;
    return list;
  };
  await run({
    servers: (id) => busy(inventory.servers(id)),
    databases: (each) => busy(inventory.databases(each)),
    replicationLinks: (each) => busy(inventory.replicationLinks(each)),
  });
  assert.equal(most, 4);
});
