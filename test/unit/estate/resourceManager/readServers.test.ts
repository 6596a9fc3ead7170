import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHarness, EMPTY_SUBSCRIPTION, GROUP, namesOf, OTHER_SUBSCRIPTION, SUBSCRIPTION, WE } from './harness.ts';

const { ask } = createHarness();
const SERVERS = 'providers/Microsoft.Sql/servers';

test('the servers of a subscription are its own, in order of name', async () => {
  assert.deepEqual(namesOf(await ask(`/subscriptions/${SUBSCRIPTION}/${SERVERS}`)), ['shop-ne', 'shop-we']);
  assert.deepEqual(namesOf(await ask(`/subscriptions/${OTHER_SUBSCRIPTION}/${SERVERS}`)), ['archive-ne']);
  assert.deepEqual(namesOf(await ask(`/subscriptions/${EMPTY_SUBSCRIPTION}/${SERVERS}`)), []);
});

test('the servers of a resource group, with the path in another case', async () => {
  const path = `/SUBSCRIPTIONS/${SUBSCRIPTION.toUpperCase()}/ResourceGroups/RG-Databases/Providers/microsoft.sql/SERVERS`;
  assert.deepEqual(namesOf(await ask(path)), ['shop-ne', 'shop-we']);
});

test("one server has Azure's shape: location by name, the login but no password", async () => {
  const { status, body } = await ask(WE.replace('shop-we', 'SHOP-WE'));
  assert.equal(status, 200);
  assert.deepEqual(body, {
    kind: 'v12.0',
    properties: {
      administratorLogin: 'estate-admin',
      version: '12.0',
      state: 'Ready',
      fullyQualifiedDomainName: 'shop-we.database.windows.net',
      privateEndpointConnections: [],
      minimalTlsVersion: '1.2',
      publicNetworkAccess: 'Enabled',
      restrictOutboundNetworkAccess: 'Disabled',
    },
    location: 'westeurope',
    tags: { team: 'shop' },
    id: WE,
    name: 'shop-we',
    type: 'Microsoft.Sql/servers',
  });
});

const MISSING: [string, string, number, string][] = [
  ['a subscription that is no GUID', `/subscriptions/mine/${SERVERS}`, 400, 'InvalidSubscriptionId'],
  [
    'an unknown subscription',
    `/subscriptions/${SUBSCRIPTION.replace('7', '8')}/${SERVERS}`,
    404,
    'SubscriptionNotFound',
  ],
  ['an unknown group', `${GROUP}x/${SERVERS}`, 404, 'ResourceGroupNotFound'],
  [
    'a group of another subscription',
    `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-archive/${SERVERS}`,
    404,
    'ResourceGroupNotFound',
  ],
  ['an unknown server', `${WE}x`, 404, 'ResourceNotFound'],
  ['a server of another group', WE.replace('shop-we', 'archive-ne'), 404, 'ResourceNotFound'],
  ['a child of an unknown server', `${WE}x/databases`, 404, 'ParentResourceNotFound'],
  ['an unknown database', `${WE}/databases/nothing`, 404, 'ResourceNotFound'],
  ['links of an unknown database', `${WE}/databases/nothing/replicationLinks`, 404, 'ParentResourceNotFound'],
  ['links of an unknown server', `${WE}x/replicationLinks`, 404, 'ParentResourceNotFound'],
  ['groups of an unknown server', `${WE}x/failoverGroups`, 404, 'ParentResourceNotFound'],
  ['an unknown failover group', `${WE}/failoverGroups/nothing`, 404, 'ResourceNotFound'],
];
for (const [what, path, status, code] of MISSING) {
  test(`${what} is ${status} ${code}, and the message names it`, async () => {
    const reply = await ask(path);
    assert.deepEqual([reply.status, reply.body.error.code], [status, code]);
    assert.match(reply.body.error.message, /'[^']+'/);
  });
}
