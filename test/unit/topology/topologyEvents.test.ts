import assert from 'node:assert/strict';
import { test } from 'node:test';
import { topologyEvents } from '../../../shared/topology/topologyEvents.ts';
import type { ReplicationLink, Topology } from '../../../shared/topology/types.ts';
import { database, link, ordinaryPair, reading } from './azure.ts';
import { NOW, topologyOf } from './inventory.ts';

const DAY_MS = 24 * 3_600_000;

const told = (events: ReturnType<typeof topologyEvents>) =>
  events.map(({ kind, primary, secondary, operationId }) => [kind, primary, secondary, operationId]);

function turned(topology: Topology): Topology {
  const links = topology.links.map(
    (each): ReplicationLink => ({ ...each, primary: each.secondary, secondary: each.primary }),
  );
  return { ...topology, links };
}

test('a link that came, one that went, and one whose roles were swapped are events; nothing changed is none', async () => {
  const whole = await topologyOf(ordinaryPair());
  const none = { ...whole, links: [] };
  const events = (before: Topology, found: Topology) =>
    told(topologyEvents({ before, found, ownFailovers: [], nowMs: NOW }));
  assert.deepEqual(events(none, whole), [['linkAdded', 'shop-we/orders', 'shop-ne/orders', undefined]]);
  assert.deepEqual(events(whole, none), [['linkRemoved', 'shop-we/orders', 'shop-ne/orders', undefined]]);
  assert.deepEqual(events(whole, turned(whole)), [['rolesSwapped', 'shop-ne/orders', 'shop-we/orders', undefined]]);
  assert.deepEqual(events(whole, whole), []);
});

test('a first discovery, and one after other scopes, tells nothing', async () => {
  const found = await topologyOf(ordinaryPair());
  assert.deepEqual(topologyEvents({ before: undefined, found, ownFailovers: [], nowMs: NOW }), []);
});

test('a swap that Geowarden made bears its operation, one of long ago does not count', async () => {
  const before = await topologyOf(ordinaryPair());
  const linkKey = before.links[0]?.linkKey ?? '';
  const swap = (intendedAtMs: number) =>
    topologyEvents({
      before,
      found: turned(before),
      ownFailovers: [{ operationId: 'shop-1', linkKey, primary: 'shop-ne/orders', intendedAtMs }],
      nowMs: NOW,
    });
  assert.equal(swap(NOW - 60_000)[0]?.operationId, 'shop-1');
  assert.equal(swap(NOW - DAY_MS)[0]?.operationId, undefined);
});

test('who fails back what Geowarden failed over, or fails it over once more, is somebody else', async () => {
  const west = await topologyOf(ordinaryPair());
  const north = turned(west);
  const linkKey = west.links[0]?.linkKey ?? '';
  const ownFailovers = [{ operationId: 'shop-1', linkKey, primary: 'shop-ne/orders', intendedAtMs: NOW - 60_000 }];
  const after = (before: Topology, found: Topology, nowMs: number): Topology => ({
    ...found,
    events: topologyEvents({ before, found, ownFailovers, nowMs }),
  });
  const ours = after(west, north, NOW);
  const back = after(ours, west, NOW + 600_000);
  const again = after(back, north, NOW + 1_200_000);
  assert.deepEqual(
    (again.events ?? []).map(({ operationId }) => operationId),
    ['shop-1', undefined, undefined],
  );
});

test('geo-secondaries that Azure links to the new primary by itself are told with the role change', async () => {
  const before = await topologyOf([
    reading(
      'shop-we',
      [database('shop-we/orders')],
      [link('shop-we/orders', 'shop-ne/orders', 'Primary'), link('shop-we/orders', 'shop-uk/orders', 'Primary')],
    ),
    reading('shop-ne', [database('shop-ne/orders')], [link('shop-ne/orders', 'shop-we/orders', 'Secondary')]),
    reading('shop-uk', [database('shop-uk/orders')], [link('shop-uk/orders', 'shop-we/orders', 'Secondary')]),
  ]);
  const found = await topologyOf([
    reading('shop-we', [database('shop-we/orders')], [link('shop-we/orders', 'shop-ne/orders', 'Secondary')]),
    reading(
      'shop-ne',
      [database('shop-ne/orders')],
      [link('shop-ne/orders', 'shop-we/orders', 'Primary'), link('shop-ne/orders', 'shop-uk/orders', 'Primary')],
    ),
    reading('shop-uk', [database('shop-uk/orders')], [link('shop-uk/orders', 'shop-ne/orders', 'Secondary')]),
  ]);
  assert.deepEqual(told(topologyEvents({ before, found, ownFailovers: [], nowMs: NOW })), [
    ['rolesSwapped', 'shop-ne/orders', 'shop-we/orders', undefined],
  ]);
});

test('events are kept for a week, at most five hundred of them', async () => {
  const topology = await topologyOf(ordinaryPair());
  const event = { kind: 'linkAdded', linkKey: 'a~b', primary: 'a', secondary: 'b' } as const;
  const events = Array.from({ length: 600 }, (_, index) => ({ ...event, atMs: NOW - index }));
  const before = { ...topology, events: [...events, { ...event, atMs: NOW - 8 * DAY_MS }] };
  const kept = topologyEvents({ before, found: topology, ownFailovers: [], nowMs: NOW });
  assert.equal(kept.length, 500);
  assert.ok(kept.every(({ atMs }) => NOW - atMs < 7 * DAY_MS));
});
