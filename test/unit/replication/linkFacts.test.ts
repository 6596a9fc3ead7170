import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkFactsIn } from '../../../shared/replication/linkFacts.ts';
import { link, topology } from './builders.ts';

const ORDERS = link('we', 'ne', 'orders', { armState: 'SEEDING' });
const factsOf = (unread: string[]) =>
  linkFactsIn(topology([ORDERS], { discoveredAtMs: 90_000, ...(unread.length === 0 ? {} : { unread }) }))(ORDERS);

test("Resource Manager's word is as old as the discovery that read it", () => {
  assert.deepEqual(factsOf([]), { type: 'GEO', armState: 'SEEDING', armAtMs: 90_000 });
  assert.deepEqual(factsOf(['ne/stock']), factsOf([]));
});

test('a word that may be kept from an earlier discovery is not one of now', () => {
  for (const unread of [['we/orders'], ['ne/orders'], ['ne/orders', 'we/orders']])
    assert.deepEqual(factsOf(unread), { type: 'GEO' }, unread.join());
});
