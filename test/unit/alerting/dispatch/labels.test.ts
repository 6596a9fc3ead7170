import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelsFor } from '../../../../shared/alerting/dispatch/labels.ts';
import type { Labels, Notice } from '../../../../shared/alerting/types.ts';
import type { Configuration, Scope } from '../../../../shared/config/types.ts';
import type { Database, LinkEnd, Server, Topology } from '../../../../shared/topology/types.ts';
import { began, T0 } from './fixtures.ts';

const SUBSCRIPTION = '5f3d8a10-7c64-4e0e-9a5b-1f6f5a2b8c01';
const REGIONS: Record<string, string> = { we: 'westeurope', ne: 'northeurope', far: 'uksouth' };

const server = (name: string): Server => ({
  id: `/servers/${name}`,
  name,
  fullyQualifiedDomainName: `${name}.example`,
  region: REGIONS[name] ?? '',
  subscriptionId: SUBSCRIPTION,
  resourceGroup: 'shop',
  tags: {},
});
const database = (of: string, name: string): Database => ({
  server: of,
  database: name,
  id: `/servers/${of}/databases/${name}`,
  region: REGIONS[of] ?? '',
  sku: { name: 'GP_Gen5', tier: 'GeneralPurpose', capacity: 2 },
  status: 'Online',
  tags: {},
});
const end = (of: string, name: string): LinkEnd => ({
  server: of,
  database: name,
  region: REGIONS[of] ?? '',
  fullyQualifiedDomainName: `${of}.example`,
});
const link = (primary: LinkEnd, secondary: LinkEnd): Topology['links'][number] => ({
  linkKey: [primary, secondary]
    .map((one) => `${one.server}/${one.database}`)
    .sort()
    .join('~'),
  type: 'GEO',
  primary,
  secondary,
  armState: 'CATCH_UP',
  percentComplete: 100,
});
const scope = (name: string, databases: string[]): Scope => ({
  name,
  subscriptions: [SUBSCRIPTION],
  resourceGroups: [],
  servers: [],
  databases,
  tags: {},
  source: 'sql',
  alerts: {},
});
const group = (name: string, databases: string[]): Configuration['groups'][number] => ({
  name,
  databases,
  mode: 'notify',
  confirmForMs: 60_000,
  minKinds: 2,
  maxLossMs: 0,
  cooldownMs: 0,
  dailyBudget: 1,
  partial: 'allOrNothing',
});

/** Two servers that are read, and one of somebody else that is only known as the partner of a link. */
const TOPOLOGY: Topology = {
  discoveredAtMs: T0,
  servers: [server('we'), server('ne')],
  databases: [database('we', 'orders'), database('ne', 'orders'), database('we', 'stock'), database('ne', 'lonely')],
  links: [link(end('we', 'orders'), end('ne', 'orders')), link(end('we', 'stock'), end('far', 'stock'))],
  unprotected: [],
  notGeo: [],
};
const CONFIGURED = {
  scopes: [scope('shop', ['we/*']), scope('everything', ['*'])],
  groups: [group('payments', ['we/orders'])],
};
const labelsOf = labelsFor(TOPOLOGY, CONFIGURED);

const about = (subject: Notice['subject'], more: Partial<Notice> = {}): Notice => ({
  ...began('LagHigh', 'orders', T0),
  subject,
  ...more,
});
const ofDatabase = (key: string) => about({ kind: 'database', key });
const NONE: Labels = {
  condition: ['LagHigh'],
  severity: ['error'],
  scope: [],
  group: [],
  region: [],
  server: [],
  database: [],
};

test('a link has what both of its ends have, the primary first', () => {
  assert.deepEqual(labelsOf(began('LagHigh', 'orders', T0, { severity: 'critical' })), {
    condition: ['LagHigh'],
    severity: ['critical'],
    scope: ['shop', 'everything'],
    group: ['payments'],
    region: ['westeurope', 'northeurope'],
    server: ['we', 'ne'],
    database: ['we/orders', 'ne/orders'],
  });
});

test('a database has its own, and the first scope that matches it', () => {
  assert.deepEqual(labelsOf(ofDatabase('we/stock')), {
    ...NONE,
    scope: ['shop'],
    region: ['westeurope'],
    server: ['we'],
    database: ['we/stock'],
  });
});

test('a pair is in its recovery group by either end, also after it has failed over', () => {
  assert.deepEqual(labelsOf(ofDatabase('ne/orders')).group, ['payments']);
  const swapped = { ...TOPOLOGY, links: [link(end('ne', 'orders'), end('we', 'orders'))] };
  for (const key of ['we/orders', 'ne/orders'])
    assert.deepEqual(labelsFor(swapped, CONFIGURED)(ofDatabase(key)).group, ['payments'], key);
  assert.deepEqual(labelsOf(ofDatabase('ne/lonely')).group, []);
});

test('a partner that discovery may not read has the region that its link names, and no scope', () => {
  const { region, scope: scopes } = labelsOf(ofDatabase('far/stock'));
  assert.deepEqual([region, scopes], [['uksouth'], []]);
});

test('a server has its region, and no database of its own', () => {
  const labels = labelsOf(about({ kind: 'server', key: 'ne' }));
  assert.deepEqual(labels, { ...NONE, region: ['northeurope'], server: ['ne'] });
});

test('a region is itself; a channel and the deployment are nowhere', () => {
  assert.deepEqual(labelsOf(about({ kind: 'region', key: 'westeurope' })), { ...NONE, region: ['westeurope'] });
  for (const kind of ['channel', 'deployment'] as const)
    assert.deepEqual(labelsOf(about({ kind, key: 'we/orders' })), NONE, kind);
});

test('an outage is of the recovery group that it names, besides that of its database; no name is no group', () => {
  const named = (name: string) => about({ kind: 'database', key: 'we/orders' }, { outage: { group: name } });
  assert.deepEqual(labelsOf(named('reporting')).group, ['reporting', 'payments']);
  assert.deepEqual(labelsOf(named('payments')).group, ['payments']);
  assert.deepEqual(labelsOf(named('')).group, ['payments']);
  assert.deepEqual(labelsOf(about({ kind: 'group', key: 'reporting' })).group, ['reporting']);
});

test('while nothing was discovered the names alone speak', () => {
  assert.deepEqual(labelsFor(undefined, CONFIGURED)(began('LagHigh', 'orders', T0)), {
    ...NONE,
    server: ['we', 'ne'],
    database: ['we/orders', 'ne/orders'],
  });
});
