import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHttpHeaders, type HttpClient, type PipelineRequest } from '@azure/core-rest-pipeline';
import { IdentityFailure } from '../../../../../shared/adapters/azure/identity/errors.ts';
import { createFailoverCalls } from '../../../../../shared/adapters/azure/resourceManager/failoverCalls.ts';
import type { ReplicationLink } from '../../../../../shared/topology/types.ts';
import { type Answer, failureOf } from './fakeAzure.ts';

const DATABASE = '/subscriptions/s2/resourceGroups/dr/providers/Microsoft.Sql/servers/shop-ne/databases/orders';
const LINK_ID = `${DATABASE}/replicationLinks/4f2a`;
const HOME = 'https://management.azure.com';
const NOW_MS = Date.UTC(2026, 10, 22);
const ASYNC = `${HOME}/subscriptions/s2/providers/Microsoft.Sql/locations/northeurope/a/1?api-version=2025-01-01`;
const end = (server: string, region: string) => ({
  server,
  database: 'orders',
  region,
  fullyQualifiedDomainName: `${server}.database.windows.net`,
});
const LINK: ReplicationLink = {
  linkKey: 'shop-ne/orders~shop-we/orders',
  type: 'GEO',
  primary: end('shop-we', 'westeurope'),
  secondary: { ...end('shop-ne', 'northeurope'), databaseId: DATABASE },
  armState: 'CATCH_UP',
  percentComplete: 100,
};

function azure(
  answer: Answer | ((request: PipelineRequest) => Answer),
  more: { timeoutMs?: number; token?: () => Promise<never> } = {},
) {
  const requests: PipelineRequest[] = [];
  const httpClient: HttpClient = {
    async sendRequest(request) {
      requests.push(request);
      const {
        status = 200,
        body,
        text,
        headers,
        fails,
        silent,
      } = typeof answer === 'function' ? answer(request) : answer;
      if (silent) return new Promise(() => {});
      if (fails) throw Object.assign(new Error(`Bearer TOPSECRET ${fails}`), { code: fails });
      return {
        request,
        status,
        headers: createHttpHeaders(headers ?? {}),
        bodyAsText: text ?? (body ? JSON.stringify(body) : ''),
      };
    },
  };
  const timeoutMs = more.timeoutMs ?? 2_000;
  const calls = createFailoverCalls({
    cloud: 'public',
    credential: {
      getToken: more.token ?? (async () => ({ token: 'TOPSECRET', expiresOnTimestamp: NOW_MS + 3_600_000 })),
    },
    httpClient,
    callTimeoutMs: timeoutMs,
    pollTimeoutMs: timeoutMs,
    reads: { timeoutMs, attempts: 2, firstWaitMs: 1, random: () => 0 },
    now: () => NOW_MS,
  });
  return { calls, requests };
}

const armError = (code: string, message = 'As Azure says it.') => ({ error: { code, message } });

for (const [mode, action] of [
  ['planned', 'failover'],
  ['forced', 'forceFailoverAllowDataLoss'],
] as const) {
  test(`a ${mode} failover is one POST without a body to the secondary's server`, async () => {
    const { calls, requests } = azure({ status: 202, headers: { location: '/x', 'retry-after': '7' } });
    assert.deepEqual(await calls.start(LINK, LINK_ID, mode), {
      kind: 'accepted',
      pollUrl: `${HOME}/x`,
      retryAfterMs: 7_000,
    });
    const [request, ...more] = requests;
    assert.equal(more.length, 0);
    assert.equal(request?.method, 'POST');
    assert.equal(request?.url, `${HOME}${LINK_ID}/${action}?api-version=2025-01-01`);
    assert.equal(request?.body, undefined);
    assert.equal(request?.headers.get('authorization'), 'Bearer TOPSECRET');
  });
}

