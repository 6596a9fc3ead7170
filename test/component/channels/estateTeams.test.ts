/** The product's cards against the estate's Teams, which knows nothing of the product and is stricter than Teams. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createTeams, type Teams } from '../../../local/estate/teams/teams.ts';
import { createChannel } from '../../../shared/adapters/channels/createChannel.ts';
import type { DeliveryResult } from '../../../shared/alerting/ports.ts';
import { retryDelayMs } from '../../../shared/alerting/retryDelay.ts';
import type { Notice } from '../../../shared/alerting/types.ts';
import type { MessageContext } from '../../../shared/notify/types.ts';
import { CONTEXT, notices } from '../../unit/notify/notices.ts';
import { assertDecides, question, SIGNED_URL, SIGNING, TOKEN } from './approval.ts';
import { type HttpsStandIn, mapNames, startHttps, trustedAuthority } from './servers.ts';

type Mood = 'ok' | 'throttled' | 'tooLarge' | 'failing' | 'silent';

const world: { mood: Mood; nowMs: number } = { mood: 'ok', nowMs: 0 };
let teams: Teams;
let listener: HttpsStandIn;

before(async () => {
  teams = createTeams({ model: { channelState: () => world.mood }, clock: { now: () => world.nowMs } });
  const host = new URL(teams.webhookUrl).hostname;
  listener = await startHttps(await (await trustedAuthority()).issue([host]));
  mapNames([{ name: host, port: 443, to: listener.port }]);
  listener.answer = async (response, seen) => {
    const headers = Object.fromEntries(Object.entries(seen.headers).map(([key, value]) => [key, String(value)]));
    const url = new URL(seen.url, `https://${host}`);
    const request = { method: seen.method, url, headers, body: Buffer.from(seen.body), fromRegion: 'uksouth' };
    const reply = await teams.site.handle(request);
    if ('status' in reply) response.writeHead(reply.status, reply.headers).end(reply.body);
    else if ('reset' in reply) response.socket?.destroy();
  };
});
after(() => listener.close());

function deliver(
  notice: Notice,
  options: { compact?: boolean; url?: string; context?: MessageContext } = {},
): Promise<DeliveryResult> {
  // Each message a second after the one before: Teams throttles more than four in a second.
  world.nowMs += 1_000;
  const channel = createChannel(
    { type: 'teams', name: 'ops', url: { setting: 'URL' } },
    () => options.url ?? teams.webhookUrl,
    {
      timeoutMs: 500,
      context: options.context ?? CONTEXT,
    },
  );
  return channel.deliver(notice, { compact: options.compact ?? false, entryId: notice.id });
}

const sample = (): Notice => notices()[0]?.[1] ?? assert.fail('no notice');

test('every card, full and compact, is posted', async () => {
  for (const [name, notice] of notices()) {
    for (const compact of [false, true]) {
      const result = await deliver(notice, { compact });
      assert.equal(result.ok, true, `${name}: ${result.ok ? '' : result.message}`);
    }
  }
  const posted = teams.messages();
  assert.equal(posted.length, notices().length * 2);
  assert.ok(posted.every((message) => message.status === 202));
  const first = JSON.stringify(posted[0]?.card);
  assert.match(first, /"title":"Condition","value":"LagHigh"/);
  assert.match(first, /"title":"Reason","value":"first"/);
});

test('each mood of Teams is understood', async () => {
  const kinds: Array<[Mood, (result: DeliveryResult) => boolean]> = [
    ['throttled', (result) => !result.ok && result.retry],
    ['failing', (result) => !result.ok && result.retry],
    ['silent', (result) => !result.ok && result.retry],
    ['tooLarge', (result) => !result.ok && !result.retry && result.tooLarge === true],
    ['ok', (result) => result.ok],
  ];
  for (const [mood, expected] of kinds) {
    world.mood = mood;
    const result = await deliver(sample());
    assert.ok(expected(result), `${mood}: ${JSON.stringify(result)}`);
  }
});

test('five messages at once are one too many, and the wait that follows is bounded', async () => {
  world.nowMs += 60_000;
  const results = await Promise.all(
    Array.from({ length: 5 }, () => {
      world.nowMs -= 1_000;
      return deliver(sample());
    }),
  );
  const refused = results.filter((result) => !result.ok);
  assert.equal(refused.length, 1);
  const [result] = refused;
  assert.ok(result && !result.ok && result.retry);
  const delay = retryDelayMs(1, { attempts: 5, firstRetryMs: 1_000, longestRetryMs: 60_000 }, 0.5, result.retryAfterMs);
  assert.ok(delay >= 500 && delay <= 3_960_000);
});

test('a wrong signature is for good', async () => {
  const url = teams.webhookUrl.replace(/sig=[^&]*/, 'sig=wrong');
  const result = await deliver(sample(), { url });
  assert.equal(!result.ok && !result.retry, true);
  assert.match(result.ok ? '' : result.message, /signature in the address is not/);
});

test('a question about 50 databases is taken, full and compact, with a link that decides', async () => {
  for (const compact of [false, true]) {
    const result = await deliver(question(50), { compact, context: SIGNING });
    assert.equal(result.ok, true, result.ok ? '' : result.message);
    const { actions } = (teams.messages().at(-1)?.card ?? {}) as { actions?: Array<{ title: string; url: string }> };
    assert.deepEqual(
      actions?.map(({ title }) => title),
      ['Review and decide', 'Open the incident', 'Read about this alert'],
    );
    assert.equal(actions?.[0]?.url, SIGNED_URL);
    assertDecides(actions?.[0]?.url ?? '');
  }
});

test('whatever becomes of a question, no receipt and no error holds its token', async () => {
  world.nowMs += 4_000_000;
  for (const mood of ['ok', 'throttled', 'failing', 'silent', 'tooLarge'] as const) {
    world.mood = mood;
    const told = JSON.stringify(await deliver(question(2), { context: SIGNING }));
    assert.ok(told.length > 20);
    assert.equal(told.includes(TOKEN) || told.includes('token='), false, mood);
  }
  world.mood = 'ok';
});
