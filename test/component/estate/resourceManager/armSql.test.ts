import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { type Database, type ReplicationLink, SqlManagementClient } from '@azure/arm-sql';
import { createCertificateAuthority } from '../../../../local/estate/certificates/certificateAuthority.ts';
import { createTokenAuthority } from '../../../../local/estate/identity/tokenAuthority.ts';
import { completeDefinition } from '../../../../local/estate/model/definition.ts';
import { createModel } from '../../../../local/estate/model/model.ts';
import type { EstateModel, RegionName } from '../../../../local/estate/model/types.ts';
import { listenSites } from '../../../../local/estate/network/siteListener.ts';
import type { Site } from '../../../../local/estate/network/types.ts';
import type { VantagePart } from '../../../../local/estate/network/vantage.ts';
import {
  createResourceManager,
  type ResourceManagerOptions,
} from '../../../../local/estate/resourceManager/resourceManager.ts';
import { ask, vantageAgent } from '../support/vantageAgent.ts';

const SUBSCRIPTION = '7d6f2c31-0a4e-4b57-9c1d-3e8b5f90a1c2';
const GROUP = 'rg-databases';
const DATABASES = ['orders', 'ledger', 'plain', 'stock-1', 'stock-2', 'stock-3'];
const LINK_ARGUMENTS = [GROUP, 'shop-ne', 'orders'] as const;

let folder: string;
let ca: string;
let certificates: Awaited<ReturnType<typeof createCertificateAuthority>>;
let model: EstateModel;
let part: VantagePart;
let agent: Agent;
let posts: number;
let token: string;
const clock = { now: () => Date.now() };
const tokens = createTokenAuthority({ clock });

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'estate-arm-'));
  certificates = await createCertificateAuthority(folder);
  ca = certificates.certificate;
});
after(() => rm(folder, { recursive: true }));

/** Starts a fresh estate, so that a failover of one test is not the beginning of another. */
async function start(options: ResourceManagerOptions): Promise<void> {
  await part?.close();
  model = createModel(
    completeDefinition({
      subscriptions: [{ id: SUBSCRIPTION }],
      servers: ['we', 'ne'].map((short) => ({
        name: `shop-${short}`,
        region: short === 'we' ? 'westeurope' : 'northeurope',
      })),
      databases: DATABASES.map((name) => ({ name, server: 'shop-we' })),
      links: [{ server: 'shop-we', database: 'orders', secondaryServer: 'shop-ne' }],
      failoverGroups: [{ name: 'shop-group', server: 'shop-we', partnerServer: 'shop-ne', databases: ['ledger'] }],
    }),
    clock,
  );
  const site = createResourceManager(model, tokens, options);
  posts = 0;
  const counting: Site = {
    ...site,
    handle: (request) => {
      if (request.method === 'POST') posts++;
      return site.handle(request);
    },
  };
  const reachability = (to: RegionName) => model.reachability('westeurope', to);
  part = await listenSites({ sites: [counting], fromRegion: 'westeurope', certificates, reachability });
  agent = vantageAgent(part.names, ca);
  token = tokens.issue('https://management.azure.com');
}

beforeEach(() => start({ pageSize: 2, longRunning: { retryAfterSeconds: 1 } }));
after(() => part.close());

