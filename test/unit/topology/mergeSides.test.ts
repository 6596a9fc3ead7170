import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildTopology } from '../../../shared/topology/buildTopology.ts';
import type { InventoryDatabase } from '../../../shared/topology/ports.ts';
import type { ServerReading } from '../../../shared/topology/snapshot.ts';
import type { ReplicationLink, Topology } from '../../../shared/topology/types.ts';
import { database, EVERYTHING, link, ordinaryPair, reading } from './azure.ts';

function onlyLink(servers: ServerReading[], previous?: Topology): ReplicationLink {
  const { topology } = buildTopology({ servers }, EVERYTHING, 1, previous);
  const [found, ...more] = topology.links;
  if (!found || more.length > 0) throw new Error(`expected one link; saw ${topology.links.length}`);
  return found;
}

function claims(
  weRole: string,
  neRole: string,
  we: Partial<InventoryDatabase> = {},
  ne: Partial<InventoryDatabase> = {},
): ServerReading[] {
  return [
    reading('shop-we', [database('shop-we/orders', we)], [link('shop-we/orders', 'shop-ne/orders', weRole)]),
    reading('shop-ne', [database('shop-ne/orders', ne)], [link('shop-ne/orders', 'shop-we/orders', neRole)]),
  ];
}

const swapped = (): Topology => buildTopology({ servers: claims('Secondary', 'Primary') }, EVERYTHING, 1).topology;
const usual = (): Topology => buildTopology({ servers: claims('Primary', 'Secondary') }, EVERYTHING, 1).topology;

test('sides that agree have no conflict', () => {
  assert.equal(onlyLink(ordinaryPair()).conflict, undefined);
});

test('two secondaries stay visible as a conflict, and the previous primary stays the primary', () => {
  const found = onlyLink(claims('Secondary', 'Secondary'), usual());
  assert.equal(found.conflict, 'bothSecondary');
  assert.equal(found.primary.server, 'shop-we');
  assert.equal(onlyLink(claims('Secondary', 'Secondary'), swapped()).primary.server, 'shop-ne');
});

test('two primaries stay visible as a conflict', () => {
  assert.equal(onlyLink(claims('Primary', 'Primary'), swapped()).conflict, 'bothPrimary');
  assert.equal(onlyLink(claims('Primary', 'Primary'), swapped()).primary.server, 'shop-ne');
});

test('what a database says of itself weighs more than what was true before', () => {
  const found = onlyLink(claims('Primary', 'Primary', { secondaryType: 'Geo' }), usual());
  assert.equal(found.primary.server, 'shop-ne');
});

test('without any other evidence the order of names decides, so that every reader decides alike', () => {
  for (const servers of [claims('Primary', 'Primary'), claims('Primary', 'Primary').reverse()]) {
    assert.equal(onlyLink(servers).primary.server, 'shop-ne');
  }
});

test('a link that only one of two servers knows is kept and marked', () => {
  const [primary, secondary] = ordinaryPair();
  const servers = [primary, { ...secondary, links: [] }] as ServerReading[];
  const found = onlyLink(servers);
  assert.equal(found.conflict, 'oneSided');
  assert.equal(found.primary.server, 'shop-we');
});

test('the silence of a server that was not read is no conflict', () => {
  const [primary, secondary] = ordinaryPair();
  assert.equal(onlyLink([primary, { ...secondary, links: undefined }] as ServerReading[]).conflict, undefined);
  assert.equal(onlyLink([primary] as ServerReading[]).conflict, undefined);
});

test('the silence about a database with an unclear entry is no conflict', () => {
  const [primary, secondary] = ordinaryPair();
  const unclear = { ...secondary, links: [], unclear: new Set(['orders']) };
  assert.equal(onlyLink([primary, unclear] as ServerReading[]).conflict, undefined);
  const nameless = { ...secondary, links: [], unclear: 'everything' as const };
  assert.equal(onlyLink([primary, nameless] as ServerReading[]).conflict, undefined);
});

test('a link listed twice by one server is one link', () => {
  const [primary, secondary] = ordinaryPair();
  const doubled = { ...primary, links: [...(primary?.links ?? []), ...(primary?.links ?? [])] };
  assert.equal(onlyLink([doubled, secondary] as ServerReading[]).conflict, undefined);
});

test('STANDBY wins where the two sides name different types', () => {
  const servers = [
    reading('shop-we', [database('shop-we/o')], [link('shop-we/o', 'shop-ne/o', 'Primary', { linkType: 'GEO' })]),
    reading('shop-ne', [database('shop-ne/o')], [link('shop-ne/o', 'shop-we/o', 'Secondary', { linkType: 'STANDBY' })]),
  ];
  assert.equal(onlyLink(servers).type, 'STANDBY');
});
