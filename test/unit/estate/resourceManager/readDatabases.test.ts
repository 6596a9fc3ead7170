import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHarness, NE, namesOf, OTHER_SUBSCRIPTION, type ReplyBody, WE } from './harness.ts';

const { ask, model } = createHarness();

async function database(server: string, name: string): Promise<ReplyBody> {
  const { status, body } = await ask(`${server}/databases/${name}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

test('the list holds every database and master, in order of name', async () => {
  assert.deepEqual(namesOf(await ask(`${WE}/databases`)), [
    'billing',
    'billing-reports',
    'ledger',
    'master',
    'Orders',
    'plain',
  ]);
});

test('a database in the list has the same shape as the one asked for alone', async () => {
  const { body } = await ask(`${WE}/databases`);
  for (const item of body.value) assert.deepEqual(await database(WE, item.name), item);
});

test('a vCore database has its objective, tier, licence and tags', async () => {
  const orders = await database(WE, 'ORDERS');
  assert.equal(orders.name, 'Orders');
  assert.equal(orders.id, `${WE}/databases/Orders`);
  assert.equal(orders.kind, 'v12.0,user,vcore');
  assert.equal(orders.location, 'westeurope');
  assert.deepEqual(orders.tags, { tier: 'gold' });
  assert.deepEqual(orders.sku, { name: 'BC_Gen5', tier: 'BusinessCritical', family: 'Gen5', capacity: 4 });
  assert.deepEqual(orders.properties.currentSku, orders.sku);
  assert.equal(orders.properties.currentServiceObjectiveName, 'BC_Gen5_4');
  assert.equal(orders.properties.readScale, 'Enabled');
  assert.equal(orders.properties.licenseType, 'LicenseIncluded');
  assert.equal(orders.properties.status, 'Online');
  assert.equal(orders.properties.defaultSecondaryLocation, 'northeurope');
  assert.equal(orders.properties.databaseId, model.database('shop-we', 'Orders')?.databaseId);
  assert.match(String(orders.properties.creationDate), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
});

test('DTU, serverless and Hyperscale databases say so in their kind', async () => {
  const [dtu, serverless, hyperscale] = await Promise.all(
    ['ledger', 'plain', 'billing'].map((name) => database(WE, name)),
  );
  assert.equal(dtu?.kind, 'v12.0,user');
  assert.deepEqual(dtu?.sku, { name: 'Standard', tier: 'Standard', capacity: 100 });
  assert.equal(dtu?.properties.currentServiceObjectiveName, 'S3');
  assert.equal('licenseType' in (dtu?.properties ?? {}), false);
  assert.equal(serverless?.kind, 'v12.0,user,vcore,serverless');
  assert.equal(hyperscale?.kind, 'v12.0,user,vcore,hyperscale');
});

test('master is a system database of its server, found by any case', async () => {
  const master = await database(NE, 'Master');
  assert.equal(master.kind, 'v12.0,system');
  assert.equal(master.id, `${NE}/databases/master`);
  assert.equal(master.location, 'northeurope');
  assert.equal(master.properties.status, 'Online');
  assert.notEqual(master.properties.databaseId, (await database(WE, 'master')).properties.databaseId);
});

test('a geo-secondary names its source and its type; a primary neither', async () => {
  const [secondary, primary] = [await database(NE, 'Orders'), await database(WE, 'Orders')];
  assert.equal(secondary.properties.secondaryType, 'Geo');
  assert.equal(secondary.properties.sourceDatabaseId, `${WE}/databases/Orders`);
  assert.equal('secondaryType' in primary.properties, false);
  assert.equal('sourceDatabaseId' in primary.properties, false);
  assert.equal((await database(WE, 'billing-reports')).properties.secondaryType, 'Named');
});

test('a secondary nobody may connect to is OfflineSecondary, an unfinished copy is Copying', async () => {
  assert.equal((await database(NE, 'ledger')).properties.status, 'OfflineSecondary');
  assert.equal((await database(NE, 'plain-copy')).properties.status, 'Copying');
  assert.equal((await database(WE, 'plain')).properties.status, 'Online');
});

test('a member of a failover group names the group on its own server', async () => {
  assert.equal((await database(WE, 'billing')).properties.failoverGroupId, `${WE}/failoverGroups/shop-group`);
  assert.equal((await database(NE, 'billing')).properties.failoverGroupId, `${NE}/failoverGroups/shop-group`);
  assert.equal('failoverGroupId' in (await database(WE, 'plain')).properties, false);
});

test('the status follows the database: paused, scaling, not available', async () => {
  const statusWhen = async (becomes: 'Paused' | 'Scaling' | 'Unavailable' | 'Online') => {
    model.apply({ kind: 'database', server: 'shop-we', database: 'plain', becomes });
    return (await database(WE, 'plain')).properties.status;
  };
  assert.equal(await statusWhen('Paused'), 'Paused');
  assert.equal(await statusWhen('Scaling'), 'Scaling');
  assert.equal(await statusWhen('Unavailable'), 'Offline');
  assert.equal(await statusWhen('Online'), 'Online');
});

test('Resource Manager still answers for a region that is down, and says its databases are offline', async () => {
  model.apply({ kind: 'region', region: 'northeurope', becomes: 'down' });
  assert.equal((await database(NE, 'Orders')).properties.status, 'Offline');
  assert.equal((await database(WE, 'Orders')).properties.status, 'Online');
  model.apply({ kind: 'region', region: 'northeurope', becomes: 'up' });
});

test('a database of another subscription is at its own address only', async () => {
  const there = `/subscriptions/${OTHER_SUBSCRIPTION}/resourceGroups/rg-archive/providers/Microsoft.Sql/servers/archive-ne`;
  assert.equal((await database(there, 'old')).sku.tier, 'Basic');
  assert.equal((await ask(`${WE}/databases/old`)).status, 404);
});

test('pages of two are followed to the end, with master in its place', async () => {
  const small = createHarness({ pageSize: 2 });
  const names: string[][] = [];
  for (let path: string | undefined = `${WE}/databases`; path !== undefined && names.length < 9; ) {
    const reply = await small.ask(path);
    names.push(namesOf(reply));
    path = reply.body.nextLink;
  }
  assert.deepEqual(names, [
    ['billing', 'billing-reports'],
    ['ledger', 'master'],
    ['Orders', 'plain'],
  ]);
});
