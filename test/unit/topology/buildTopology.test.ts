import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { buildTopology } from '../../../shared/topology/buildTopology.ts';
import type { ServerReading } from '../../../shared/topology/snapshot.ts';
import type { Topology } from '../../../shared/topology/types.ts';
import {
  database,
  EVERYTHING,
  link,
  OTHER_SUBSCRIPTION,
  ordinaryPair,
  reading,
  scope,
  server,
  serverId,
} from './azure.ts';

const NOW = 1_780_000_000_000;

function build(servers: ServerReading[], scopes = EVERYTHING, previous?: Topology): Topology {
  return buildTopology({ servers }, scopes, NOW, previous).topology;
}

const keys = (topology: Topology): string[] => topology.links.map(({ linkKey }) => linkKey);
const unprotectedNames = (topology: Topology): string[] =>
  topology.unprotected.map((each) => `${each.server}/${each.database}`);

test('a pair seen from both servers is one link, each end as its own server describes it', () => {
  const topology = build(ordinaryPair());
  assert.deepEqual(topology.links, [
    {
      linkKey: 'shop-ne/orders~shop-we/orders',
      type: 'GEO',
      primary: {
        server: 'shop-we',
        database: 'orders',
        region: 'westeurope',
        fullyQualifiedDomainName: 'shop-we.database.windows.net',
        databaseId: `${serverId('shop-we')}/databases/orders`,
      },
      secondary: {
        server: 'shop-ne',
        database: 'orders',
        region: 'northeurope',
        fullyQualifiedDomainName: 'shop-ne.database.windows.net',
        databaseId: `${serverId('shop-ne')}/databases/orders`,
      },
      armState: 'CATCH_UP',
      percentComplete: 100,
    },
  ]);
  assert.equal(topology.discoveredAtMs, NOW);
  assert.deepEqual(topology.unprotected, []);
});

test('the result does not depend on the order of the lists', () => {
  const servers = [
    ...ordinaryPair(),
    reading(
      'bank-uk',
      [database('bank-uk/a'), database('bank-uk/b')],
      [link('bank-uk/a', 'shop-we/orders', 'Secondary')],
    ),
  ];
  const expected = JSON.stringify(build(servers));
  fc.assert(
    fc.property(fc.shuffledSubarray(servers, { minLength: servers.length }), (shuffled) => {
      const turned = shuffled.map((each) => ({
        ...each,
        databases: each.databases?.toReversed(),
        links: each.links?.toReversed(),
      }));
      assert.equal(JSON.stringify(build(turned)), expected);
    }),
  );
});

test('names are kept in lower case', () => {
  const servers = [
    reading('Shop-WE', [database('Shop-WE/Orders')], [link('Shop-WE/Orders', 'SHOP-ne/ORDERS', 'Primary')]),
  ];
  assert.deepEqual(keys(build(servers)), ['shop-ne/orders~shop-we/orders']);
});

test('several secondaries and chains are links of their own', () => {
  const servers = [
    reading(
      'shop-we',
      [database('shop-we/orders')],
      [link('shop-we/orders', 'shop-ne/orders', 'Primary'), link('shop-we/orders', 'shop-uk/orders', 'Primary')],
    ),
    reading(
      'shop-ne',
      [database('shop-ne/orders', { secondaryType: 'Geo' })],
      [link('shop-ne/orders', 'shop-we/orders', 'Secondary'), link('shop-ne/orders', 'far-uk/orders', 'Primary')],
    ),
  ];
  const topology = build(servers);
  assert.deepEqual(keys(topology), [
    'far-uk/orders~shop-ne/orders',
    'shop-ne/orders~shop-we/orders',
    'shop-uk/orders~shop-we/orders',
  ]);
  assert.equal(topology.links[0]?.primary.server, 'shop-ne');
  assert.deepEqual(topology.unprotected, []);
});

test('a standby replica is a link and protects', () => {
  const servers = [
    reading(
      'shop-we',
      [database('shop-we/orders')],
      [link('shop-we/orders', 'shop-ne/orders', 'Primary', { linkType: 'STANDBY' })],
    ),
  ];
  const topology = build(servers);
  assert.equal(topology.links[0]?.type, 'STANDBY');
  assert.deepEqual(topology.unprotected, []);
});

test('copies and named replicas are told apart, listed once, and protect nothing', () => {
  const servers = [
    reading(
      'shop-we',
      [
        database('shop-we/orders'),
        database('shop-we/orders-read', { secondaryType: 'Named' }),
        database('shop-we/orders-copy', { status: 'Copying' }),
      ],
      [
        link('shop-we/orders', 'shop-we/orders-read', 'Primary', { linkType: 'NAMED' }),
        link('shop-we/orders-read', 'shop-we/orders', 'Secondary', { linkType: 'NAMED' }),
        link('shop-we/orders', 'shop-we/orders-copy', 'Source'),
        link('shop-we/orders-copy', 'shop-we/orders', 'Copy'),
      ],
    ),
  ];
  const topology = build(servers);
  assert.deepEqual(topology.links, []);
  assert.deepEqual(topology.notGeo, [
    { server: 'shop-we', database: 'orders-copy', partner: { server: 'shop-we', database: 'orders' }, kind: 'COPY' },
    { server: 'shop-we', database: 'orders-read', partner: { server: 'shop-we', database: 'orders' }, kind: 'NAMED' },
  ]);
  assert.deepEqual(unprotectedNames(topology), ['shop-we/orders']);
});

