import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReadFailure } from '../../../shared/topology/errors.ts';
import type { AzureInventory } from '../../../shared/topology/ports.ts';
import type { ServerReading } from '../../../shared/topology/snapshot.ts';
import {
  database,
  link,
  OTHER_SUBSCRIPTION,
  ordinaryPair,
  reading,
  SUBSCRIPTION,
  scope,
  server,
  serverId,
} from './azure.ts';
import { inventoryOf, run, topologyOf, withoutTime } from './inventory.ts';

test('a subscription that cannot be read is a problem and loses nothing of what was known', async () => {
  const elsewhere = server('far-uk', { id: serverId('far-uk', OTHER_SUBSCRIPTION) });
  const far = reading('far-uk', [database('far-uk/a')], [], { server: elsewhere });
  const scopes = [scope({ subscriptions: [SUBSCRIPTION, OTHER_SUBSCRIPTION] })];
  const before = await topologyOf([...ordinaryPair(), far], scopes);
  const inventory = inventoryOf([...ordinaryPair(), far]);
  const half: AzureInventory = {
    ...inventory,
    servers: async (subscription) => {
      if (subscription === SUBSCRIPTION) throw new ReadFailure('forbidden', 'Azure answered 403', { status: 403 });
      return inventory.servers(subscription);
    },
  };
  const { topology, problems } = await run(half, before, scopes);
  assert.deepEqual(problems, [
    { subject: `subscription ${SUBSCRIPTION}`, code: 'forbidden', message: 'Azure answered 403' },
  ]);
  assert.deepEqual(withoutTime(topology), withoutTime(before));
});

test('everything unreadable keeps everything', async () => {
  const before = await topologyOf([...ordinaryPair(), reading('bank-we', [database('bank-we/a')], [])]);
  const nothing: AzureInventory = {
    servers: async () => {
      throw new ReadFailure('identity', 'no token');
    },
    databases: async () => [],
    replicationLinks: async () => [],
  };
  const { topology, problems } = await run(nothing, before);
  assert.deepEqual(withoutTime(topology), withoutTime(before));
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['identity'],
  );
});

test('a server whose links cannot be read keeps them, and its neighbours are read anew', async () => {
  const others = [reading('bank-we', [database('bank-we/a')], [link('bank-we/a', 'bank-ne/a', 'Primary')])];
  const before = await topologyOf([...ordinaryPair(), ...others]);
  const broken = [
    ...ordinaryPair().map((each) => ({ ...each, links: undefined })),
    reading('bank-we', [database('bank-we/a')], []),
  ];
  const { topology, problems } = await run(inventoryOf(broken), before);
  assert.deepEqual(
    topology.links.map(({ linkKey }) => linkKey),
    ['shop-ne/orders~shop-we/orders'],
  );
  assert.deepEqual(
    topology.unprotected.map(({ server: name }) => name),
    ['bank-we'],
  );
  assert.deepEqual(problems.map(({ subject, code }) => `${subject}: ${code}`).sort(), [
    'server shop-ne, links: unavailable',
    'server shop-we, links: unavailable',
  ]);
});

test('a side that answers is believed: a link that it no longer lists is gone', async () => {
  const before = await topologyOf(ordinaryPair());
  const [primary, secondary] = ordinaryPair();
  const { topology } = await run(
    inventoryOf([
      { ...primary, links: undefined },
      { ...secondary, links: [] },
    ] as ServerReading[]),
    before,
  );
  assert.deepEqual(topology.links, []);
});

test('a side that answers is believed: a role that it says has changed is changed', async () => {
  const before = await topologyOf(ordinaryPair());
  const [primary, secondary] = ordinaryPair();
  const swappedSide = { ...secondary, links: [link('shop-ne/orders', 'shop-we/orders', 'Primary')] };
  const { topology } = await run(
    inventoryOf([{ ...primary, links: undefined }, swappedSide] as ServerReading[]),
    before,
  );
  assert.equal(topology.links[0]?.primary.server, 'shop-ne');
  assert.equal(topology.links[0]?.conflict, undefined);
});

test('a server whose databases cannot be read keeps them', async () => {
  const before = await topologyOf([reading('shop-we', [database('shop-we/a'), database('shop-we/b')], [])]);
  const { topology } = await run(inventoryOf([reading('shop-we', undefined, [])]), before);
  assert.deepEqual(
    topology.databases.map((each) => each.database),
    ['a', 'b'],
  );
  assert.deepEqual(
    topology.unprotected.map((each) => each.database),
    ['a', 'b'],
  );
});

test('copies and named replicas of a server that cannot be read stay listed', async () => {
  const named = reading(
    'shop-we',
    [database('shop-we/a'), database('shop-we/a-read', { secondaryType: 'Named' })],
    [link('shop-we/a', 'shop-we/a-read', 'Primary', { linkType: 'NAMED' }), link('shop-we/a', 'shop-ne/c', 'Source')],
  );
  const before = await topologyOf([named]);
  const { topology } = await run(inventoryOf([{ ...named, links: undefined }]), before);
  assert.deepEqual(
    topology.notGeo.filter(({ kind }) => kind === 'NAMED'),
    before.notGeo.filter(({ kind }) => kind === 'NAMED'),
  );
});