const ONCE: Array<[string, Answer, object]> = [
  [
    '503 of Azure',
    { status: 503, body: armError('TooManyRequests') },
    { kind: 'refused', code: 'TooManyRequests', httpStatus: 503 },
  ],
  [
    '429',
    { status: 429, body: armError('SubscriptionTooManyRequests'), headers: { 'retry-after': '0' } },
    { kind: 'refused', code: 'SubscriptionTooManyRequests', httpStatus: 429 },
  ],
  [
    '500',
    { status: 500, body: armError('OperationTimedOut') },
    { kind: 'refused', code: 'OperationTimedOut', httpStatus: 500 },
  ],
  [
    '409',
    { status: 409, body: armError('GeoReplicationCannotBecomePrimaryDuringUndo') },
    { kind: 'refused', code: 'GeoReplicationCannotBecomePrimaryDuringUndo', httpStatus: 409 },
  ],
  ['400 without an error', { status: 400, text: '<html>' }, { kind: 'refused', code: 'Http400', httpStatus: 400 }],
  [
    '401 with a challenge',
    { status: 401, headers: { 'www-authenticate': 'Bearer error="insufficient_claims", claims="e30="' } },
    { kind: 'refused', code: 'Http401', httpStatus: 401 },
  ],
  ['502 of a gateway', { status: 502, text: '<html>Bad gateway' }, { kind: 'lost' }],
  ['503 of a gateway', { status: 503, text: '<html>' }, { kind: 'lost' }],
  ['504 in Azure words', { status: 504, body: armError('GatewayTimeout') }, { kind: 'lost' }],
  ['a redirect', { status: 307, headers: { location: 'https://elsewhere.example/failover' } }, { kind: 'lost' }],
  ['200 of a proxy', { status: 200, text: '<html>Welcome' }, { kind: 'lost' }],
  ['200', { status: 200, body: { id: LINK_ID } }, { kind: 'done' }],
  ['204', { status: 204 }, { kind: 'done' }],
  ['202 without an address', { status: 202 }, { kind: 'lost' }],
  [
    '202 with an address elsewhere',
    { status: 202, headers: { location: 'https://management.azure.com.evil.example/x' } },
    { kind: 'lost' },
  ],
  ['a lost connection', { fails: 'ECONNRESET' }, { kind: 'lost' }],
  ['a name that is unknown', { fails: 'ENOTFOUND' }, { kind: 'lost' }],
];
for (const [seen, answer, expected] of ONCE) {
  test(`${seen}: one POST, and an answer of kind ${Reflect.get(expected, 'kind')}`, async () => {
    const { calls, requests } = azure(answer);
    const said = await calls.start(LINK, LINK_ID, 'forced');
    for (const [key, value] of Object.entries(expected))
      assert.equal(Reflect.get(said, key), value, JSON.stringify(said));
    assert.equal(requests.length, 1);
    assert.doesNotMatch(JSON.stringify(said), /TOPSECRET/);
  });
}

test('silence is given up in time, and is a lost answer after one POST', async () => {
  const { calls, requests } = azure({ silent: true }, { timeoutMs: 60 });
  const startedAt = performance.now();
  const said = await calls.start(LINK, LINK_ID, 'forced');
  assert.equal(said.kind, 'lost');
  assert.ok(performance.now() - startedAt < 2_000);
  assert.equal(requests.length, 1);
});

test('without a token nothing is sent, and that is said', async () => {
  const token = async () => Promise.reject(new IdentityFailure('unreachable', 'expected the endpoint to answer'));
  const { calls, requests } = azure({}, { token });
  const said = await calls.start(LINK, LINK_ID, 'forced');
  assert.match(said.kind === 'lost' ? said.message : '', /^Nothing was sent/);
  assert.equal((await failureOf(calls.findLink(LINK))).kind, 'identity');
  assert.equal(requests.length, 0);
});

test("the link's id must be the candidate's own", async () => {
  const { calls, requests } = azure({ status: 202 });
  for (const id of [LINK_ID.replace('shop-ne', 'shop-we'), `${LINK_ID}/../x`, DATABASE, 'https://evil.example/', '']) {
    const said = await calls.start(LINK, id, 'forced');
    assert.deepEqual([said.kind, said.kind === 'refused' && said.code], ['refused', 'NotOfCandidate'], id);
  }
  assert.equal(requests.length, 0);
});

test("Azure's message is one short line without tokens", async () => {
  const message = `No.\n eyJhbGciOi.eyJzdWIi.x https://a/b?sig=SECRET&x=1 ${'long '.repeat(200)}`;
  const said = await azure({ status: 409, body: armError('UpdateSloInProgress', message) }).calls.start(
    LINK,
    LINK_ID,
    'planned',
  );
  assert.ok(said.kind === 'refused');
  assert.doesNotMatch(said.message, /eyJ|SECRET|\n/);
  assert.ok(said.message.length <= 300);
});

test('where both addresses are told, the one that tells the state is followed', async () => {
  const headers = { location: `${HOME}/l`, 'azure-asyncoperation': ASYNC };
  const said = await azure({ status: 202, headers }).calls.start(LINK, LINK_ID, 'planned');
  assert.deepEqual(said, { kind: 'accepted', pollUrl: ASYNC, retryAfterMs: 15_000 });
});

test('Retry-After may be a date, and is no longer than a minute', async () => {
  const waits = [new Date(NOW_MS + 20_000).toUTCString(), '3600', 'soon'].map(async (value) => {
    const said = await azure({ status: 202, headers: { location: '/x', 'retry-after': value } }).calls.poll(ASYNC);
    return said.kind === 'running' ? said.retryAfterMs : said.kind;
  });
  assert.deepEqual(await Promise.all(waits), [20_000, 60_000, 15_000]);
});

