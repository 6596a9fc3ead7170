import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databaseFactsIn } from '../../../shared/replication/databaseFactsIn.ts';
import type { ReplicationLink, Topology } from '../../../shared/topology/types.ts';
import { link, topology } from './builders.ts';

function to(server: string, region: string): ReplicationLink {
  const made = link('we', server, 'orders');
  return { ...made, secondary: { ...made.secondary, region } };
}
const factsOf = (of: Topology, key = 'we/orders', besides: string[] = []) =>
  databaseFactsIn(of, () => undefined, besides).get(key);
const counts = (of: Topology, key?: string, besides?: string[]) => {
  const facts = factsOf(of, key, besides);
  return [facts?.unprotected, facts?.secondaries, facts?.elsewhere];
};
const orders = { server: 'we', database: 'orders', region: 'westeurope', databaseId: '/orders' };

test('every geo-secondary counts; only those in another region are elsewhere, however Azure writes the region', () => {
  const links = [to('ne', 'northeurope'), to('fr', 'francecentral'), to('we2', 'West Europe')];
  assert.deepEqual(counts(topology(links)), [false, 3, 2]);
  assert.deepEqual(counts(topology([to('we2', 'westeurope')])), [false, 1, 0]);
});

test('one without any has none elsewhere', () => {
  assert.deepEqual(counts(topology([], { unprotected: [orders] })), [true, 0, 0]);
});

test('where the links could not be read nothing is counted', () => {
  assert.deepEqual(counts(topology([to('ne', 'northeurope')], { unread: ['we/orders'] })), [
    'unknown',
    'unknown',
    'unknown',
  ]);
});

test('a database that is not a primary is not counted: it is asked about because it told something before', () => {
  const of = topology([to('ne', 'northeurope')]);
  assert.deepEqual(counts(of, 'ne/orders', ['ne/orders']), [false, 'unknown', 'unknown']);
  assert.equal(factsOf(of, 'ne/orders'), undefined);
});
