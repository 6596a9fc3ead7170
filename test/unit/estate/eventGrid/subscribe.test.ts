import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SubscriptionRefused } from '../../../../local/estate/eventGrid/subscription.ts';
import type { EventSubscriptionRequest } from '../../../../local/estate/eventGrid/types.ts';
import { makePublishing, WEBHOOK } from './publishing.ts';

const refusal = (pattern: RegExp) => (error: unknown) =>
  error instanceof SubscriptionRefused && pattern.test(error.message) && !/TOPSECRET/.test(error.message);

describe('an event subscription', () => {
  it('asks a webhook for CloudEvents by OPTIONS, with the origin that will send', async () => {
    const { subscribe, stand } = makePublishing();
    const { topic, name } = await subscribe();
    assert.deepEqual([topic, name], ['outage-swedencentral', 'react-to-outage']);
    const [{ method, url, headers, body } = assert.fail()] = stand.calls;
    assert.deepEqual(
      [method, url.href, headers['webhook-request-origin'], body],
      ['OPTIONS', WEBHOOK, 'eventgrid.azure.net', undefined],
    );
  });

  it('sends a webhook for the Event Grid schema a code that has to come back', async () => {
    const { subscribe, stand } = makePublishing('EventGridSchema');
    await subscribe({ schema: 'EventGridSchema' });
    const [{ method, headers, body } = assert.fail()] = stand.calls;
    assert.deepEqual([method, headers['aeg-event-type']], ['POST', 'SubscriptionValidation']);
    const [event] = JSON.parse(body ?? '');
    assert.equal(event.eventType, 'Microsoft.EventGrid.SubscriptionValidationEvent');
    assert.match(event.data.validationCode, /^[0-9A-F-]{36}$/);
    assert.match(event.topic, /Microsoft\.EventGrid\/topics\//);
  });

  for (const [what, answer] of [
    ['no such function', { outcome: 404 }],
    ['another origin', { outcome: 200, headers: { 'webhook-allowed-origin': 'contoso.example' } }],
    ['no word of the origin', { outcome: 200 }],
    ['nobody listening', { outcome: 'unreachable' }],
  ] as const) {
    it(`is not made when the webhook answers OPTIONS with ${what}, and the key is not told`, async () => {
      const { subscribe, stand, publish, arrived } = makePublishing();
      stand.answer = () => answer;
      await assert.rejects(
        subscribe(),
        refusal(/handshake with http:\/\/127\.0\.0\.1:7071\/runtime\/webhooks\/EventGrid failed/),
      );
      await publish(['1']);
      await stand.pass(60_000);
      assert.deepEqual(arrived(), []);
    });
  }

  for (const [what, answer] of [
    ['accepts and says nothing', { outcome: 202 }],
    ['sends another code', { outcome: 200, body: '{"validationResponse":"x"}' }],
    ['sends no JSON', { outcome: 200, body: 'ok' }],
  ] as const) {
    it(`is not made when the webhook ${what} to the validation event`, async () => {
      const { subscribe, stand } = makePublishing('EventGridSchema');
      stand.answer = () => answer;
      await assert.rejects(subscribe({ schema: 'EventGridSchema' }), refusal(/handshake/));
    });
  }

  it('may answer with any origin allowed', async () => {
    const { subscribe, stand } = makePublishing();
    stand.answer = () => ({ outcome: 200, headers: { 'webhook-allowed-origin': '*' } });
    assert.equal((await subscribe()).name, 'react-to-outage');
  });

  for (const [what, more, why] of [
    ['a topic that there is not', { topic: 'other' }, /no topic other; there is outage-swedencentral, outage-uksouth/],
    ['a name that is too short', { name: 'ab' }, /3 to 64/],
    ['a name with a dot', { name: 'react.to' }, /3 to 64/],
    [
      'a host that is not this machine',
      { url: 'http://contoso.example/x?code=TOPSECRET' },
      /http:\/\/contoso\.example/,
    ],
    ['an address that is none', { url: 'TOPSECRET' }, /no URL/],
    [
      'the Event Grid schema from a topic of CloudEvents',
      { schema: 'EventGridSchema' },
      /cannot deliver EventGridSchema/,
    ],
    ['no attempt at all', { maxDeliveryAttempts: 0 }, /1 to 30/],
    ['more attempts than Azure makes', { maxDeliveryAttempts: 31 }, /1 to 30/],
  ] as [string, Partial<EventSubscriptionRequest>, RegExp][]) {
    it(`is refused for ${what} before anybody is asked`, async () => {
      const { subscribe, stand } = makePublishing();
      await assert.rejects(subscribe(more), refusal(why));
      assert.equal(stand.calls.length, 0);
    });
  }

  it('finds its topic by name, region or endpoint', async () => {
    const { subscribe, grid } = makePublishing();
    for (const topic of [grid.topics[1]?.name, grid.topics[1]?.region, grid.topics[1]?.endpoint]) {
      assert.equal((await subscribe({ topic: topic ?? '' })).topic, 'outage-uksouth');
    }
  });

  it('is not made when the network between the topic and the subscriber is cut', async () => {
    const { subscribe, stand } = makePublishing();
    stand.model.apply({ kind: 'network', from: 'uksouth', to: 'swedencentral', becomes: 'refused', bothWays: false });
    await assert.rejects(subscribe({ topic: 'uksouth' }), refusal(/saw unreachable/));
    assert.equal((await subscribe({ topic: 'swedencentral' })).topic, 'outage-swedencentral');
  });

  it('is not made any more once the estate is closed', async () => {
    const { subscribe, grid } = makePublishing();
    grid.close();
    await assert.rejects(subscribe(), refusal(/closed/));
  });
});
