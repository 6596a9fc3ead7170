import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDatabaseId, parseServerId } from '../../../shared/topology/resourceId.ts';
import { databaseId, SUBSCRIPTION, serverId } from './azure.ts';

test('a server id gives its parts, in whatever case it is written', () => {
  const expected = { subscriptionId: SUBSCRIPTION, resourceGroup: 'shop', server: 'shop-we' };
  assert.deepEqual(parseServerId(serverId('shop-we')), expected);
  assert.deepEqual(parseServerId(serverId('SHOP-WE').toUpperCase()), expected);
});

test('a database id gives its parts', () => {
  assert.deepEqual(parseDatabaseId(databaseId('shop-we/Orders')), {
    subscriptionId: SUBSCRIPTION,
    resourceGroup: 'shop',
    server: 'shop-we',
    database: 'orders',
  });
});

test('an id of something else is none', () => {
  const vault = serverId('x').replace('Microsoft.Sql/servers', 'Microsoft.KeyVault/vaults');
  for (const id of ['', '/', 'shop-we', `${serverId('x')}/`, vault, databaseId('a/b')]) {
    assert.equal(parseServerId(id), undefined, id);
  }
  for (const id of ['', serverId('x'), `${databaseId('a/b')}/replicationLinks/1`])
    assert.equal(parseDatabaseId(id), undefined, id);
});
