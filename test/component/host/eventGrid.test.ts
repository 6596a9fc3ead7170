import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type StartedHost, start } from './support.ts';

describe('the Event Grid webhook of a hosted app', () => {
  let host: StartedHost;
  before(async () => {
    host = await start({ timers: false });
  });
  after(() => host?.stop());

  const send = (
    body: unknown,
    { name = 'onEvent', kind = 'Notification', key = host.eventGridKey, method = 'POST' } = {},
  ) =>
    host.call(`/runtime/webhooks/EventGrid?functionName=${name}&code=${key}`, {
      method,
      headers: { 'aeg-event-type': kind, 'webhook-request-origin': 'eventgrid.azure.net' },
      ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
    });
  const event = (over: object) => ({
    id: '1',
    topic: '/t',
    subject: 's',
    eventType: 'X.Y',
    eventTime: '2026-01-01T00:00:00.1234567Z',
    dataVersion: '1',
    data: { n: 1 },
    ...over,
  });

  test('shakes hands in both schemas', async () => {
    const validation = await send([event({ data: { validationCode: 'abc' } })], { kind: 'SubscriptionValidation' });
    assert.deepEqual(validation.json, { validationResponse: 'abc' });
    const options = await send(undefined, { method: 'OPTIONS' });
    assert.deepEqual([options.status, options.headers.get('webhook-allowed-origin')], [200, 'eventgrid.azure.net']);
  });

  test('runs the function once per event, with the event untouched and its data as metadata', async () => {
    assert.equal((await send([event({ id: 'a' }), event({ id: 'b' })])).status, 202);
    const cloudEvent = {
      specversion: '1.0',
      id: 'c',
      source: '/s',
      type: 'X',
      time: '2026-01-01T00:00:00Z',
      data: { a: 1 },
    };
    assert.equal((await send(cloudEvent)).status, 202);
    const seen = await host.seen('onEvent');
    const events = seen.map(([, one]) => one as { id: string; eventTime: string });
    assert.deepEqual(events.map(({ id }) => id).sort(), ['a', 'b', 'c']);
    assert.equal(events[0]?.eventTime, '2026-01-01T00:00:00.1234567Z', 'no digit of the time is lost');
    assert.deepEqual(seen.at(-1), ['onEvent', cloudEvent, { data: { a: 1 } }]);
  });

  test('one failing event makes the whole batch 500', async () => {
    const { status, text } = await send([event({ subject: 'fail' }), event({})]);
    assert.deepEqual([status, text], [500, 'event failed']);
  });

  test('demands the system key or the master key', async () => {
    assert.equal((await send([event({})], { key: 'wrong' })).status, 401);
    assert.equal((await send([event({})], { key: host.hostKey })).status, 401);
    assert.equal((await send([event({})], { key: host.masterKey })).status, 202);
  });

  test('answers 404 for an unknown function, 400 for another kind of event, 202 for Unsubscribe', async () => {
    assert.equal((await send([event({})], { name: 'nowhere' })).status, 404);
    assert.equal((await send([event({})], { name: 'echo' })).status, 404);
    assert.equal((await send([event({})], { kind: 'Gossip' })).status, 400);
    assert.equal((await send([event({})], { kind: 'Unsubscribe' })).status, 202);
  });
});
