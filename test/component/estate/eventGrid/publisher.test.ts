import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { startEstate } from '../../../../local/estate/estate.ts';
import type { EventGridTopic } from '../../../../local/estate/eventGrid/types.ts';
import type { Estate } from '../../../../local/estate/types.ts';
import { createEventGridPublisher, type Topic } from '../../../../shared/adapters/azure/eventGrid/publisher.ts';
import { PublishFailure } from '../../../../shared/adapters/azure/eventGrid/publishFailure.ts';
import { evidence } from '../../../contract/outageRecords.ts';
import { until } from '../../../kit/until.ts';
import { DEFINITION } from '../../../unit/estate/eventGrid/stand.ts';
import { mapNames } from '../../channels/servers.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';

let folder: string;
let estate: Estate;
let receiver: Receiver;
let topics: [EventGridTopic, EventGridTopic];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'geowarden-event-grid-'));
  estate = await startEstate(DEFINITION, { folder });
  receiver = await startReceiver();
  const vantage = await estate.openVantage('swedencentral');
  mapNames(vantage.names);
  setDefaultCACertificates([...getCACertificates('default'), await readFile(estate.certificateAuthorityFile, 'utf8')]);
  const [first = assert.fail(), second = assert.fail()] = estate.addresses.eventGridTopics;
  topics = [first, second];
  for (const { name: topic } of topics) {
    await estate.subscribe({ topic, name: 'react', url: `${receiver.url}/hook`, schema: 'CloudEventSchemaV1_0' });
  }
});
afterEach(() => {
  receiver.received.length = 0;
  estate.model.apply({ kind: 'eventGrid', becomes: 'normal' });
  for (const region of ['swedencentral', 'uksouth']) estate.model.apply({ kind: 'region', region, becomes: 'up' });
});
after(async () => {
  await estate?.close();
  await receiver?.close();
  await rm(folder, { recursive: true });
});

const publisher = (credential?: (topic: EventGridTopic) => Topic['credential'], timeoutMs = 3_000) =>
  createEventGridPublisher({
    topics: topics.map((topic) => ({
      endpoint: topic.endpoint,
      credential: credential?.(topic) ?? { key: topic.key },
    })),
    source: '/geowarden/watch',
    timeoutMs,
  });

const notification = () =>
  until('a notification', () => receiver.received.find(({ headers }) => headers['aeg-event-type'] === 'Notification'));

test('the SDK publishes to the first topic with its key, and the event arrives whole', async () => {
  const change = { id: 'change-1', evidence: evidence() };
  await publisher().publish(change);
  const { method, path, headers, body } = await notification();
  assert.deepEqual([method, path, headers['aeg-subscription-name']], ['POST', '/hook', 'REACT']);
  assert.match(String(headers['content-type']), /^application\/cloudevents\+json/);
  const event = JSON.parse(body);
  assert.deepEqual(
    [event.id, event.type, event.source, event.data],
    ['change-1', 'Geowarden.Outage.EvidenceChanged', '/geowarden/watch', { evidence: change.evidence }],
  );
  assert.equal(estate.eventDeliveries().at(-1)?.topic, topics[0].name);
});

test('the SDK publishes with the identity of the app', async () => {
  const identity = {
    getToken: async (scope: string | string[]) => {
      const resource = [scope].flat().join().replace('/.default', '');
      return { token: estate.tokens.issue(resource), expiresOnTimestamp: Date.now() + 3_600_000 };
    },
  };
  await publisher(() => identity).publish({ id: 'change-2', evidence: evidence() });
  assert.equal(JSON.parse((await notification()).body).id, 'change-2');
});

test('when the region of the first topic is down the second one takes the event', async () => {
  estate.model.apply({ kind: 'region', region: topics[0].region, becomes: 'down' });
  // The app is in that region too; this test looks on from another one.
  estate.model.apply({ kind: 'network', from: 'swedencentral', to: topics[1].region, becomes: 'open', bothWays: true });
  const vantage = await estate.openVantage('northeurope');
  mapNames(vantage.names);
  try {
    await estate.subscribe({
      topic: topics[1].name,
      name: 'far',
      url: `${receiver.url}/far`,
      schema: 'CloudEventSchemaV1_0',
      region: 'northeurope',
    });
    await publisher(undefined, 500).publish({ id: 'change-3', evidence: evidence() });
    const { body } = await until('the event', () =>
      receiver.received.find(({ path, method }) => path === '/far' && method === 'POST'),
    );
    assert.equal(JSON.parse(body).id, 'change-3');
    assert.equal(estate.eventDeliveries().find(({ eventId }) => eventId === 'change-3')?.topic, topics[1].name);
  } finally {
    mapNames((await estate.openVantage('swedencentral')).names);
  }
});

test('a topic that is unavailable sends the publisher to the other one; when both are, that is said', async () => {
  estate.model.apply({ kind: 'eventGrid', topic: topics[0].region, becomes: 'unavailable' });
  await publisher().publish({ id: 'change-4', evidence: evidence() });
  assert.equal(JSON.parse((await notification()).body).id, 'change-4');
  estate.model.apply({ kind: 'eventGrid', topic: topics[1].region, becomes: 'silent' });
  await assert.rejects(
    publisher(undefined, 500).publish({ id: 'change-5', evidence: evidence() }),
    (error: unknown) => {
      assert.ok(error instanceof PublishFailure);
      assert.match(
        error.message,
        /outage-swedencentral\S+: status 503; outage-uksouth\S+: expected an answer within 500 ms/,
      );
      return true;
    },
  );
});

test('a wrong key and a token for something else are refused by both', async () => {
  const strange = {
    getToken: async () => ({
      token: estate.tokens.issue('https://management.azure.com'),
      expiresOnTimestamp: Date.now() + 3_600_000,
    }),
  };
  for (const credential of [{ key: 'wrong' }, strange]) {
    await assert.rejects(
      publisher(() => credential).publish({ id: 'change-6', evidence: evidence() }),
      /status 401; \S+ status 401/,
    );
  }
});
