import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SiteResponse } from '../../../../local/estate/network/types.ts';
import { createTeams } from '../../../../local/estate/teams/teams.ts';

type Mood = 'ok' | 'throttled' | 'tooLarge' | 'failing' | 'silent';

interface Post {
  method?: string;
  url?: string;
  contentType?: string;
  body?: string | Uint8Array;
}

const card = (text = 'Lag is high') => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body: [{ type: 'TextBlock', text, wrap: true }],
});
const envelope = (content: unknown = card()) => ({
  type: 'message',
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
});

function channel() {
  let nowMs = 1_000_000;
  let mood: Mood = 'ok';
  const teams = createTeams({ model: { channelState: () => mood }, clock: { now: () => nowMs } });
  return {
    teams,
    pass: (milliseconds: number) => {
      nowMs += milliseconds;
    },
    become: (next: Mood) => {
      mood = next;
    },
    post: ({ method = 'POST', url = teams.webhookUrl, contentType = 'application/json', body }: Post = {}) =>
      teams.site.handle({
        method,
        url: new URL(url),
        headers: contentType === '' ? {} : { 'content-type': contentType },
        body: typeof body === 'object' ? body : new TextEncoder().encode(body ?? JSON.stringify(envelope())),
        fromRegion: 'uksouth',
      }),
  };
}

function seen(response: SiteResponse): {
  status: number;
  code?: string;
  message?: string;
  retryAfter?: string | undefined;
} {
  assert.ok('status' in response, 'no answer');
  if (response.status === 202) return { status: 202 };
  const { error } = JSON.parse(String(response.body)) as { error: { code: string; message: string } };
  return { status: response.status, ...error, retryAfter: response.headers?.['retry-after'] };
}

/** The same address with one query parameter changed, or without it. */
function changed(address: string, name: string, value?: string): string {
  const url = new URL(address);
  if (value === undefined) url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  return url.href;
}