const POLLS: Array<[string, Answer, object]> = [
  [
    'InProgress',
    { body: { name: '1', status: 'InProgress' }, headers: { 'retry-after': '1' } },
    { kind: 'running', retryAfterMs: 1_000 },
  ],
  ['a state of the future', { body: { status: 'Thinking' } }, { kind: 'running' }],
  ['Succeeded', { body: { status: 'Succeeded' } }, { kind: 'succeeded' }],
  [
    'Failed',
    { body: { status: 'Failed', ...armError('PlannedFailoverTimedOut') } },
    { kind: 'failed', code: 'PlannedFailoverTimedOut' },
  ],
  ['Canceled without an error', { body: { status: 'Canceled' } }, { kind: 'failed', code: 'Canceled' }],
  ['202 behind Location', { status: 202 }, { kind: 'running' }],
  ['the resource behind Location', { body: { id: LINK_ID, properties: {} } }, { kind: 'succeeded' }],
  ['204 behind Location', { status: 204 }, { kind: 'succeeded' }],
  [
    'its error behind Location',
    { status: 409, body: armError('OperationCancelled') },
    { kind: 'failed', code: 'OperationCancelled' },
  ],
  ['404', { status: 404, body: armError('OperationIdNotFound') }, { kind: 'lost' }],
  ['403', { status: 403, body: armError('AuthorizationFailed') }, { kind: 'lost' }],
  ['429', { status: 429, body: armError('TooManyRequests') }, { kind: 'running' }],
  ['503', { status: 503, text: 'busy' }, { kind: 'running' }],
  ['a page of a proxy', { text: '<html>' }, { kind: 'lost' }],
  ['a lost connection', { fails: 'ECONNRESET' }, { kind: 'lost' }],
];
for (const [seen, answer, expected] of POLLS) {
  test(`a look that sees ${seen} says ${Reflect.get(expected, 'kind')}, after one GET`, async () => {
    const { calls, requests } = azure(answer);
    const said = await calls.poll(ASYNC);
    for (const [key, value] of Object.entries(expected))
      assert.equal(Reflect.get(said, key), value, JSON.stringify(said));
    assert.deepEqual(
      requests.map(({ method }) => method),
      ['GET'],
    );
  });
}

test('a saved address of another host is never asked', async () => {
  const { calls, requests } = azure({ body: { status: 'Succeeded' } });
  for (const url of [
    'https://evil.example/x',
    'http://management.azure.com/x',
    '//evil.example/x',
    'https://u:p@management.azure.com/x',
    'https://management.azure.com:444/x',
  ]) {
    assert.equal((await calls.poll(url)).kind, 'lost', url);
  }
  assert.equal(requests.length, 0);
});

const entry = (partnerServer: string, id: string) => ({
  id: `${DATABASE}/replicationLinks/${id}`,
  properties: {
    partnerServer,
    partnerDatabase: 'Orders',
    partnerLocation: 'West Europe',
    role: 'Secondary',
    linkType: 'GEO',
    replicationState: 'CATCH_UP',
  },
});
const reading = (links: unknown[], operations: Answer) => (request: PipelineRequest) =>
  request.url.includes('/operations?') ? operations : { body: { value: links } };

test("findLink reads the candidate's own side, and whether Azure works on it", async () => {
  const links = [entry('far-uk', 'aaaa'), entry('SHOP-WE', '4f2a')];
  for (const [states, expected] of [
    [['SUCCEEDED', 'FAILED'], false],
    [['SUCCEEDED', 'IN_PROGRESS'], true],
    [['PENDING'], true],
    [[], false],
    [[7], null],
  ] as const) {
    const operations = { body: { value: states.map((state) => ({ properties: { state } })) } };
    const found = await azure(reading(links, operations)).calls.findLink(LINK);
    assert.deepEqual(found, { linkId: LINK_ID, role: 'Secondary', state: 'CATCH_UP', operationInProgress: expected });
  }
});

test('operations that cannot be read are unknown, not none', async () => {
  const found = await azure(reading([entry('shop-we', '4f2a')], { status: 404 })).calls.findLink(LINK);
  assert.equal(found?.operationInProgress, null);
});

test('a link that is gone is undefined; a list that cannot be read is a failure, and so is an unknown address', async () => {
  assert.equal(await azure(reading([entry('far-uk', 'aaaa')], {})).calls.findLink(LINK), undefined);
  assert.equal((await failureOf(azure({ status: 503 }).calls.findLink(LINK))).kind, 'unavailable');
  const { databaseId: _unknown, ...secondary } = LINK.secondary;
  await assert.rejects(azure({}).calls.findLink({ ...LINK, secondary }), /Reader role/);
});
