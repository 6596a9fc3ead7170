import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { batchesOf, LARGEST_BATCH } from '../../../../../shared/adapters/azure/metrics/batches.ts';

const id = (subscription: string, name: string) =>
  `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Sql/servers/s/databases/${name}`;

test('ids of two subscriptions never share a batch, and case makes no second id', () => {
  const batches = batchesOf([id('A', 'one'), id('b', 'two'), id('a', 'ONE')]);
  assert.deepEqual(batches, [
    { subscriptionId: 'a', resourceIds: [id('a', 'one').toLowerCase()] },
    { subscriptionId: 'b', resourceIds: [id('b', 'two').toLowerCase()] },
  ]);
});

test('what is no id of a database is not asked for', () => {
  assert.deepEqual(batchesOf(['', '/subscriptions/a', id('a', 'one').replace('Microsoft.Sql', 'Microsoft.Web')]), []);
});

test('every database is in one batch, once, and none is larger than Azure takes', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.nat(300)), { maxLength: 400 }), (wanted) => {
      const ids = wanted.map(([subscription, name]) => id(subscription, `d${name}`).toLowerCase());
      const batches = batchesOf(ids);
      assert.ok(batches.every(({ resourceIds }) => resourceIds.length >= 1 && resourceIds.length <= LARGEST_BATCH));
      const all = batches.flatMap(({ resourceIds }) => resourceIds);
      assert.deepEqual([...all].sort(), [...new Set(ids)].sort());
    }),
  );
});