test('what is really gone is gone', async () => {
  const before = await topologyOf([...ordinaryPair(), reading('bank-we', [database('bank-we/a')], [])]);
  const { topology } = await run(inventoryOf(ordinaryPair()), before);
  assert.deepEqual(
    topology.servers.map(({ name }) => name),
    ['shop-ne', 'shop-we'],
  );
});

test('what no scope watches any longer is not kept', async () => {
  const before = await topologyOf(ordinaryPair());
  const broken = ordinaryPair().map((each) => ({ ...each, databases: undefined, links: undefined }));
  const { topology } = await run(inventoryOf(broken), before, [scope({ servers: ['bank-*'] })]);
  assert.deepEqual([topology.links, topology.databases], [[], []]);
});

test('a malformed database entry is a problem, and the database stays as it was', async () => {
  const before = await topologyOf([reading('shop-we', [database('shop-we/a'), database('shop-we/b')], [])]);
  const inventory = inventoryOf([reading('shop-we', [database('shop-we/b')], [])]);
  const { topology, problems } = await run(
    {
      ...inventory,
      databases: async (each, onMalformed) => {
        onMalformed?.({ subject: '/x', name: 'a', message: 'expected a sku; saw none' });
        return inventory.databases(each);
      },
    },
    before,
  );
  assert.deepEqual(
    topology.databases.map((each) => each.database),
    ['a', 'b'],
  );
  assert.deepEqual(problems, [{ subject: '/x', code: 'malformed', message: 'expected a sku; saw none' }]);
});

test('a malformed link entry is a problem; the link of that database stays, and no alarm is raised', async () => {
  const pair = ordinaryPair();
  const before = await topologyOf(pair);
  const inventory = inventoryOf(pair.map((each) => ({ ...each, links: [] })));
  const { topology, problems } = await run(
    {
      ...inventory,
      replicationLinks: async (each, onMalformed) => {
        onMalformed?.({ subject: `${each.name}/orders`, name: 'orders', message: 'expected a role' });
        return inventory.replicationLinks(each);
      },
    },
    before,
  );
  assert.deepEqual(
    topology.links.map(({ linkKey }) => linkKey),
    ['shop-ne/orders~shop-we/orders'],
  );
  assert.deepEqual(topology.unprotected, []);
  assert.equal(problems.length, 2);
});

test('an entry that does not say whose it is puts the silence of its server in doubt', async () => {
  const inventory = inventoryOf([reading('shop-we', [database('shop-we/a')], [])]);
  const { topology } = await run({
    ...inventory,
    replicationLinks: async (each, onMalformed) => {
      onMalformed?.({ subject: 'entry 1', message: 'expected an object; saw null' });
      return inventory.replicationLinks(each);
    },
  });
  assert.deepEqual(topology.unprotected, []);
});

test('a malformed server entry keeps the servers of its subscription', async () => {
  const before = await topologyOf(ordinaryPair());
  const inventory = inventoryOf(ordinaryPair().slice(0, 1));
  const { topology, problems } = await run(
    {
      ...inventory,
      servers: async (subscription, onMalformed) => {
        onMalformed?.({ subject: 'entry 2', message: 'expected a location' });
        return inventory.servers(subscription);
      },
    },
    before,
  );
  assert.deepEqual(
    topology.servers.map(({ name }) => name),
    ['shop-ne', 'shop-we'],
  );
  assert.equal(problems.length, 1);
});

test('a mistake of our own is not dressed up as trouble with Azure', async () => {
  const inventory = inventoryOf(ordinaryPair());
  await assert.rejects(
    run({
      ...inventory,
      databases: async () => {
        throw new TypeError('x is not a function');
      },
    }),
    TypeError,
  );
});

test('a partner in a subscription of no scope is kept with its link while nobody can read it, and goes when it is seen to be gone', async () => {
  const elsewhere = server('far-uk', { id: serverId('far-uk', OTHER_SUBSCRIPTION) });
  const near = reading(
    'shop-we',
    [database('shop-we/a')],
    [
      link('shop-we/a', 'far-uk/a', 'Primary', {
        partnerDatabaseId: `${serverId('far-uk', OTHER_SUBSCRIPTION)}/databases/a`,
      }),
    ],
  );
  const far = reading('far-uk', [database('far-uk/a')], [link('far-uk/a', 'shop-we/a', 'Secondary')], {
    server: elsewhere,
  });
  const before = await topologyOf([near, far]);
  const names = (topology: typeof before) => topology.servers.map(({ name }) => name).sort();
  assert.deepEqual(names(before), ['far-uk', 'shop-we']);
  const unread = await run(inventoryOf([{ ...near, links: undefined }, far]), before);
  assert.deepEqual(names(unread.topology), ['far-uk', 'shop-we']);
  assert.deepEqual(unread.topology.databases, before.databases);
  const unlinked = await run(inventoryOf([{ ...near, links: [] }, far]), before);
  assert.deepEqual(names(unlinked.topology), ['shop-we']);
});