/** The client as a product would make it, but for the agent that stands for the preload. */
function client(options: { maxRetries?: number; accessToken?: string } = {}): SqlManagementClient {
  const credential = {
    getToken: async () => ({ token: options.accessToken ?? token, expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
  return new SqlManagementClient(credential, SUBSCRIPTION, {
    retryOptions: { maxRetries: options.maxRetries ?? 0, retryDelayInMs: 10 },
    additionalPolicies: [
      {
        position: 'perCall',
        policy: {
          name: 'estateAgent',
          sendRequest: (request, next) => {
            request.agent = agent;
            return next(request);
          },
        },
      },
    ],
  });
}

async function listOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

async function linkOn(server: string): Promise<ReplicationLink> {
  const [link] = await listOf(client().replicationLinks.listByDatabase(GROUP, server, 'orders'));
  assert.ok(link?.name);
  return link;
}

/** The error's code and status as the SDK gives them. */
async function refusal(promise: Promise<unknown>): Promise<[unknown, unknown]> {
  try {
    await promise;
  } catch (error) {
    const { code, statusCode } = error as { code?: string; statusCode?: number };
    return [code, statusCode];
  }
  throw new Error('expected a refusal');
}

test('servers, by subscription and by group, with their fields where the SDK looks for them', async () => {
  const servers = await listOf(client().servers.list());
  assert.deepEqual(
    servers.map(({ name, location }) => [name, location]),
    [
      ['shop-ne', 'northeurope'],
      ['shop-we', 'westeurope'],
    ],
  );
  assert.equal(servers[1]?.fullyQualifiedDomainName, 'shop-we.database.windows.net');
  assert.deepEqual(await listOf(client().servers.listByResourceGroup(GROUP)), servers);
  assert.deepEqual(await client().servers.get(GROUP, 'SHOP-NE'), servers[0]);
});

test('databases over several pages, master among them, each as it is when asked for alone', async () => {
  const pages: Database[][] = [];
  for await (const page of client().databases.listByServer(GROUP, 'shop-we').byPage()) pages.push([...page]);
  assert.deepEqual(
    pages.map(({ length }) => length),
    [2, 2, 2, 1],
  );
  assert.deepEqual(
    pages.flat().map(({ name }) => name),
    ['ledger', 'master', 'orders', 'plain', 'stock-1', 'stock-2', 'stock-3'],
  );
  const orders = await client().databases.get(GROUP, 'shop-we', 'orders');
  assert.deepEqual(pages.flat()[2], orders);
  assert.equal(orders.currentServiceObjectiveName, 'GP_Gen5_2');
  assert.ok(orders.creationDate instanceof Date);
});

test('links of a database, of a server, and one', async () => {
  const link = await linkOn('shop-ne');
  assert.deepEqual([link.role, link.partnerRole, link.linkType], ['Secondary', 'Primary', 'GEO']);
  assert.deepEqual([link.partnerServer, link.partnerLocation], ['shop-we', 'West Europe']);
  assert.equal(link.replicationState, 'CATCH_UP');
  assert.deepEqual(await client().replicationLinks.get(...LINK_ARGUMENTS, link.name ?? ''), link);
  const all = await listOf(client().replicationLinks.listByServer(GROUP, 'shop-we'));
  assert.equal(all.length, 2);
});

test('failover groups', async () => {
  const groups = await listOf(client().failoverGroups.listByServer(GROUP, 'shop-ne'));
  assert.deepEqual(
    groups.map(({ name, replicationRole }) => [name, replicationRole]),
    [['shop-group', 'Secondary']],
  );
  const group = await client().failoverGroups.get(GROUP, 'shop-we', 'shop-group');
  assert.equal(group.readWriteEndpoint?.failoverPolicy, 'Manual');
  assert.match(group.databases?.[0] ?? '', /\/databases\/ledger$/);
});

for (const headers of ['both', 'location'] as const) {
  for (const addresses of ['absolute', 'relative'] as const) {
    test(`a forced failover to the end, announced by ${headers}, ${addresses}: one POST`, async () => {
      await start({ longRunning: { headers, addresses, retryAfterSeconds: 1 } });
      const link = await linkOn('shop-ne');
      const poller = await client().replicationLinks.beginFailoverAllowDataLoss(...LINK_ARGUMENTS, link.name ?? '', {
        updateIntervalInMs: 50,
      });
      const done = await poller.pollUntilDone();
      assert.equal(done.role, 'Primary');
      assert.equal(posts, 1);
      assert.deepEqual(
        model.acceptedFailovers().map(({ server, mode, by }) => [server, mode, by]),
        [['shop-ne', 'forced', 'arm']],
      );
    });
  }
}

test('a planned failover to the end loses nothing', async () => {
  const link = await linkOn('shop-ne');
  const done = await client().replicationLinks.beginFailoverAndWait(...LINK_ARGUMENTS, link.name ?? '', {
    updateIntervalInMs: 50,
  });
  assert.equal(done.role, 'Primary');
  assert.equal(model.acceptedFailovers()[0]?.lostCommits, 0);
  assert.equal((await linkOn('shop-we')).role, 'Secondary');
});

test('an operation is taken up again by another poller without a second POST', async () => {
  const link = await linkOn('shop-ne');
  const poller = await client().replicationLinks.beginFailover(...LINK_ARGUMENTS, link.name ?? '', {
    updateIntervalInMs: 50,
  });
  const resumeFrom = poller.toString();
  const other = await client().replicationLinks.beginFailover(...LINK_ARGUMENTS, link.name ?? '', {
    resumeFrom,
    updateIntervalInMs: 50,
  });
  assert.equal((await other.pollUntilDone()).role, 'Primary');
  assert.equal(posts, 1);
});

test('a planned failover whose link breaks ends with the code of Azure in the message', async () => {
  const link = await linkOn('shop-ne');
  const poller = await client().replicationLinks.beginFailover(...LINK_ARGUMENTS, link.name ?? '', {
    updateIntervalInMs: 50,
  });
  model.apply({ kind: 'network', from: 'westeurope', to: 'northeurope', becomes: 'refused', bothWays: true });
  await assert.rejects(poller.pollUntilDone(), /PlannedFailoverTimedOut/);
});

test('refusals arrive with the code and the status of Azure', async () => {
  const primary = await linkOn('shop-we');
  const { replicationLinks, servers, databases } = client();
  const unknown = '00000000-0000-4000-8000-000000000000';
  assert.deepEqual(await refusal(replicationLinks.beginFailover(GROUP, 'shop-we', 'orders', primary.name ?? '')), [
    'GeoReplicationDatabaseNotSecondary',
    400,
  ]);
  assert.deepEqual(await refusal(replicationLinks.get(...LINK_ARGUMENTS, unknown)), ['ResourceNotFound', 404]);
  assert.deepEqual(await refusal(servers.get('nothing', 'shop-we')), ['ResourceGroupNotFound', 404]);
  assert.deepEqual(await refusal(databases.get(GROUP, 'nothing', 'orders')), ['ParentResourceNotFound', 404]);
});

test('a token for SQL, and one past its end, are refused by their codes', async () => {
  const forSql = client({ accessToken: tokens.issue('https://database.windows.net/') });
  assert.deepEqual(await refusal(listOf(forSql.servers.list())), ['InvalidAuthenticationTokenAudience', 401]);
  const expired = client({ accessToken: tokens.issue('https://management.azure.com', { lifetimeMs: -1000 }) });
  assert.deepEqual(await refusal(listOf(expired.servers.list())), ['ExpiredAuthenticationToken', 401]);
});

test('throttled, the SDK repeats the failover by itself unless it is told not to: the estate counts the POSTs', async () => {
  const link = await linkOn('shop-ne');
  model.apply({ kind: 'resourceManager', becomes: 'unavailable' });
  const begin = (maxRetries: number) =>
    refusal(client({ maxRetries }).replicationLinks.beginFailover(...LINK_ARGUMENTS, link.name ?? ''));
  assert.deepEqual(await begin(0), ['ServiceUnavailable', 503]);
  assert.equal(posts, 1);
  assert.deepEqual(await begin(2), ['ServiceUnavailable', 503]);
  assert.equal(posts, 1 + 3);
  assert.deepEqual(model.acceptedFailovers(), []);
});

test('429 carries Retry-After', async () => {
  model.apply({ kind: 'resourceManager', becomes: 'throttled' });
  assert.deepEqual(await refusal(listOf(client().servers.list())), ['SubscriptionTooManyRequests', 429]);
});

test('a silent Resource Manager leaves the caller to its own deadline', async () => {
  model.apply({ kind: 'resourceManager', becomes: 'silent' });
  const abortSignal = AbortSignal.timeout(300);
  await assert.rejects(client().servers.get(GROUP, 'shop-we', { abortSignal }), { name: 'AbortError' });
});

test('Resource Manager cannot be reached when the path to it is cut', async () => {
  model.apply({ kind: 'network', from: 'westeurope', to: 'global', becomes: 'refused', bothWays: false });
  const [code] = await refusal(client().servers.get(GROUP, 'shop-we'));
  assert.match(String(code), /ECONNRESET|REQUEST_SEND_ERROR/);
});

test('the outage of a region does not take Resource Manager away', async () => {
  model.apply({ kind: 'region', region: 'northeurope', becomes: 'down' });
  assert.equal((await client().databases.get(GROUP, 'shop-ne', 'orders')).status, 'Offline');
});

test('the newest version, asked without the SDK, has partnerDatabaseId', async () => {
  const path = `/subscriptions/${SUBSCRIPTION}/resourceGroups/${GROUP}/providers/Microsoft.Sql/servers/shop-we/replicationLinks`;
  const headers = { authorization: `Bearer ${token}` };
  const { status, text } = await ask(agent, `https://management.azure.com${path}?api-version=2025-01-01`, { headers });
  assert.equal(status, 200);
  assert.match(text, /"partnerDatabaseId":"[^"]+\/servers\/shop-ne\/databases\/orders"/);
});
