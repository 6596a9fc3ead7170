import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Webhook } from 'standardwebhooks';
import type { ChannelMood } from '../../../../local/estate/model/changeTypes.ts';
import type { SiteResponse } from '../../../../local/estate/network/types.ts';
import { createWebhook } from '../../../../local/estate/webhook/webhook.ts';

const EVENT = { type: 'geowarden.alert.first', timestamp: '2026-11-22T03:04:05.000Z', data: { a: 1 } };

function receiver() {
  const world: { mood: ChannelMood } = { mood: 'ok' };
  const webhook = createWebhook({ model: { channelState: () => world.mood }, clock: { now: () => Date.now() } });
  const signer = new Webhook(webhook.secret);
  const send = (
    content: unknown,
    {
      id = 'm1',
      atMs = Date.now(),
      headers = {},
      url = webhook.url,
      method = 'POST',
    }: {
      id?: string;
      atMs?: number;
      headers?: Record<string, string>;
      url?: string;
      method?: string;
    } = {},
  ) => {
    const body = typeof content === 'string' ? content : JSON.stringify(content);
    return webhook.site.handle({
      method,
      url: new URL(url),
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(atMs / 1_000)),
        'webhook-signature': signer.sign(id, new Date(atMs), body),
        ...headers,
      },
      body: new TextEncoder().encode(body),
      fromRegion: 'uksouth',
    });
  };
  return { world, webhook, send };
}

function seen(response: SiteResponse): number {
  assert.ok('status' in response, 'no answer');
  return response.status;
}

describe('somebody’s own receiver', () => {
  it('takes what is signed, and keeps it', async () => {
    const { webhook, send } = receiver();
    assert.match(webhook.secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
    assert.equal(seen(await send(EVENT)), 204);
    assert.deepEqual(
      webhook.messages().map(({ messageId, isDuplicate, body, status }) => [messageId, isDuplicate, body, status]),
      [['m1', false, EVENT, 204]],
    );
  });

  it('refuses another signature, none, or another id than was signed', async () => {
    const { send } = receiver();
    assert.equal(seen(await send(EVENT, { headers: { 'webhook-signature': `v1,${'A'.repeat(43)}=` } })), 401);
    assert.equal(seen(await send(EVENT, { headers: { 'webhook-signature': '' } })), 401);
    assert.equal(seen(await send(EVENT, { headers: { 'webhook-id': 'm2' } })), 401);
    assert.equal(seen(await send(EVENT, { headers: { 'webhook-timestamp': 'now' } })), 401);
  });

  it('refuses what is older than five minutes, or from the future, though it was signed', async () => {
    const { send } = receiver();
    assert.equal(seen(await send(EVENT, { atMs: Date.now() - 302_000 })), 401);
    assert.equal(seen(await send(EVENT, { atMs: Date.now() + 302_000 })), 401);
    assert.equal(seen(await send(EVENT, { atMs: Date.now() - 290_000 })), 204);
  });

  it('knows by its id what it has taken, and not what it refused', async () => {
    const { world, webhook, send } = receiver();
    world.mood = 'failing';
    assert.equal(seen(await send(EVENT)), 503);
    world.mood = 'ok';
    assert.equal(seen(await send(EVENT)), 204);
    assert.equal(seen(await send(EVENT)), 204);
    assert.equal(seen(await send(EVENT, { id: 'm2' })), 204);
    assert.deepEqual(
      webhook.messages().map(({ isDuplicate, status }) => [isDuplicate, status]),
      [
        [false, 503],
        [false, 204],
        [true, 204],
        [false, 204],
      ],
    );
  });

  it('wants the shape that the specification recommends', async () => {
    const { send } = receiver();
    for (const body of [
      'not JSON',
      [],
      { ...EVENT, type: 'alert' },
      { ...EVENT, type: 'a.b c' },
      { ...EVENT, timestamp: 'x' },
      { ...EVENT, data: [] },
    ])
      assert.equal(seen(await send(body)), 400, JSON.stringify(body));
    assert.equal(seen(await send(EVENT, { headers: { 'content-type': 'text/plain' } })), 415);
    assert.equal(seen(await send({ ...EVENT, data: { a: 'x'.repeat(66_000) } })), 413);
  });

  it('has one address and one method', async () => {
    const { webhook, send } = receiver();
    assert.equal(seen(await send(EVENT, { url: `${webhook.url}/other` })), 404);
    assert.equal(seen(await send(EVENT, { method: 'GET' })), 405);
    assert.deepEqual(webhook.messages(), []);
  });

  it('does as the model says', async () => {
    const { world, webhook, send } = receiver();
    for (const [mood, status] of [
      ['throttled', 429],
      ['tooLarge', 413],
      ['failing', 503],
    ] as const) {
      world.mood = mood;
      assert.equal(seen(await send(EVENT)), status);
    }
    world.mood = 'silent';
    assert.deepEqual(await send(EVENT), { silent: true });
    assert.equal(webhook.messages().length, 3);
  });
});
