import assert from 'node:assert/strict';
import { test } from 'node:test';
import { primariesOf, shardsWithPrimaries, sweptIn } from '../../../shared/replication/primaries.ts';
import { SHARDS, shardOf } from '../../../shared/replication/shards.ts';
import { databaseKey } from '../../../shared/topology/linkKey.ts';
import { link } from './builders.ts';

test('all links of one database are one primary to ask', () => {
  const links = [link('we', 'ne', 'orders'), link('we', 'uks', 'orders'), link('we', 'ne', 'stock')];
  const primaries = primariesOf(links);
  assert.deepEqual(
    primaries.map(({ key, links: of }) => [key, of.map((one) => one.secondary.server)]),
    [
      ['we/orders', ['ne', 'uks']],
      ['we/stock', ['ne']],
    ],
  );
});

test('a chain is two primaries', () => {
  const keys = primariesOf([link('we', 'ne', 'orders'), link('ne', 'uks', 'orders')]).map(({ key }) => key);
  assert.deepEqual(keys, ['we/orders', 'ne/orders']);
});

test('a database has one key whatever the case', () => {
  assert.equal(databaseKey({ server: 'Contoso-WE', database: 'Orders' }), 'contoso-we/orders');
});

test('a primary is swept in one shard, that of its smallest linkKey, whatever the order of its links', () => {
  const links = [link('we', 'ne', 'orders'), link('we', 'uks', 'orders')];
  const [one] = primariesOf(links);
  const [other] = primariesOf([...links].reverse());
  assert.ok(one && other);
  const smallest = links.map(({ linkKey }) => linkKey).sort()[0] ?? '';
  assert.deepEqual([sweptIn(one), sweptIn(other)], [shardOf(smallest), shardOf(smallest)]);
});

test('the shards with primaries are named once each, in order', () => {
  const primaries = primariesOf(Array.from({ length: 50 }, (_, n) => link('we', 'ne', `db${n}`)));
  assert.deepEqual(shardsWithPrimaries(primaries), SHARDS);
  assert.deepEqual(shardsWithPrimaries(primaries.slice(0, 1)), primaries.slice(0, 1).map(sweptIn));
  assert.deepEqual(shardsWithPrimaries([]), []);
});