test('an old API version without link types is understood by the type of the secondary', () => {
  const old = (own: string, partner: string) => {
    const { linkType: _none, ...rest } = link(own, partner, 'Secondary');
    return rest;
  };
  const servers = [
    reading(
      'shop-ne',
      [
        database('shop-ne/geo', { secondaryType: 'Geo' }),
        database('shop-ne/named', { secondaryType: 'Named' }),
        database('shop-ne/standby', { secondaryType: 'Standby' }),
      ],
      [old('shop-ne/geo', 'shop-we/a'), old('shop-ne/named', 'shop-we/b'), old('shop-ne/standby', 'shop-we/c')],
    ),
  ];
  const topology = build(servers);
  assert.deepEqual(
    topology.links.map(({ linkKey, type }) => [linkKey, type]),
    [
      ['shop-ne/geo~shop-we/a', 'GEO'],
      ['shop-ne/standby~shop-we/c', 'STANDBY'],
    ],
  );
  assert.deepEqual(
    topology.notGeo.map(({ kind }) => kind),
    ['NAMED'],
  );
});

test('a partner in another subscription is kept with the address that its id gives', () => {
  const partnerDatabaseId = `${serverId('far-ne', OTHER_SUBSCRIPTION, 'dr')}/databases/orders`;
  const servers = [
    reading(
      'shop-we',
      [database('shop-we/orders')],
      [link('shop-we/orders', 'far-ne/orders', 'Primary', { partnerDatabaseId })],
    ),
  ];
  assert.deepEqual(build(servers).links[0]?.secondary, {
    server: 'far-ne',
    database: 'orders',
    region: 'northeurope',
    fullyQualifiedDomainName: 'far-ne.database.windows.net',
    databaseId: partnerDatabaseId,
  });
});

test('a partner without an id has no address, and is still a partner', () => {
  const { partnerDatabaseId: _none, ...nameless } = link('shop-we/orders', 'far-ne/orders', 'Primary');
  const servers = [
    reading('shop-we', [database('shop-we/orders')], [{ ...nameless, partnerServer: 'far-ne.database.windows.net' }]),
  ];
  const [found] = build(servers).links;
  assert.equal(found?.secondary.server, 'far-ne');
  assert.equal(found?.secondary.databaseId, undefined);
});

test('a partner outside the scope is kept, whichever end is watched', () => {
  for (const pattern of ['shop-we/*', 'shop-ne/*']) {
    const topology = build(ordinaryPair(), [scope({ databases: [pattern] })]);
    assert.deepEqual(keys(topology), ['shop-ne/orders~shop-we/orders']);
    assert.deepEqual(
      topology.servers.map(({ name }) => name),
      ['shop-ne', 'shop-we'],
    );
  }
});

test('what no scope watches is not there', () => {
  const topology = build(ordinaryPair(), [scope({ databases: ['bank/*'] })]);
  assert.deepEqual([topology.links, topology.databases, topology.servers, topology.unprotected], [[], [], [], []]);
});

test('the suffix of the partner is that of the cloud of its server', () => {
  const gov = server('shop-we', { fullyQualifiedDomainName: 'shop-we.database.usgovcloudapi.net' });
  const servers = [
    reading('shop-we', [database('shop-we/o')], [link('shop-we/o', 'shop-ne/o', 'Primary')], { server: gov }),
  ];
  assert.equal(build(servers).links[0]?.secondary.fullyQualifiedDomainName, 'shop-ne.database.usgovcloudapi.net');
});

test('the primary’s word about state and progress is preferred', () => {
  const [primary, secondary] = ordinaryPair();
  const servers = [
    {
      ...primary,
      links: [
        link('shop-we/orders', 'shop-ne/orders', 'Primary', { replicationState: 'SEEDING', percentComplete: 40 }),
      ],
    },
    secondary,
  ] as ServerReading[];
  const [found] = build(servers).links;
  assert.deepEqual([found?.armState, found?.percentComplete], ['SEEDING', 40]);
});

test('a link of a type that does not exist yet is a problem, not protection', () => {
  const servers = [
    reading('shop-we', [database('shop-we/o')], [link('shop-we/o', 'shop-ne/o', 'Primary', { linkType: 'MESH' })]),
  ];
  const { topology, problems } = buildTopology({ servers }, EVERYTHING, NOW);
  assert.deepEqual(topology.links, []);
  assert.deepEqual(
    problems.map(({ code, subject }) => [code, subject]),
    [['unknownLinkType', 'shop-we/o']],
  );
  assert.match(problems[0]?.message ?? '', /MESH/);
});

test('an unknown role and a link to itself are problems that harm no neighbour', () => {
  const servers = [
    reading(
      'shop-we',
      [database('shop-we/a'), database('shop-we/b'), database('shop-we/c')],
      [
        link('shop-we/a', 'shop-ne/a', 'Observer'),
        link('shop-we/b', 'shop-we/b', 'Primary'),
        link('shop-we/c', 'shop-ne/c', 'Primary'),
      ],
    ),
  ];
  const { topology, problems } = buildTopology({ servers }, EVERYTHING, NOW);
  assert.deepEqual(keys(topology), ['shop-ne/c~shop-we/c']);
  assert.deepEqual(
    problems.map(({ code, subject }) => [code, subject]),
    [
      ['malformed', 'shop-we/a'],
      ['malformed', 'shop-we/b'],
    ],
  );
});

test('links are kept where the databases of the server could not be listed', () => {
  const topology = build([reading('shop-we', undefined, [link('shop-we/orders', 'shop-ne/orders', 'Primary')])]);
  assert.deepEqual(keys(topology), ['shop-ne/orders~shop-we/orders']);
});

test('a non-readable secondary is a secondary', () => {
  const servers = [
    reading('shop-ne', [database('shop-ne/o')], [link('shop-ne/o', 'shop-we/o', 'NonReadableSecondary')]),
  ];
  assert.equal(build(servers).links[0]?.primary.server, 'shop-we');
});
