import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import type { ReadFailureKind } from '../../../../../shared/topology/errors.ts';
import { type Answer, failureOf, fakeAzure, SERVER } from './fakeAzure.ts';

const DATABASE = {
  id: `${SERVER.id}/databases/orders`,
  name: 'orders',
  location: 'westeurope',
  kind: 'v12.0,user,vcore',
  sku: { name: 'GP_Gen5', tier: 'GeneralPurpose', family: 'Gen5', capacity: 4 },
  tags: { environment: 'production' },
  properties: { status: 'Online', secondaryType: 'Geo', elasticPoolId: '/pool' },
};
const MASTER = { ...DATABASE, id: `${SERVER.id}/databases/master`, name: 'master', properties: { status: 'Online' } };
const LINK = {
  id: `${SERVER.id}/databases/orders/replicationLinks/4f2a`,
  name: '4f2a',
  properties: {
    partnerServer: 'shop-ne',
    partnerDatabase: 'orders',
    partnerDatabaseId: '/subscriptions/s2/resourceGroups/dr/providers/Microsoft.Sql/servers/shop-ne/databases/orders',
    partnerLocation: 'North Europe',
    role: 'Primary',
    replicationState: 'SEEDING',
    percentComplete: 40,
    linkType: 'GEO',
  },
};

test('servers of a subscription, with their tags', async () => {
  const server = {
    id: SERVER.id,
    name: 'shop-we',
    location: 'westeurope',
    tags: { team: 'retail' },
    properties: { fullyQualifiedDomainName: 'shop-we.database.windows.net', state: 'Ready' },
  };
  const azure = fakeAzure([{ body: { value: [server] } }]);
  assert.deepEqual(await azure.inventory.servers('s1'), [{ ...SERVER, tags: { team: 'retail' } }]);
  assert.match(azure.requests[0]?.url ?? '', /\/subscriptions\/s1\/providers\/Microsoft.Sql\/servers\?api-version=/);
  assert.equal(azure.requests[0]?.headers.get('authorization'), 'Bearer TOPSECRET');
  assert.match(azure.requests[0]?.headers.get('user-agent') ?? '', /geowarden/);
});

test('user databases of a server, without master', async () => {
  const azure = fakeAzure([{ body: { value: [MASTER, DATABASE] } }]);
  assert.deepEqual(await azure.inventory.databases(SERVER), [
    {
      id: DATABASE.id,
      name: 'orders',
      region: 'westeurope',
      sku: { name: 'GP_Gen5', tier: 'GeneralPurpose', family: 'Gen5', capacity: 4 },
      status: 'Online',
      secondaryType: 'Geo',
      elasticPoolId: '/pool',
      tags: { environment: 'production' },
    },
  ]);
});

test('links by 2025-01-01, with the id of the partner', async () => {
  const azure = fakeAzure([{ body: { value: [LINK] } }]);
  assert.deepEqual(await azure.inventory.replicationLinks(SERVER), [
    {
      id: LINK.id,
      database: 'orders',
      partnerServer: 'shop-ne',
      partnerDatabase: 'orders',
      partnerRegion: 'North Europe',
      partnerDatabaseId: LINK.properties.partnerDatabaseId,
      role: 'Primary',
      linkType: 'GEO',
      replicationState: 'SEEDING',
      percentComplete: 40,
    },
  ]);
  assert.equal(
    azure.requests[0]?.url,
    `https://management.azure.com/subscriptions/s1/resourceGroups/shop/providers/Microsoft.Sql/servers/shop-we/replicationLinks?api-version=2025-01-01`,
  );
  assert.equal(azure.requests[0]?.headers.get('authorization'), 'Bearer TOPSECRET');
});

