import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReadFailure } from '../../../shared/topology/errors.ts';
import type { ServerReading } from '../../../shared/topology/snapshot.ts';
import {
  database,
  databaseId,
  link,
  OTHER_SUBSCRIPTION,
  reading,
  SUBSCRIPTION,
  scope,
  server,
  serverId,
} from './azure.ts';
import { inventoryOf, run } from './inventory.ts';

/** orders of shop-we, whose geo-secondary lives in another subscription. */
function acrossSubscriptions(): ServerReading[] {
  const partnerDatabaseId = databaseId('bank-ne/orders', OTHER_SUBSCRIPTION);
  return [
    reading(
      'shop-we',
      [database('shop-we/orders')],
      [link('shop-we/orders', 'bank-ne/orders', 'Primary', { partnerDatabaseId })],
    ),
    reading(
      'bank-ne',
      [
        database('bank-ne/orders', {
          secondaryType: 'Geo',
          sku: { name: 'GP_Gen5_2', tier: 'GeneralPurpose', family: 'Gen5', capacity: 2 },
        }),
        database('bank-ne/ledger'),
      ],
      [link('bank-ne/orders', 'shop-we/orders', 'Secondary')],
      { server: server('bank-ne', { id: serverId('bank-ne', OTHER_SUBSCRIPTION) }) },
    ),
  ];
}

test('a partner in another subscription is read: both sides of its link, and its size', async () => {
  const { topology, problems } = await run(inventoryOf(acrossSubscriptions()));
  assert.deepEqual(problems, []);
  assert.equal(topology.links.length, 1);
  assert.equal(topology.databases.find(({ server }) => server === 'bank-ne')?.sku.name, 'GP_Gen5_2');
  assert.equal(topology.servers.find(({ name }) => name === 'bank-ne')?.subscriptionId, OTHER_SUBSCRIPTION);
});

test('what else lives beside the partner is nobody here to watch', async () => {
  const { topology } = await run(inventoryOf(acrossSubscriptions()));
  assert.deepEqual(
    topology.databases.map(({ server, database: name }) => `${server}/${name}`),
    ['bank-ne/orders', 'shop-we/orders'],
  );
  assert.deepEqual(topology.unprotected, []);
});

test('a tenant that may not be read leaves the link as its primary tells it, and is told', async () => {
  const inventory = inventoryOf(acrossSubscriptions());
  const { topology, problems } = await run({
    ...inventory,
    servers: async (subscription) => {
      if (subscription === OTHER_SUBSCRIPTION)
        throw new ReadFailure('unauthorised', 'expected a token of its tenant, saw 401');
      return inventory.servers(subscription);
    },
  });
  assert.deepEqual(
    topology.links.map(({ linkKey, conflict }) => [linkKey, conflict]),
    [['bank-ne/orders~shop-we/orders', undefined]],
  );
  assert.deepEqual(
    problems.map(({ subject, code }) => [subject, code]),
    [[`subscription ${OTHER_SUBSCRIPTION}`, 'unauthorised']],
  );
});

test('a partner on a server that no scope reaches is read too, without listing its subscription again', async () => {
  const servers = [
    reading('shop-we', [database('shop-we/orders')], [link('shop-we/orders', 'bank-ne/orders', 'Primary')]),
    reading('bank-ne', [database('bank-ne/orders', { secondaryType: 'Geo' })], []),
  ];
  const inventory = inventoryOf(servers);
  const listed: string[] = [];
  const { topology } = await run(
    {
      ...inventory,
      servers: async (subscription) => {
        listed.push(subscription);
        return inventory.servers(subscription);
      },
    },
    undefined,
    [scope({ servers: ['shop-*'] })],
  );
  assert.deepEqual(listed, [SUBSCRIPTION]);
  assert.equal(topology.links[0]?.conflict, 'oneSided', 'its server was asked, and does not know the link');
});

test('the partners of copies and of named replicas are not followed', async () => {
  const asked: string[] = [];
  const servers = [
    reading(
      'shop-we',
      [database('shop-we/orders')],
      [
        link('shop-we/orders', 'bank-ne/orders-copy', 'Source'),
        link('shop-we/orders', 'bank-uk/orders-named', 'Primary', { linkType: 'NAMED' }),
      ],
    ),
    reading('bank-ne', [], []),
    reading('bank-uk', [], []),
  ];
  const inventory = inventoryOf(servers);
  await run(
    {
      ...inventory,
      databases: async (each) => {
        asked.push(each.name);
        return inventory.databases(each);
      },
    },
    undefined,
    [scope({ servers: ['shop-*'] })],
  );
  assert.deepEqual(asked, ['shop-we']);
});
