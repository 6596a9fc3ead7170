import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHarness, NE, NEWEST, namesOf, type ReplyBody, WE } from './harness.ts';

const { ask, link, model } = createHarness();

async function linkFrom(server: string, database: string, name: string, version = NEWEST): Promise<ReplyBody> {
  const { status, body } = await ask(`${server}/databases/${database}/replicationLinks/${name}`, { version });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

test('a link as its primary shows it', async () => {
  const truth = link('shop-we', 'Orders', 'shop-ne');
  assert.deepEqual(await linkFrom(WE, 'orders', truth.linkId.toUpperCase()), {
    properties: {
      partnerServer: 'shop-ne',
      partnerDatabase: 'Orders',
      partnerDatabaseId: `${NE}/databases/Orders`,
      partnerLocation: 'North Europe',
      role: 'Primary',
      partnerRole: 'Secondary',
      replicationMode: 'ASYNC',
      startTime: new Date(truth.startMs).toISOString(),
      percentComplete: 100,
      replicationState: 'CATCH_UP',
      isTerminationAllowed: true,
      linkType: 'GEO',
    },
    id: `${WE}/databases/Orders/replicationLinks/${truth.linkId}`,
    name: truth.linkId,
    type: 'Microsoft.Sql/servers/databases/replicationLinks',
  });
});

test('the same link as its secondary shows it, under a name of its own', async () => {
  const [here, there] = [link('shop-ne', 'Orders', 'shop-we'), link('shop-we', 'Orders', 'shop-ne')];
  assert.notEqual(here.linkId, there.linkId);
  const { properties } = await linkFrom(NE, 'Orders', here.linkId);
  assert.deepEqual([properties.role, properties.partnerRole], ['Secondary', 'Primary']);
  assert.deepEqual([properties.partnerServer, properties.partnerLocation], ['shop-we', 'West Europe']);
  assert.equal((await ask(`${NE}/databases/Orders/replicationLinks/${there.linkId}`)).status, 404);
});

test('there is no lag in a link', async () => {
  const { body } = await ask(`${WE}/replicationLinks`);
  assert.doesNotMatch(JSON.stringify(body), /lag/i);
});

for (const version of ['2022-02-01-preview', '2022-08-01-preview', '2021-11-01']) {
  test(`${version} has no partnerDatabaseId yet`, async () => {
    const { properties } = await linkFrom(WE, 'Orders', link('shop-we', 'Orders', 'shop-ne').linkId, version);
    assert.equal('partnerDatabaseId' in properties, false);
    assert.equal(properties.linkType, 'GEO');
  });
}

test('the oldest version has no linkType either', async () => {
  const name = link('shop-we', 'Orders', 'shop-ne').linkId;
  const { properties } = await linkFrom(WE, 'Orders', name, '2020-11-01-preview');
  assert.equal('linkType' in properties, false);
});

test('a secondary nobody may read is a NonReadableSecondary from both ends', async () => {
  const primary = await linkFrom(WE, 'ledger', link('shop-we', 'ledger', 'shop-ne').linkId);
  const secondary = await linkFrom(NE, 'ledger', link('shop-ne', 'ledger', 'shop-we').linkId);
  assert.deepEqual([primary.properties.role, primary.properties.partnerRole], ['Primary', 'NonReadableSecondary']);
  assert.deepEqual([secondary.properties.role, secondary.properties.partnerRole], ['NonReadableSecondary', 'Primary']);
});

test('a copy is told by its roles, a named replica by its type', async () => {
  const copy = await linkFrom(WE, 'plain', link('shop-we', 'plain', 'shop-ne').linkId);
  assert.deepEqual([copy.properties.role, copy.properties.partnerRole], ['Source', 'Copy']);
  assert.deepEqual([copy.properties.partnerDatabase, copy.properties.replicationState], ['plain-copy', 'SEEDING']);
  const named = await linkFrom(WE, 'billing', link('shop-we', 'billing', 'shop-we').linkId);
  assert.equal(named.properties.linkType, 'NAMED');
});

test('a link into another subscription says so in partnerDatabaseId only', async () => {
  const { properties } = await linkFrom(WE, 'Orders', link('shop-we', 'Orders', 'archive-ne').linkId);
  assert.equal(properties.partnerServer, 'archive-ne');
  assert.match(
    String(properties.partnerDatabaseId),
    /^\/subscriptions\/11111111-.*\/rg-archive\/.*\/archive-ne\/databases\/Orders$/,
  );
  assert.ok(Number(properties.percentComplete) < 100);
});

test('a database lists its own links, a server those of all its databases, whatever their role', async () => {
  const own = namesOf(await ask(`${WE}/databases/Orders/replicationLinks`));
  assert.deepEqual(
    own.toSorted(),
    model
      .linkViews('shop-we', 'Orders')
      .map(({ linkId }) => linkId)
      .toSorted(),
  );
  const all = namesOf(await ask(`${WE}/replicationLinks`));
  const expected = model
    .databases('shop-we')
    .flatMap(({ name }) => model.linkViews('shop-we', name))
    .map(({ linkId }) => linkId);
  assert.deepEqual(all.toSorted(), expected.toSorted());
  assert.equal(all.length, 7);
  const roles = (await ask(`${NE}/replicationLinks`)).body.value.map(({ properties }) => properties.role);
  assert.deepEqual(roles.toSorted(), ['Copy', 'NonReadableSecondary', 'Secondary', 'Secondary']);
});

test('master and a database without replication list no links', async () => {
  assert.deepEqual(namesOf(await ask(`${WE}/databases/master/replicationLinks`)), []);
  assert.equal((await ask(`${WE}x/databases/master/replicationLinks`)).body.error.code, 'ParentResourceNotFound');
});

test('a suspended link is SUSPENDED from its primary', async () => {
  const ends = { server: 'shop-we', database: 'ledger', secondaryServer: 'shop-ne' };
  model.apply({ kind: 'link', ...ends, becomes: 'suspended' });
  const { properties } = await linkFrom(WE, 'ledger', link('shop-we', 'ledger', 'shop-ne').linkId);
  assert.equal(properties.replicationState, 'SUSPENDED');
  model.apply({ kind: 'link', ...ends, becomes: 'active' });
});

test('a link that is removed is gone from both lists', async () => {
  const own = createHarness();
  const name = own.link('shop-we', 'ledger', 'shop-ne').linkId;
  own.model.apply({
    kind: 'link',
    server: 'shop-we',
    database: 'ledger',
    secondaryServer: 'shop-ne',
    becomes: 'removed',
  });
  assert.deepEqual(namesOf(await own.ask(`${WE}/databases/ledger/replicationLinks`)), []);
  assert.equal((await own.ask(`${WE}/databases/ledger/replicationLinks/${name}`)).body.error.code, 'ResourceNotFound');
});

test('a link name that is no GUID is 400, an unknown one 404', async () => {
  const path = `${WE}/databases/Orders/replicationLinks`;
  const bad = await ask(`${path}/first`);
  assert.deepEqual([bad.status, bad.body.error.code], [400, 'ReplicationLinksReplicationLinkNameIsInvalid']);
  const unknown = await ask(`${path}/00000000-0000-4000-8000-000000000000`);
  assert.deepEqual([unknown.status, unknown.body.error.code], [404, 'ResourceNotFound']);
});

test('the links of a server come in pages too', async () => {
  const small = createHarness({ pageSize: 3 });
  const sizes: number[] = [];
  const seen = new Set<string>();
  for (let path: string | undefined = `${WE}/replicationLinks`; path !== undefined && sizes.length < 9; ) {
    const reply = await small.ask(path);
    sizes.push(reply.body.value.length);
    for (const { id } of reply.body.value) seen.add(id);
    path = reply.body.nextLink;
  }
  assert.deepEqual(sizes, [3, 3, 1]);
  assert.equal(seen.size, 7);
});
