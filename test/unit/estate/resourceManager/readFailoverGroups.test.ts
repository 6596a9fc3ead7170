import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHarness, NE, namesOf, WE } from './harness.ts';

const { ask, model } = createHarness();

test('a group as its primary server shows it', async () => {
  const { status, body } = await ask(`${WE}/failoverGroups/SHOP-group`, { version: '2020-11-01-preview' });
  assert.equal(status, 200);
  assert.deepEqual(body, {
    location: 'West Europe',
    tags: {},
    properties: {
      readWriteEndpoint: { failoverPolicy: 'Automatic', failoverWithDataLossGracePeriodMinutes: 120 },
      readOnlyEndpoint: { failoverPolicy: 'Disabled' },
      replicationRole: 'Primary',
      replicationState: 'CATCH_UP',
      partnerServers: [{ id: NE, location: 'North Europe', replicationRole: 'Secondary' }],
      databases: [`${WE}/databases/billing`],
    },
    id: `${WE}/failoverGroups/shop-group`,
    name: 'shop-group',
    type: 'Microsoft.Sql/servers/failoverGroups',
  });
});

test('the same group on the partner has the other role and the databases there', async () => {
  assert.deepEqual(namesOf(await ask(`${NE}/failoverGroups`)), ['shop-group']);
  const { properties, location } = (await ask(`${NE}/failoverGroups/shop-group`)).body;
  assert.equal(location, 'North Europe');
  assert.equal(properties.replicationRole, 'Secondary');
  assert.deepEqual(properties.partnerServers, [{ id: WE, location: 'West Europe', replicationRole: 'Primary' }]);
  assert.deepEqual(properties.databases, [`${NE}/databases/billing`]);
});

test('the group is as badly off as the worst of its links', async () => {
  const ends = { server: 'shop-we', database: 'billing', secondaryServer: 'shop-ne' };
  const state = async () => (await ask(`${WE}/failoverGroups/shop-group`)).body.properties.replicationState;
  model.apply({ kind: 'link', ...ends, becomes: 'suspended' });
  assert.equal(await state(), 'SUSPENDED');
  model.apply({ kind: 'link', ...ends, becomes: 'active' });
  assert.notEqual(await state(), 'SUSPENDED');
});

test('failing over a group that is not there is 404', async () => {
  const reply = await ask(`${NE}/failoverGroups/nothing/failover`, { method: 'POST' });
  assert.deepEqual([reply.status, reply.body.error.code], [404, 'ResourceNotFound']);
});
