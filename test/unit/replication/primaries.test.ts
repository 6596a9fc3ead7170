import assert from 'node:assert/strict';
import { test } from 'node:test';
import { primariesOf } from '../../../shared/replication/primaries.ts';
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
