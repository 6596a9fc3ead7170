import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildTopology } from '../../../shared/topology/buildTopology.ts';
import { fillFromPrevious } from '../../../shared/topology/fillFromPrevious.ts';
import type { InventoryDatabase } from '../../../shared/topology/ports.ts';
import { database, EVERYTHING, link, reading } from './azure.ts';

const COUNT = 1_000;
let reads = 0;

/** A database that counts how often its name is read: what is quadratic reads it for every link. */
function counted(name: string): InventoryDatabase {
  const { name: own, ...rest } = database(name);
  return {
    ...rest,
    get name() {
      reads += 1;
      return own;
    },
  };
}

const numbers = Array.from({ length: COUNT }, (_, n) => n);
const servers = () => [
  reading(
    'shop-we',
    numbers.map((n) => counted(`shop-we/db${n}`)),
    numbers.map((n) => link(`shop-we/db${n}`, `shop-ne/db${n}`, 'Primary')),
  ),
  reading(
    'shop-ne',
    numbers.map((n) => counted(`shop-ne/db${n}`)),
    numbers.map((n) => link(`shop-ne/db${n}`, `shop-we/db${n}`, 'Secondary')),
  ),
];

test('a server full of databases is read in proportion to their number, not to its square', () => {
  reads = 0;
  const { topology } = buildTopology({ servers: servers() }, EVERYTHING, 1);
  assert.equal(topology.links.length, COUNT);
  assert.ok(reads < 2 * COUNT * 20, `the names of ${2 * COUNT} databases were read ${reads} times`);
});

test('so is one that answers with entries nobody understands', () => {
  const { topology } = buildTopology({ servers: servers() }, EVERYTHING, 1);
  reads = 0;
  const unclear = servers().map((each) => ({ ...each, unclear: 'everything' as const }));
  const filled = fillFromPrevious({ servers: unclear }, topology, new Set());
  assert.equal(filled.servers.filter(({ kept }) => kept !== undefined).length, 0, 'all of it was read');
  assert.ok(reads < 2 * COUNT * 20, `the names of ${2 * COUNT} databases were read ${reads} times`);
});
