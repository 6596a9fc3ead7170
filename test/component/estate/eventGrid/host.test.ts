import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startEstate } from '../../../../local/estate/estate.ts';
import type { EventSchema } from '../../../../local/estate/eventGrid/types.ts';
import type { Estate, Vantage } from '../../../../local/estate/types.ts';
import { until } from '../../../kit/until.ts';
import { DEFINITION } from '../../../unit/estate/eventGrid/stand.ts';
import { type StartedHost, start } from '../../host/support.ts';
import { ask, vantageAgent } from '../support/vantageAgent.ts';

const EVENTS: Record<EventSchema, (id: string) => Record<string, unknown>> = {
  CloudEventSchemaV1_0: (id) => ({ specversion: '1.0', id, source: '/watch', type: 'Shop.Changed', data: { id } }),
  EventGridSchema: (id) => ({
    id,
    subject: 'orders',
    eventType: 'Shop.Changed',
    eventTime: '2026-11-01T12:00:00Z',
    data: { id },
  }),
};
const TYPES = { CloudEventSchemaV1_0: 'application/cloudevents-batch+json', EventGridSchema: 'application/json' };

for (const schema of ['CloudEventSchemaV1_0', 'EventGridSchema'] as const) {
  describe(`a function app that is subscribed in the ${schema}`, () => {
    let folder: string;
    let estate: Estate;
    let vantage: Vantage;
    let host: StartedHost;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'geowarden-event-grid-'));
      estate = await startEstate(DEFINITION, { folder, topicSchema: schema });
      vantage = await estate.openVantage('swedencentral');
      host = await start({ timers: false });
    });
    after(async () => {
      await estate?.close();
      await host?.stop();
      await rm(folder, { recursive: true });
    });

    const subscribe = () =>
      estate.subscribe({
        topic: 'uksouth',
        name: 'on-event',
        schema,
        url: `${host.url}/runtime/webhooks/EventGrid?functionName=onEvent&code=${host.eventGridKey}`,
      });

    async function publish(id: string): Promise<number> {
      const topic = estate.addresses.eventGridTopics.find(({ region }) => region === 'uksouth') ?? assert.fail();
      const agent = vantageAgent(vantage.names, await readFile(estate.certificateAuthorityFile, 'utf8'));
      const { status } = await ask(agent, `${topic.endpoint}?api-version=2018-01-01`, {
        method: 'POST',
        headers: { 'aeg-sas-key': topic.key, 'content-type': TYPES[schema] },
        body: JSON.stringify([EVENTS[schema](id)]),
      });
      return status;
    }

    const seen = async () => {
      const calls = (await host.seen('onEvent')) as [string, { id: string }, { data: unknown }][];
      return calls.map(([, { id }, { data }]) => [id, data]);
    };

    test('shakes hands, and its function gets each event with its data', async () => {
      assert.equal((await subscribe()).name, 'on-event');
      assert.equal(await publish('first'), 200);
      await until('the event at the function', async () => (await seen()).length === 1);
      assert.deepEqual(await seen(), [['first', { id: 'first' }]]);
      assert.deepEqual(
        estate.eventDeliveries().map(({ outcome }) => outcome),
        [202],
      );
    });

    test('gets what was published while it was down, once it is back', async () => {
      const port = Number(new URL(host.url).port);
      await host.stop('SIGKILL');
      assert.equal(await publish('while down'), 200);
      await until('a try that found nobody', () =>
        estate.eventDeliveries().some(({ outcome }) => outcome === 'unreachable'),
      );
      const key = host.eventGridKey;
      host = await start({ timers: false, port });
      if (host.eventGridKey !== key) await subscribe();
      await until('the event at the function', async () => (await seen()).some(([id]) => id === 'while down'));
      assert.deepEqual(estate.deadLetters(), []);
    });

    test('is not subscribed with a key that is not its own', async () => {
      const url = `${host.url}/runtime/webhooks/EventGrid?functionName=onEvent&code=wrong`;
      await assert.rejects(estate.subscribe({ topic: 'uksouth', name: 'thief', url, schema }), /handshake .* saw 401/);
    });
  });
}
