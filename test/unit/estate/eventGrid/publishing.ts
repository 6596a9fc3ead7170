/** Event Grid over a stand: a publisher with the key, and what came to the webhook. */
import assert from 'node:assert/strict';
import { createEventGrid, type EventGrid } from '../../../../local/estate/eventGrid/eventGrid.ts';
import type { EventSchema, EventSubscriptionRequest } from '../../../../local/estate/eventGrid/types.ts';
import { createTokenAuthority } from '../../../../local/estate/identity/tokenAuthority.ts';
import type { OutboundCall } from '../../../../local/estate/network/callOut.ts';
import { makeStand, type Stand } from './stand.ts';

export interface Publishing {
  stand: Stand;
  grid: EventGrid;
  /** Resolves with the status that the topic answered. */
  publish(ids: string[], topic?: number): Promise<number>;
  subscribe(more?: Partial<EventSubscriptionRequest>): ReturnType<EventGrid['subscribe']>;
  /** `id@milliseconds` of every notification, in the order they came. */
  arrived(): string[];
}

export const WEBHOOK = 'http://127.0.0.1:7071/runtime/webhooks/EventGrid?functionName=react&code=TOPSECRET';

/** Answers the handshakes as a Functions host does, and notifications with what `status` says. */
export function webhook(status: (call: OutboundCall) => number | 'unreachable' | 'timedOut'): Stand['answer'] {
  return (call) => {
    if (call.method === 'OPTIONS')
      return { outcome: 200, headers: { 'webhook-allowed-origin': 'eventgrid.azure.net' } };
    if (call.headers['aeg-event-type'] !== 'SubscriptionValidation') return { outcome: status(call) };
    const [event] = JSON.parse(call.body ?? '');
    return { outcome: 200, body: JSON.stringify({ validationResponse: event.data.validationCode }) };
  };
}

export function makePublishing(inputSchema: EventSchema = 'CloudEventSchemaV1_0'): Publishing {
  const stand = makeStand();
  stand.answer = webhook(() => 202);
  const tokens = createTokenAuthority({ clock: stand.model.clock });
  const grid = createEventGrid({
    model: stand.model,
    tokens,
    schedule: stand.schedule,
    caller: stand.caller,
    inputSchema,
  });
  return {
    stand,
    grid,
    async publish(ids, number = 0) {
      const [topic = assert.fail(), site = assert.fail()] = [grid.topics[number], grid.sites[number]];
      const isCloud = inputSchema === 'CloudEventSchemaV1_0';
      const events = ids.map((id) =>
        isCloud
          ? { specversion: '1.0', id, source: '/watch', type: 'Shop.Changed', data: { id } }
          : { id, subject: 'orders', eventType: 'Shop.Changed', eventTime: '2026-11-01T12:00:00Z', data: { id } },
      );
      const response = await site.handle({
        method: 'POST',
        url: new URL(`${topic.endpoint}?api-version=2018-01-01`),
        headers: {
          'content-type': isCloud ? 'application/cloudevents-batch+json' : 'application/json',
          'aeg-sas-key': topic.key,
        },
        body: new TextEncoder().encode(JSON.stringify(events)),
        fromRegion: 'swedencentral',
      });
      return 'status' in response ? response.status : 0;
    },
    subscribe: (more = {}) =>
      grid.subscribe({
        topic: grid.topics[0]?.name ?? '',
        name: 'react-to-outage',
        url: WEBHOOK,
        schema: 'CloudEventSchemaV1_0',
        ...more,
      }),
    arrived: () =>
      stand.calls
        .filter(({ headers }) => headers['aeg-event-type'] === 'Notification')
        .map(({ body, atMs }) => `${[JSON.parse(body ?? '')].flat()[0].id}@${atMs}`),
  };
}
