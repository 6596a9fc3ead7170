import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChannelMood } from '../../../../local/estate/model/changeTypes.ts';
import type { SiteResponse } from '../../../../local/estate/network/types.ts';
import { createPagerDuty } from '../../../../local/estate/pagerDuty/pagerDuty.ts';

function service() {
  const world: { mood: ChannelMood; nowMs: number } = { mood: 'ok', nowMs: 1_000_000 };
  const pagerDuty = createPagerDuty({ model: { channelState: () => world.mood }, clock: { now: () => world.nowMs } });
  const event = (more: Record<string, unknown> = {}) => ({
    routing_key: pagerDuty.routingKey,
    event_action: 'trigger',
    dedup_key: 'k',
    payload: { summary: 'Lag is high', source: 'contoso-we/orders', severity: 'critical' },
    ...more,
  });
  const send = (
    body: unknown,
    { url = 'https://events.pagerduty.com/v2/enqueue', method = 'POST', type = 'application/json' } = {},
  ) =>
    pagerDuty.site.handle({
      method,
      url: new URL(url),
      headers: { 'content-type': type },
      body: new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)),
      fromRegion: 'uksouth',
    });
  return { world, pagerDuty, event, send };
}

function seen(response: SiteResponse): { status: number; text: string } {
  assert.ok('status' in response, 'no answer');
  return { status: response.status, text: String(response.body) };
}