test('every page is read', async () => {
  const page = (name: string, next?: string) => ({
    body: {
      value: [{ ...DATABASE, name, id: `${SERVER.id}/databases/${name}` }],
      ...(next ? { nextLink: `https://management.azure.com/${next}` } : {}),
    },
  });
  const databases = fakeAzure([page('a', 'p2'), page('b', 'p3'), page('c')]);
  assert.deepEqual(
    (await databases.inventory.databases(SERVER)).map(({ name }) => name),
    ['a', 'b', 'c'],
  );
  const links = fakeAzure([
    { body: { value: [LINK], nextLink: 'https://management.azure.com/p2' } },
    { body: { value: [LINK], nextLink: '/p3' } },
    { body: { value: [LINK], nextLink: null } },
  ]);
  assert.equal((await links.inventory.replicationLinks(SERVER)).length, 3);
  assert.deepEqual(
    links.requests.slice(1).map(({ url }) => url),
    ['https://management.azure.com/p2', 'https://management.azure.com/p3'],
  );
});

test('a nextLink to another host gets no token and no request', async () => {
  const answer = { body: { value: [], nextLink: 'https://management.azure.com.evil.example/p2' } };
  for (const list of ['databases', 'replicationLinks'] as const) {
    const azure = fakeAzure([answer, { body: { value: [] } }]);
    assert.equal((await failureOf(azure.inventory[list](SERVER))).kind, 'garbage');
    assert.equal(azure.requests.length, 1);
  }
});

test('pages without end are given up', async () => {
  const azure = fakeAzure([{ body: { value: [], nextLink: 'https://management.azure.com/again' } }], {
    timeoutMs: 20_000,
  });
  assert.equal((await failureOf(azure.inventory.replicationLinks(SERVER))).kind, 'garbage');
  assert.equal(azure.requests.length, 200);
});

test('what is no list is never taken for an empty one', async () => {
  const answers: Answer[] = [
    { text: '<html>sign in</html>', type: 'text/html' },
    { text: '<html>sign in</html>' },
    { text: '' },
    { text: '{}' },
    { text: '[]' },
    { text: 'null' },
    { text: '5' },
    { body: { value: { orders: {} } } },
    { body: { value: [], nextLink: 5 } },
  ];
  for (const answer of answers) {
    for (const list of ['servers', 'databases', 'replicationLinks'] as const) {
      const azure = fakeAzure([answer]);
      const failure = await failureOf(
        list === 'servers' ? azure.inventory.servers('s1') : azure.inventory[list](SERVER),
      );
      assert.equal(failure.kind, 'garbage', `${list} ${JSON.stringify(answer)}`);
      assert.equal(azure.requests.length, 1, 'garbage is not asked for again');
    }
  }
});

test('malformed entries are reported, and their neighbours kept', async () => {
  const entries = [null, 5, 'x', { ...DATABASE, name: 7 }, { ...DATABASE, name: 'Bad', sku: 'GP' }, DATABASE];
  const databases = fakeAzure([{ body: { value: entries } }]);
  const found = await databases.inventory.databases(SERVER, databases.onMalformed);
  assert.deepEqual(
    found.map(({ name }) => name),
    ['orders'],
  );
  assert.equal(databases.malformed.length, 5);
  assert.deepEqual(
    databases.malformed.map(({ name }) => name),
    [undefined, undefined, undefined, undefined, 'bad'],
  );
  assert.match(databases.malformed.at(-1)?.message ?? '', /whose sku/);

  const broken = [
    { ...LINK, properties: 5 },
    { ...LINK, properties: { ...LINK.properties, percentComplete: 400 } },
    { id: 5 },
    LINK,
  ];
  const links = fakeAzure([{ body: { value: broken } }]);
  assert.equal((await links.inventory.replicationLinks(SERVER, links.onMalformed)).length, 1);
  assert.deepEqual(
    links.malformed.map(({ name }) => name),
    ['orders', 'orders', undefined],
  );
});

