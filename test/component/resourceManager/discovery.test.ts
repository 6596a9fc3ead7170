import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { startEstate } from '../../../local/estate/estate.ts';
import type { Estate, Vantage } from '../../../local/estate/types.ts';
import { topologyChanges } from '../../../shared/topology/topologyChanges.ts';
import type { Topology } from '../../../shared/topology/types.ts';
import { PARTNER_SUBSCRIPTION, SHOP, SHOP_SCOPES } from './support/shopEstate.ts';
import { type Reader, startReader } from './support/startReader.ts';

let folder: string;
let estate: Estate;
let vantage: Vantage;
let reader: Reader;
let calm: Topology;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'geowarden-discovery-'));
  // Two to a page: every list of the estate has several.
  estate = await startEstate(SHOP, { folder: join(folder, 'estate'), resourceManager: { pageSize: 2 } });
  vantage = await estate.openVantage('swedencentral');
  reader = await startReader(estate, vantage, folder, { AZURE_LOG_LEVEL: 'verbose' });
  calm = (await reader.discover(SHOP_SCOPES)).topology;
});
afterEach(() => estate.model.apply({ kind: 'resourceManager', becomes: 'up' }));
after(async () => {
  await reader?.stop();
  await estate?.close();
  await rm(folder, { recursive: true });
});

const summary = ({ links }: Topology): string[][] =>
  links.map((link) => [
    link.linkKey,
    link.type,
    `${link.primary.server} -> ${link.secondary.server}`,
    link.conflict ?? 'agreed',
  ]);
/** What is known of the estate; when it was found, and what could not be read this time, is told apart. */
const known = ({ discoveredAtMs: _time, unread: _unread, ...rest }: Topology) => rest;

test('every link of the estate is found once, over all pages', async () => {
  const { topology, problems } = await reader.discover(SHOP_SCOPES);
  assert.deepEqual(problems, []);
  assert.deepEqual(summary(topology), [
    ['far-uk/orders~shop-we/orders', 'GEO', 'shop-we -> far-uk', 'agreed'],
    ['shop-ne/orders~shop-we/orders', 'GEO', 'shop-we -> shop-ne', 'agreed'],
    ['shop-ne/stock-1~shop-we/stock-1', 'GEO', 'shop-we -> shop-ne', 'agreed'],
    ['shop-ne/stock-2~shop-we/stock-2', 'STANDBY', 'shop-we -> shop-ne', 'agreed'],
  ]);
});

test('a partner in a subscription that is not watched has its region, name and id all the same', () => {
  const far = calm.links.find(({ linkKey }) => linkKey.startsWith('far-uk/'))?.secondary;
  assert.deepEqual([far?.region, far?.fullyQualifiedDomainName], ['uksouth', 'far-uk.database.windows.net']);
  assert.match(
    far?.databaseId ?? '',
    new RegExp(`^/subscriptions/${PARTNER_SUBSCRIPTION}/resourceGroups/dr/.*/orders$`),
  );
});

test('named replicas and copies are told apart, and what has nothing else is unprotected', () => {
  assert.deepEqual(calm.notGeo.map(({ kind, server, database }) => `${kind} ${server}/${database}`).sort(), [
    'COPY shop-ne/alone-copy',
    'NAMED shop-we/ledger-read',
  ]);
  assert.deepEqual(
    calm.unprotected.map(({ server, database }) => `${server}/${database}`),
    ['shop-we/alone', 'shop-we/ledger'],
  );
});

test('servers and databases come with what later checks need', () => {
  const server = calm.servers.find(({ name }) => name === 'shop-we');
  assert.equal(server?.tags.environment, 'production');
  assert.equal(server?.resourceGroup, 'rg-databases');
  const database = calm.databases.find((each) => each.server === 'shop-we' && each.database === 'orders');
  assert.equal(database?.region, 'westeurope');
  assert.equal(typeof database?.sku.capacity, 'number');
  assert.equal(
    calm.databases.some(({ database: name }) => name === 'master'),
    false,
  );
  const secondary = calm.databases.find((each) => each.server === 'shop-ne' && each.database === 'orders');
  assert.equal(secondary?.secondaryType, 'Geo');
});

test('a scope by tag or by name narrows what is watched, and partners come along', async () => {
  const [scope] = SHOP_SCOPES;
  assert.ok(scope);
  const tagged = await reader.discover([{ ...scope, tags: { Environment: 'PROD*' }, databases: ['*/stock-?'] }]);
  assert.deepEqual(
    tagged.topology.links.map(({ linkKey }) => linkKey),
    ['shop-ne/stock-1~shop-we/stock-1', 'shop-ne/stock-2~shop-we/stock-2'],
  );
  assert.deepEqual(tagged.topology.unprotected, []);
});

test('when Resource Manager is throttled, away or silent, each list is a problem and everything known is kept', async () => {
  for (const [becomes, code] of [
    ['throttled', 'throttled'],
    ['unavailable', 'unavailable'],
    ['silent', 'timeout'],
  ] as const) {
    estate.model.apply({ kind: 'resourceManager', becomes });
    const { topology, problems } = await reader.discover(SHOP_SCOPES, calm);
    assert.deepEqual(
      problems.map((problem) => problem.code),
      [code],
      becomes,
    );
    assert.match(problems[0]?.message ?? '', /^Expected the servers of subscription 7d6f2c31/);
    assert.deepEqual(known(topology), known(calm), becomes);
  }
  estate.model.apply({ kind: 'resourceManager', becomes: 'up' });
  assert.deepEqual((await reader.discover(SHOP_SCOPES, calm)).problems, []);
});

test('a subscription that does not exist is a problem of its own', async () => {
  const missing = '00000000-0000-4000-8000-000000000000';
  const [scope] = SHOP_SCOPES;
  assert.ok(scope);
  const { topology, problems } = await reader.discover([
    ...SHOP_SCOPES,
    { ...scope, name: 'other', subscriptions: [missing] },
  ]);
  assert.deepEqual(
    problems.map(({ subject }) => subject),
    [`subscription ${missing}`],
  );
  assert.match(problems[0]?.code ?? '', /^(notFound|forbidden)$/);
  assert.equal(topology.links.length, 4);
});

test('a failover is the same link with its ends swapped', async () => {
  estate.model.failover({ server: 'shop-ne', database: 'stock-1', mode: 'planned', by: 'arm' });
  const changes = await untilSwapped();
  assert.deepEqual(
    changes.swapped.map(({ after }) => [after.linkKey, after.primary.server]),
    [['shop-ne/stock-1~shop-we/stock-1', 'shop-ne']],
  );
  assert.deepEqual([changes.added, changes.removed], [[], []]);
});

test('nothing printed, at the most talkative level, holds a token', async () => {
  await reader.discover(SHOP_SCOPES);
  const token = await reader.token('resourceManager');
  assert.ok(token.length > 100);
  assert.ok(reader.printed().length > 1000, 'expected the SDKs to have logged');
  assert.equal(reader.printed().includes(token), false);
  assert.doesNotMatch(reader.printed(), /eyJ[A-Za-z0-9_-]{20}/);
});

async function untilSwapped() {
  const endMs = Date.now() + 20_000;
  for (;;) {
    const changes = topologyChanges(calm, (await reader.discover(SHOP_SCOPES, calm)).topology);
    if (changes.swapped.length > 0 || Date.now() > endMs) return changes;
  }
}
