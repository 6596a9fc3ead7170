import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildTopology } from '../../../shared/topology/buildTopology.ts';
import { topologyChanges } from '../../../shared/topology/topologyChanges.ts';
import type { Topology } from '../../../shared/topology/types.ts';
import { database, EVERYTHING, link, reading } from './azure.ts';

function withPrimaries(...pairs: Array<[string, string]>): Topology {
  const servers = pairs.map(([primary, secondary]) =>
    reading(primary.split('/')[0] ?? '', [database(primary)], [link(primary, secondary, 'Primary')]),
  );
  return buildTopology({ servers }, EVERYTHING, 1).topology;
}

test('the first topology adds every link', () => {
  const changes = topologyChanges(undefined, withPrimaries(['a-we/x', 'a-ne/x'], ['b-we/y', 'b-ne/y']));
  assert.deepEqual(
    changes.added.map(({ linkKey }) => linkKey),
    ['a-ne/x~a-we/x', 'b-ne/y~b-we/y'],
  );
  assert.deepEqual([changes.removed, changes.swapped], [[], []]);
});

test('the same topology changes nothing', () => {
  const changes = topologyChanges(withPrimaries(['a-we/x', 'a-ne/x']), withPrimaries(['a-we/x', 'a-ne/x']));
  assert.deepEqual(changes, { added: [], removed: [], swapped: [] });
});

test('a failover is a swap, neither added nor removed', () => {
  const changes = topologyChanges(withPrimaries(['a-we/x', 'a-ne/x']), withPrimaries(['a-ne/x', 'a-we/x']));
  assert.deepEqual([changes.added, changes.removed], [[], []]);
  assert.deepEqual(
    changes.swapped.map(({ before, after }) => [before.primary.server, after.primary.server]),
    [['a-we', 'a-ne']],
  );
});

test('a link that went away and one that came are told apart', () => {
  const changes = topologyChanges(withPrimaries(['a-we/x', 'a-ne/x']), withPrimaries(['a-we/x', 'c-uk/x']));
  assert.deepEqual(
    changes.added.map(({ linkKey }) => linkKey),
    ['a-we/x~c-uk/x'],
  );
  assert.deepEqual(
    changes.removed.map(({ linkKey }) => linkKey),
    ['a-ne/x~a-we/x'],
  );
  assert.deepEqual(changes.swapped, []);
});