test('each refusal is told in words that say whose trouble it is', async () => {
  const expected: Array<[Answer, ReadFailureKind, RegExp]> = [
    [
      { status: 401, body: { error: { code: 'ExpiredAuthenticationToken' } } },
      'unauthorised',
      /ExpiredAuthenticationToken/,
    ],
    [{ status: 403, body: { error: { code: 'AuthorizationFailed' } } }, 'forbidden', /Reader role/],
    [{ status: 404, body: { error: { code: 'SubscriptionNotFound' } } }, 'notFound', /SubscriptionNotFound/],
    [{ status: 429, body: { error: { code: 'SubscriptionTooManyRequests' } } }, 'throttled', /429/],
    [{ status: 500, text: 'oops', type: 'text/plain' }, 'unavailable', /500/],
    [{ status: 503, text: 'oops' }, 'unavailable', /503/],
    [{ status: 400, body: { error: { code: 'InvalidApiVersionParameter' } } }, 'other', /InvalidApiVersionParameter/],
    [{ fails: 'ECONNREFUSED' }, 'unreachable', /ECONNREFUSED/],
    [{ fails: 'ENOTFOUND' }, 'unreachable', /ENOTFOUND/],
    [{ fails: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, 'unreachable', /certificates/],
  ];
  for (const [answer, kind, message] of expected) {
    for (const list of ['databases', 'replicationLinks'] as const) {
      const failure = await failureOf(fakeAzure([answer]).inventory[list](SERVER));
      assert.equal(failure.kind, kind, `${list} ${JSON.stringify(answer)}`);
      assert.match(failure.message, message);
      assert.match(failure.message, /^Expected the .* of server shop-we; /);
      assert.doesNotMatch(inspect(failure, { depth: 9 }), /TOPSECRET/);
    }
  }
});

test('throttling, 5xx and lost connections are asked again, at most three times', async () => {
  for (const answer of [{ status: 429 }, { status: 503 }, { fails: 'ECONNRESET' }] satisfies Answer[]) {
    const recovering = fakeAzure([answer, answer, { body: { value: [LINK] } }]);
    assert.equal((await recovering.inventory.replicationLinks(SERVER)).length, 1);
    assert.equal(recovering.requests.length, 3);
    const hopeless = fakeAzure([answer]);
    await failureOf(hopeless.inventory.databases(SERVER));
    assert.equal(hopeless.requests.length, 3);
  }
});

test('what another try cannot change is asked once', async () => {
  for (const status of [400, 401, 403, 404]) {
    const azure = fakeAzure([{ status, body: {} }]);
    await failureOf(azure.inventory.databases(SERVER));
    assert.equal(azure.requests.length, 1, String(status));
  }
});

test('when Azure asks for more time than there is, it is told at once instead of waiting', async () => {
  for (const list of ['databases', 'replicationLinks'] as const) {
    const azure = fakeAzure([{ status: 429, headers: { 'retry-after': '60' } }]);
    const startedAt = performance.now();
    assert.equal((await failureOf(azure.inventory[list](SERVER))).kind, 'throttled');
    assert.ok(performance.now() - startedAt < 1500);
    assert.equal(azure.requests.length, 1);
  }
});

test('silence ends at the deadline', async () => {
  const azure = fakeAzure([{ silent: true }], { timeoutMs: 50 });
  const failure = await failureOf(azure.inventory.replicationLinks(SERVER));
  assert.equal(failure.kind, 'timeout');
  assert.match(failure.message, /within 50 ms/);
  assert.equal(azure.requests[0]?.abortSignal?.aborted, true);
});

test('the requests of another cloud go to that cloud', async () => {
  const azure = fakeAzure([{}], { cloud: 'usGovernment' });
  await azure.inventory.servers('s1');
  await azure.inventory.replicationLinks(SERVER);
  for (const { url } of azure.requests) assert.match(url, /^https:\/\/management\.usgovcloudapi\.net\//);
});

test('a server whose id is not one is refused before anything is asked', async () => {
  const azure = fakeAzure([{}]);
  assert.equal((await failureOf(azure.inventory.databases({ ...SERVER, id: '/nonsense' }))).kind, 'garbage');
  assert.equal(azure.requests.length, 0);
});
