import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scope } from '../../../shared/config/types.ts';
import type { DatabaseMetrics } from '../../../shared/replication/metricsPorts.ts';
import type { Primary } from '../../../shared/replication/primaries.ts';
import { READING_LASTS_MS, sourcesFor, whoIsAsked } from '../../../shared/replication/sources.ts';
import type { Database, ReplicationLink, Server } from '../../../shared/topology/types.ts';

const NOW = 1_800_000_000_000;
const LOOK = { calmLagSeconds: 5, nowMs: NOW };

function linkTo(server: string, armState = 'CATCH_UP'): ReplicationLink {
  const end = (name: string) => ({
    server: name,
    database: 'orders',
    region: 'westeurope',
    fullyQualifiedDomainName: '',
  });
  return {
    linkKey: `${server}/orders~shop-we/orders`,
    type: 'GEO',
    primary: end('shop-we'),
    secondary: end(server),
    armState,
    percentComplete: 100,
  };
}

const primary = (...links: ReplicationLink[]): Primary => ({
  key: 'shop-we/orders',
  end: linkTo('shop-ne').primary,
  links: links.length > 0 ? links : [linkTo('shop-ne')],
});

const CALM: DatabaseMetrics = {
  atMs: NOW - 60_000,
  lag: { 'shop-ne/orders': { lagSeconds: 5, atMs: NOW - 180_000 } },
  availability: null,
  connectionFailed: null,
  logWritePercent: { sustained: 90, peak: 99 },
};

test('a scope with SQL asks SQL, one without rights never does', () => {
  for (const metrics of [undefined, CALM, { ...CALM, lag: {} }]) {
    assert.equal(whoIsAsked('sql', metrics, primary(), LOOK), 'sql');
    assert.equal(whoIsAsked('metricsOnly', metrics, primary(), LOOK), 'metrics');
  }
});

test('economy leaves a primary alone while its metrics are fresh and calm', () => {
  assert.equal(whoIsAsked('economy', CALM, primary(), LOOK), 'metrics');
  const used = { ...CALM, availability: { percent: 100, atMs: NOW }, connectionFailed: 0 };
  assert.equal(whoIsAsked('economy', used, primary(), LOOK), 'metrics');
});

const SHOWN: Array<[string, DatabaseMetrics | undefined]> = [
  ['nothing was read yet', undefined],
  ['the last try failed', { ...CALM, unread: { kind: 'forbidden', atMs: NOW, subject: 'w', message: '' } }],
  ['the reading is old', { ...CALM, atMs: NOW - READING_LASTS_MS - 1 }],
  ['the lag is not known', { ...CALM, lag: {} }],
  ['the lag is high', { ...CALM, lag: { 'shop-ne/orders': { lagSeconds: 6, atMs: NOW } } }],
  ['every login failed', { ...CALM, availability: { percent: 0, atMs: NOW } }],
  ['some logins failed', { ...CALM, availability: { percent: 99.9, atMs: NOW } }],
  ['logins failed by errors of the system', { ...CALM, connectionFailed: 1 }],
];
for (const [what, metrics] of SHOWN) {
  test(`economy asks the primary when ${what}`, () => {
    assert.equal(whoIsAsked('economy', metrics, primary(), LOOK), 'both');
  });
}

test('economy asks the primary when one of its links is not calm', () => {
  assert.equal(whoIsAsked('economy', CALM, primary(linkTo('shop-ne'), linkTo('far-uk')), LOOK), 'both');
  assert.equal(whoIsAsked('economy', CALM, primary(linkTo('shop-ne', 'SUSPENDED')), LOOK), 'both');
  assert.equal(whoIsAsked('economy', CALM, primary(linkTo('shop-ne', 'SomethingNew')), LOOK), 'both');
});

const scope = (servers: string[], source: Scope['source']): Scope => ({
  name: source,
  subscriptions: ['sub'],
  resourceGroups: [],
  servers,
  databases: [],
  tags: {},
  source,
  alerts: {},
});
const server = (name: string): Server => ({
  id: '',
  name,
  fullyQualifiedDomainName: '',
  region: '',
  subscriptionId: 'sub',
  resourceGroup: 'rg',
  tags: {},
});
const database = (name: string): Database => ({
  id: '',
  server: name,
  database: 'orders',
  region: '',
  sku: { name: '', tier: '', capacity: 1 },
  status: 'Online',
  tags: {},
});
const TOPOLOGY = { servers: ['shop-we', 'shop-ne'].map(server), databases: ['shop-we', 'shop-ne'].map(database) };

test('the first scope that matches an end of a link says where its lag is read, before and after a failover', () => {
  const scopes = [scope(['shop-ne'], 'economy'), scope(['shop-*'], 'metricsOnly')];
  assert.equal(sourcesFor(scopes, TOPOLOGY)(primary()), 'economy');
  const turned: Primary = {
    key: 'shop-ne/orders',
    end: linkTo('shop-ne').secondary,
    links: [{ ...linkTo('shop-ne'), primary: linkTo('shop-ne').secondary, secondary: linkTo('shop-ne').primary }],
  };
  assert.equal(sourcesFor(scopes, TOPOLOGY)(turned), 'economy');
});

test('what no scope matches is asked by SQL', () => {
  assert.equal(sourcesFor([scope(['other'], 'metricsOnly')], TOPOLOGY)(primary()), 'sql');
  assert.equal(sourcesFor([scope(['*'], 'sql')], TOPOLOGY)(primary()), 'sql');
});