describe('the Teams webhook', () => {
  it('looks like a Workflows address', () => {
    const { teams } = channel();
    const url = new URL(teams.webhookUrl);
    assert.equal(url.host, 'prod-27.westeurope.logic.azure.com');
    assert.match(url.pathname, /^\/workflows\/[0-9a-f]{32}\/triggers\/manual\/paths\/invoke$/);
    assert.deepEqual([...url.searchParams.keys()], ['api-version', 'sp', 'sv', 'sig']);
    assert.ok((url.searchParams.get('sig') ?? '').length >= 40);
    assert.deepEqual(teams.site.names, [url.host]);
  });

  it('has another signature in every estate', () => {
    assert.notEqual(channel().teams.webhookUrl, channel().teams.webhookUrl);
  });

  it('takes a card with 202 and nothing in the body, and posts it', async () => {
    const { teams, post } = channel();
    const response = await post();
    assert.deepEqual(response, { status: 202, body: '' });
    const [message] = teams.messages();
    assert.deepEqual([message?.status, message?.atMs, message?.card], [202, 1_000_000, card()]);
    assert.match(message?.workflow ?? '', /^\/workflows\//);
    assert.equal(JSON.stringify(teams.messages()).includes('sig='), false);
  });

  it('takes a content type with a charset, and an attachment without contentUrl', async () => {
    const { post } = channel();
    assert.equal(seen(await post({ contentType: 'Application/JSON; charset=utf-8' })).status, 202);
    const [attachment] = envelope().attachments;
    const { contentUrl: _none, ...bare } = attachment ?? {};
    assert.equal(seen(await post({ body: JSON.stringify({ type: 'message', attachments: [bare] }) })).status, 202);
  });

  it('answers a wrong or missing signature with 401 and never repeats it', async () => {
    const { teams, post } = channel();
    for (const url of [
      changed(teams.webhookUrl, 'sig', 'guessed-signature'),
      changed(teams.webhookUrl, 'sig'),
      changed(teams.webhookUrl, 'sp', '/triggers/other/run'),
      changed(teams.webhookUrl, 'sv', '2.0'),
    ]) {
      const { status, code, message } = seen(await post({ url }));
      assert.equal(status, 401);
      assert.match(code ?? '', /^(DirectApiAuthorizationRequired|AuthorizationFailed)$/);
      assert.equal(message?.includes('guessed'), false);
    }
    assert.deepEqual(
      teams.messages().map((message) => message.status),
      [401, 401, 401, 401],
    );
  });

  it('knows one path, one api-version and one method', async () => {
    const { teams, post } = channel();
    assert.equal(seen(await post({ url: teams.webhookUrl.replace('manual/paths', 'other/paths') })).status, 404);
    assert.equal(seen(await post({ url: changed(teams.webhookUrl, 'api-version') })).status, 400);
    assert.equal(seen(await post({ url: changed(teams.webhookUrl, 'api-version', '2099-01-01') })).status, 400);
    const got = await post({ method: 'GET' });
    assert.equal(seen(got).status, 405);
    assert.ok('status' in got && got.headers?.allow === 'POST');
  });

  it('refuses what is not JSON, or not said to be', async () => {
    const { post } = channel();
    assert.equal(seen(await post({ contentType: 'text/plain' })).status, 415);
    assert.equal(seen(await post({ contentType: '' })).status, 415);
    assert.equal(seen(await post({ body: '{"type":' })).status, 400);
    assert.equal(seen(await post({ body: new Uint8Array([0x22, 0xff, 0x22]) })).status, 400);
  });

  it('refuses an envelope that Workflows would not read, saying where', async () => {
    const { pass, post, teams } = channel();
    const [attachment] = envelope().attachments;
    const cases: Array<[unknown, RegExp]> = [
      [[], /body: expected an object/],
      [card(), /type: expected 'message'/],
      [{ type: 'message' }, /attachments: expected a list/],
      [{ type: 'message', attachments: [] }, /attachments: expected a list/],
      [{ type: 'message', attachments: ['x'] }, /attachments\[0\]\.contentType/],
      [
        { type: 'message', attachments: [{ ...attachment, contentType: 'application/json' }] },
        /attachments\[0\]\.contentType/,
      ],
      [
        { type: 'message', attachments: [{ ...attachment, contentUrl: 'https://example.org' }] },
        /contentUrl: expected null/,
      ],
      [envelope(null), /attachments\[0\]\.content\.card: expected an Adaptive Card/],
      [envelope({ ...card(), version: '1.6' }), /content\.version/],
    ];
    for (const [body, fault] of cases) {
      const { status, code, message } = seen(await post({ body: JSON.stringify(body) }));
      assert.deepEqual([status, code], [400, 'TriggerInputSchemaMismatch']);
      assert.match(message ?? '', fault);
      pass(1000);
    }
    assert.equal(teams.messages().length, cases.length);
  });

  it('keeps a refused card to be looked at, with its status', async () => {
    const { post, teams } = channel();
    const wrong = { ...card(), body: [{ type: 'Chart' }] };
    await post({ body: JSON.stringify(envelope(wrong)) });
    assert.deepEqual(teams.messages()[0]?.card, wrong);
    assert.equal(teams.messages()[0]?.status, 400);
  });

  it('refuses more than 28 KB of body, and takes exactly that', async () => {
    const { post } = channel();
    const frame = JSON.stringify(envelope(card(''))).length;
    const sized = (bytes: number) => JSON.stringify(envelope(card('x'.repeat(bytes - frame))));
    assert.equal(seen(await post({ body: sized(28 * 1024) })).status, 202);
    assert.equal(seen(await post({ body: sized(28 * 1024 + 1) })).status, 413);
    // Bytes count, not characters.
    assert.equal(seen(await post({ body: JSON.stringify(envelope(card('ä'.repeat(20_000)))) })).status, 413);
  });

  it('throttles the fifth request within a second, and says for how long', async () => {
    const { pass, post, teams } = channel();
    for (let request = 0; request < 4; request += 1) {
      assert.equal(seen(await post()).status, 202);
      pass(100);
    }
    const fifth = seen(await post());
    assert.deepEqual([fifth.status, fifth.code, fifth.retryAfter], [429, 'TooManyRequests', '1']);
    pass(601);
    assert.equal(seen(await post()).status, 202);
    assert.equal(seen(await post()).status, 429);
    assert.equal(teams.messages().filter((message) => message.status === 202).length, 5);
  });

  it('does as the model says: throttled, too large, failing, silent, well again', async () => {
    const { become, post, teams } = channel();
    become('throttled');
    const throttled = seen(await post());
    assert.deepEqual([throttled.status, throttled.retryAfter], [429, '2']);
    become('tooLarge');
    assert.equal(seen(await post()).status, 413);
    become('failing');
    assert.equal(seen(await post()).status, 500);
    become('silent');
    assert.deepEqual(await post(), { silent: true });
    become('ok');
    assert.equal(seen(await post()).status, 202);
    assert.deepEqual(
      teams.messages().map((message) => message.status),
      [429, 413, 500, 202],
    );
  });

  it('hands out copies of its messages', async () => {
    const { post, teams } = channel();
    await post();
    const [message] = teams.messages();
    assert.ok(message);
    message.card.version = 'changed';
    assert.equal(teams.messages()[0]?.card.version, '1.5');
  });
});
