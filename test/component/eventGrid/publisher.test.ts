import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import {
  createEventGridPublisher,
  type PublisherOptions,
  type Topic,
} from '../../../shared/adapters/azure/eventGrid/publisher.ts';
import { PublishFailure } from '../../../shared/adapters/azure/eventGrid/publishFailure.ts';
import { EVIDENCE_CHANGED } from '../../../shared/outage/evidenceChange.ts';
import { evidence } from '../../contract/outageRecords.ts';
import {
  type Answer,
  answers,
  type HttpsStandIn,
  mapNames,
  startHttps,
  strangeAuthority,
  trustedAuthority,
} from '../channels/servers.ts';

const NAMES = [
  'one.swedencentral-1.eventgrid.azure.net',
  'two.uksouth-1.eventgrid.azure.net',
  'three.uksouth-1.eventgrid.azure.net',
];
const [FIRST = '', SECOND = '', STRANGE = ''] = NAMES.map((name) => `https://${name}/api/events`);
let servers: HttpsStandIn[] = [];
before(async () => {
  const [trusted, strange] = [await trustedAuthority(), await strangeAuthority()];
  const certificates = NAMES.map((name, n) => (n < 2 ? trusted : strange).issue([name]));
  servers = await Promise.all(certificates.map(async (certificate) => startHttps(await certificate)));
  mapNames(servers.map(({ port }, n) => ({ name: NAMES[n] ?? '', port: 443, to: port })));
});
beforeEach(() => {
  for (const server of servers) {
    server.requests.length = 0;
    server.answer = answers(200);
  }
});
after(() => Promise.all(servers.map((server) => server.close())));

const server = (n: number) => servers[n] ?? assert.fail();
const asked = () => servers.map(({ requests }) => requests.length);
/** Never answers. */
const silence: Answer = () => {};
const CHANGE = { id: 'change-1', evidence: evidence() };

function publisher(more: Partial<PublisherOptions> = {}, credential: Topic['credential'] = { key: 'TOPSECRET' }) {
  return createEventGridPublisher({
    topics: [FIRST, SECOND].map((endpoint) => ({ endpoint, credential })),
    source: '/geowarden/watch',
    timeoutMs: 1_000,
    ...more,
  });
}

test('a change is one CloudEvent at the first topic, with the key, and the whole evidence in it', async () => {
  await publisher().publish(CHANGE);
  assert.deepEqual(asked(), [1, 0, 0]);
  const [{ headers, body } = assert.fail()] = server(0).requests;
  assert.equal(headers['aeg-sas-key'], 'TOPSECRET');
  assert.match(String(headers['content-type']), /^application\/cloudevents-batch\+json/);
  const [{ traceparent: _trace, tracestate: _state, ...event } = assert.fail()] = JSON.parse(body);
  assert.deepEqual(event, {
    specversion: '1.0',
    type: EVIDENCE_CHANGED,
    source: '/geowarden/watch',
    id: 'change-1',
    subject: 'databases/contoso-we/orders',
    time: new Date(10_000).toISOString(),
    datacontenttype: 'application/json',
    data: { evidence: evidence() },
  });
});

test('with an identity, a token of Event Grid is sent', async () => {
  const scopes: unknown[] = [];
  const credential = {
    getToken: async (scope: string | string[]) => {
      scopes.push(...[scope].flat());
      return { token: 'TOKEN', expiresOnTimestamp: Date.now() + 3_600_000 };
    },
  };
  await publisher({}, credential).publish(CHANGE);
  assert.equal(server(0).requests[0]?.headers.authorization, 'Bearer TOKEN');
  assert.deepEqual(scopes, ['https://eventgrid.azure.net/.default']);
});

for (const status of [500, 503, 429, 401, 0]) {
  test(`a first topic that answers ${status || 'nothing'} is asked once; the second one takes the same event`, async () => {
    server(0).answer = status === 0 ? silence : answers(status, { 'retry-after': '0' });
    await publisher({ timeoutMs: 300 }).publish(CHANGE);
    assert.deepEqual(asked(), [1, 1, 0]);
    assert.equal(JSON.parse(server(1).requests[0]?.body ?? '')[0].id, 'change-1');
  });
}

test('a topic that failed is asked last for a minute, and first again after it', async () => {
  let nowMs = 0;
  const made = publisher({ now: () => nowMs });
  server(0).answer = answers(503);
  await made.publish(CHANGE);
  server(0).answer = answers(200);
  await made.publish(CHANGE);
  assert.deepEqual(asked(), [1, 2, 0]);
  nowMs = 60_000;
  await made.publish(CHANGE);
  assert.deepEqual(asked(), [2, 2, 0]);
});

test('when no topic takes it, that is said in time, with what each said and without the key', async () => {
  server(0).answer = answers(401);
  server(1).answer = silence;
  const startedAt = performance.now();
  await assert.rejects(publisher({ timeoutMs: 300 }).publish(CHANGE), (error: unknown) => {
    assert.ok(error instanceof PublishFailure);
    assert.match(error.message, /one\.swedencentral\S+: status 401; two\.uksouth\S+: expected an answer within 300 ms/);
    assert.doesNotMatch(`${error.message}${error.stack}`, /TOPSECRET/);
    return true;
  });
  assert.ok(performance.now() - startedAt < 3_000);
});

test('a certificate that is not trusted gets no event', async () => {
  const made = publisher({ topics: [{ endpoint: STRANGE, credential: { key: 'TOPSECRET' } }] });
  await assert.rejects(made.publish(CHANGE), PublishFailure);
  assert.deepEqual(asked(), [0, 0, 0]);
});

test('without a topic there is no publisher', () => {
  assert.throws(() => createEventGridPublisher({ topics: [], source: '/x' }), RangeError);
});
