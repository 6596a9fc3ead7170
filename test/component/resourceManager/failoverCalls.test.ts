import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { startEstate } from '../../../local/estate/estate.ts';
import type { Estate, Vantage } from '../../../local/estate/types.ts';
import type { ReplicationLink, Topology } from '../../../shared/topology/types.ts';
import { until } from '../../kit/until.ts';
import { SHOP, SHOP_SCOPES } from './support/shopEstate.ts';
import { type Reader, startReader } from './support/startReader.ts';

let folder: string;
let estate: Estate;
let vantage: Vantage;
let reader: Reader;
let topology: Topology;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'geowarden-failover-'));
  estate = await startEstate(SHOP, {
    folder: join(folder, 'estate'),
    resourceManager: { longRunning: { addresses: 'relative', retryAfterSeconds: 0 } },
  });
  vantage = await estate.openVantage('swedencentral');
  reader = await startReader(estate, vantage, folder);
  topology = (await reader.discover(SHOP_SCOPES)).topology;
});
afterEach(() => estate.model.apply({ kind: 'resourceManager', becomes: 'up' }));
after(async () => {
  await reader?.stop();
  await estate?.close();
  await rm(folder, { recursive: true });
});

function linkOf(database: string, secondary = 'shop-ne'): ReplicationLink {
  const found = topology.links.find(
    (link) => link.primary.database === database && link.secondary.server === secondary,
  );
  return found ?? assert.fail(`no link of ${database}`);
}

async function found(link: ReplicationLink) {
  return (await reader.calls.findLink(link)) ?? assert.fail('expected the link at the secondary');
}

test('a candidate in a subscription of its own is addressed there', async () => {
  assert.match((await found(linkOf('orders', 'far-uk'))).linkId, /resourceGroups\/dr\/.*far-uk/i);
});

for (const [mode, database] of [
  ['planned', 'stock-1'],
  ['forced', 'orders'],
] as const) {
  test(`a ${mode} failover is accepted, followed at a relative address, and read back from the new primary`, async () => {
    const link = linkOf(database);
    const before = await found(link);
    assert.deepEqual([before.role, before.state], ['Secondary', 'CATCH_UP']);
    assert.match(before.linkId, /\/servers\/shop-ne\/databases\//);
    const asked = await until('a commit of the secondary', async () => {
      const answer = await reader.databases.ask(link.secondary);
      return answer.lastCommitMs !== null && answer;
    });
    assert.deepEqual([asked.reachable, asked.replicaRole, asked.writable], [true, 2, false]);
    assert.ok(Math.abs((asked.lastCommitMs ?? 0) - Date.now()) < 60_000);

    const called = await reader.calls.start(link, before.linkId, mode);
    assert.ok(called.kind === 'accepted', JSON.stringify(called));
    assert.match(called.pollUrl, /^https:\/\/management\.azure\.com\/subscriptions\//);
    await until('the operation to succeed', async () => {
      const answer = await reader.calls.poll(called.pollUrl);
      assert.ok(answer.kind === 'running' || answer.kind === 'succeeded', JSON.stringify(answer));
      return answer.kind === 'succeeded';
    });
    assert.equal((await found(link)).role, 'Primary');
    const moved = await until('the new primary to take writes', async () => {
      const answer = await reader.databases.ask(link.secondary);
      return answer.writable === true && answer;
    });
    assert.deepEqual([moved.reachable, moved.replicaRole], [true, 0]);
    const again = await reader.calls.start(link, before.linkId, mode);
    assert.ok(again.kind === 'refused' && again.code === 'GeoReplicationDatabaseNotSecondary', JSON.stringify(again));
  });
}

test('a throttled, an unavailable and a silent Resource Manager are told apart, and nothing moves', async () => {
  const link = linkOf('stock-2');
  const { linkId } = await found(link);
  for (const [becomes, expected] of [
    ['throttled', ['refused', 429]],
    ['unavailable', ['refused', 503]],
    ['silent', ['lost', undefined]],
  ] as const) {
    estate.model.apply({ kind: 'resourceManager', becomes });
    const said = await reader.calls.start(link, linkId, 'forced');
    assert.deepEqual([said.kind, said.kind === 'refused' ? said.httpStatus : undefined], expected);
  }
  estate.model.apply({ kind: 'resourceManager', becomes: 'up' });
  assert.equal((await found(link)).role, 'Secondary');
});

test('an operation that Azure does not know is lost, not failed', async () => {
  const url =
    'https://management.azure.com/subscriptions/7d6f2c31-0a4e-4b57-9c1d-3e8b5f90a1c2/providers/Microsoft.Sql/locations/northeurope/replicationLinksOperationResults/none?api-version=2025-01-01';
  assert.equal((await reader.calls.poll(url)).kind, 'lost');
});