describe('PagerDuty’s Events API', () => {
  it('takes an event with 202, its key, and says nothing of the routing key afterwards', async () => {
    const { pagerDuty, event, send } = service();
    const { status, text } = seen(await send(event()));
    assert.equal(status, 202);
    assert.deepEqual(JSON.parse(text), { status: 'success', message: 'Event processed', dedup_key: 'k' });
    assert.equal(JSON.stringify(pagerDuty.messages()).includes(pagerDuty.routingKey), false);
    assert.deepEqual(
      pagerDuty.messages().map(({ action, dedupKey, status: was }) => [action, dedupKey, was]),
      [['trigger', 'k', 202]],
    );
  });

  it('is at both service regions, and knows its key in one', async () => {
    const { pagerDuty, event, send } = service();
    assert.deepEqual(pagerDuty.site.names, ['events.pagerduty.com', 'events.eu.pagerduty.com']);
    const eu = seen(await send(event(), { url: 'https://events.eu.pagerduty.com/v2/enqueue' }));
    assert.deepEqual([eu.status, eu.text], [400, 'Invalid routing key']);
    const other = seen(await send(event({ routing_key: 'a'.repeat(32) })));
    assert.deepEqual([other.status, other.text], [400, 'Invalid routing key']);
    assert.deepEqual(pagerDuty.incidents(), []);
  });

  it('refuses what its documentation forbids, with its faults', async () => {
    const { event, send } = service();
    const payload = event().payload;
    for (const [more, fault] of [
      [{ routing_key: 'short' }, /Length of 'routing_key' is incorrect \(should be 32 characters\)/],
      [{ routing_key: `${'a'.repeat(31)}-` }, /non-alphanumeric/],
      [{ routing_key: undefined }, /'routing_key' is missing/],
      [{ event_action: 'close' }, /'event_action' is invalid/],
      [{ event_action: 'resolve', dedup_key: undefined }, /'dedup_key' is missing/],
      [{ dedup_key: 'x'.repeat(256) }, /'dedup_key' is too long \(maximum is 255/],
      [{ payload: undefined }, /'payload' is missing/],
      [{ payload: { ...payload, summary: ' ' } }, /'payload.summary' is missing or blank/],
      [{ payload: { ...payload, summary: 'x'.repeat(1_025) } }, /'payload.summary' is too long/],
      [{ payload: { ...payload, source: undefined } }, /'payload.source' is missing/],
      [{ payload: { ...payload, severity: 'high' } }, /'payload.severity' is invalid/],
      [{ payload: { ...payload, timestamp: 'yesterday' } }, /'payload.timestamp' is no ISO 8601/],
      [{ payload: { ...payload, custom_details: 'text' } }, /'payload.custom_details' is no object/],
      [{ payload: { ...payload, colour: 'red' } }, /'payload.colour' is not known/],
      [{ links: [{ href: 'javascript:alert(1)' }] }, /'links\[0\].href' is no URL/],
      [{ links: {} }, /'links' is no list/],
      [{ extra: 1 }, /'extra' is not known/],
      [{ client: 7 }, /'client' is no string/],
    ] as const) {
      const { status, text } = seen(await send(event(more)));
      assert.equal(status, 400, text);
      assert.match((JSON.parse(text) as { errors: string[] }).errors.join('; '), fault);
    }
    assert.equal(seen(await send('not JSON')).status, 400);
    assert.equal(seen(await send([1])).status, 400);
    assert.equal(seen(await send(event(), { type: 'text/plain' })).status, 400);
    assert.equal(seen(await send(event(), { method: 'GET' })).status, 404);
    assert.equal(seen(await send(event(), { url: 'https://events.pagerduty.com/generic' })).status, 404);
  });

  it('takes what is just within the limits', async () => {
    const { event, send } = service();
    const payload = { ...event().payload, summary: 'x'.repeat(1_024), timestamp: '2026-11-22T03:04:05.000Z' };
    assert.equal(seen(await send(event({ dedup_key: 'k'.repeat(255), payload }))).status, 202);
    assert.equal(seen(await send({ ...event({ event_action: 'resolve' }), payload: undefined })).status, 202);
  });

  it('keeps one incident for each key, until it is resolved', async () => {
    const { world, pagerDuty, event, send } = service();
    const states = () => pagerDuty.incidents().map(({ dedupKey, status, triggers }) => [dedupKey, status, triggers]);
    await send(event());
    await send(event());
    assert.deepEqual(states(), [['k', 'triggered', 2]]);
    await send(event({ event_action: 'acknowledge' }));
    assert.deepEqual(states(), [['k', 'acknowledged', 2]]);
    world.nowMs += 5_000;
    await send(event({ event_action: 'resolve' }));
    assert.deepEqual(states(), [['k', 'resolved', 2]]);
    const [incident] = pagerDuty.incidents();
    assert.deepEqual(
      [incident?.openedAtMs, incident?.changedAtMs, incident?.severity],
      [1_000_000, 1_005_000, 'critical'],
    );
    await send(event());
    assert.deepEqual(
      states(),
      [
        ['k', 'resolved', 2],
        ['k', 'triggered', 1],
      ],
      'what comes after is another incident',
    );
  });

  it('accepts and drops an acknowledgement or an end of what is not open', async () => {
    const { pagerDuty, event, send } = service();
    for (const action of ['acknowledge', 'resolve'])
      assert.equal(seen(await send(event({ event_action: action, dedup_key: 'unheard' }))).status, 202);
    assert.deepEqual(pagerDuty.incidents(), []);
    assert.equal(pagerDuty.messages().length, 2);
  });

  it('opens another incident for every trigger without a key', async () => {
    const { pagerDuty, event, send } = service();
    await send(event({ dedup_key: undefined }));
    await send(event({ dedup_key: undefined }));
    assert.equal(new Set(pagerDuty.incidents().map(({ dedupKey }) => dedupKey)).size, 2);
  });

  it('does as the model says, and takes 120 events a minute', async () => {
    const { world, pagerDuty, event, send } = service();
    for (const [mood, status] of [
      ['throttled', 429],
      ['tooLarge', 413],
      ['failing', 503],
      ['ok', 202],
    ] as const) {
      world.mood = mood;
      assert.equal(seen(await send(event())).status, status, mood);
    }
    world.mood = 'silent';
    assert.deepEqual(await send(event()), { silent: true });
    assert.equal(pagerDuty.messages().length, 4, 'who is silent has taken nothing');
    world.mood = 'ok';
    for (let count = 0; count < 119; count += 1) assert.equal(seen(await send(event())).status, 202);
    assert.equal(seen(await send(event())).status, 429);
    world.nowMs += 60_000;
    assert.equal(seen(await send(event())).status, 202);
  });
});
