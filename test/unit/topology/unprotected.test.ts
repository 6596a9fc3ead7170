import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildTopology } from '../../../shared/topology/buildTopology.ts';
import type { ServerReading } from '../../../shared/topology/snapshot.ts';
import type { Topology } from '../../../shared/topology/types.ts';
import { database, databaseId, EVERYTHING, link, ordinaryPair, reading, scope } from './azure.ts';

function findings(servers: ServerReading[], scopes = EVERYTHING, previous?: Topology): string[] {
  const { topology } = buildTopology({ servers }, scopes, 1, previous);
  return topology.unprotected.map((each) => `${each.server}/${each.database}`);
}

test('a watched database without any link is unprotected, with its place', () => {
  const { topology } = buildTopology(
    { servers: [reading('shop-we', [database('shop-we/Orders')], [])] },
    EVERYTHING,
    1,
  );
  assert.deepEqual(topology.unprotected, [
    { server: 'shop-we', database: 'orders', region: 'westeurope', databaseId: databaseId('shop-we/Orders') },
  ]);
});

test('neither end of a geo-replication link is unprotected', () => {
  assert.deepEqual(findings(ordinaryPair()), []);
});

test('a geo-secondary is never unprotected, even when its link cannot be seen', () => {
  for (const secondaryType of ['Geo', 'Standby', 'Named']) {
    assert.deepEqual(findings([reading('shop-ne', [database('shop-ne/orders', { secondaryType })], [])]), []);
  }
});

test('master is not a finding', () => {
  assert.deepEqual(findings([reading('shop-we', [database('shop-we/master')], [])]), []);
});

test('a dedicated SQL pool, which cannot be geo-replicated, is not a finding', () => {
  const pool = database('shop-we/pool', { sku: { name: 'DW100c', tier: 'DataWarehouse', capacity: 0 } });
  assert.deepEqual(findings([reading('shop-we', [pool], [])]), []);
});

test('a database on its way into being is not a finding yet; a paused one is', () => {
  for (const status of ['Creating', 'Copying', 'Restoring']) {
    assert.deepEqual(findings([reading('shop-we', [database('shop-we/a', { status })], [])]), [], status);
  }
  assert.deepEqual(findings([reading('shop-we', [database('shop-we/a', { status: 'Paused' })], [])]), ['shop-we/a']);
});

test('a database that only has a named replica or a copy is unprotected', () => {
  const links = [
    link('shop-we/a', 'shop-we/a-read', 'Primary', { linkType: 'NAMED' }),
    link('shop-we/a', 'shop-ne/a-copy', 'Source'),
  ];
  assert.deepEqual(findings([reading('shop-we', [database('shop-we/a')], links)]), ['shop-we/a']);
});

test('a named replica on another server is not a finding, even before it says what it is', () => {
  const servers = [
    reading(
      'shop-we',
      [database('shop-we/a')],
      [link('shop-we/a', 'shop-ne/a-read', 'Primary', { linkType: 'NAMED' })],
    ),
    reading('shop-ne', [database('shop-ne/a-read')], []),
  ];
  assert.deepEqual(findings(servers), ['shop-we/a']);
});

test('a database outside every scope is not a finding', () => {
  const servers = [reading('shop-we', [database('shop-we/a'), database('shop-we/b')], [])];
  assert.deepEqual(findings(servers, [scope({ databases: ['*/b'] })]), ['shop-we/b']);
});

test('where the links could not be read, nobody can say that a database is unprotected', () => {
  assert.deepEqual(findings([reading('shop-we', [database('shop-we/a')], undefined)]), []);
  assert.deepEqual(findings([reading('shop-we', [database('shop-we/a')], [], { unclear: new Set(['a']) })]), []);
  assert.deepEqual(findings([reading('shop-we', [database('shop-we/a')], [], { unclear: 'everything' })]), []);
});

test('where the links could not be read, an earlier finding stands', () => {
  const previous = buildTopology(
    { servers: [reading('shop-we', [database('shop-we/a')], [])] },
    EVERYTHING,
    1,
  ).topology;
  assert.deepEqual(findings([reading('shop-we', [database('shop-we/a')], undefined)], EVERYTHING, previous), [
    'shop-we/a',
  ]);
});
