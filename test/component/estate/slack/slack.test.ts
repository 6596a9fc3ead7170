import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChannelMood } from '../../../../local/estate/model/changeTypes.ts';
import type { SiteResponse } from '../../../../local/estate/network/types.ts';
import { createSlack } from '../../../../local/estate/slack/slack.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const marked = (text: string) => ({ type: 'mrkdwn', text });
const section = (text: string) => ({ type: 'section', text: marked(text) });

function channel() {
  const world: { mood: ChannelMood; nowMs: number } = { mood: 'ok', nowMs: 1_000_000 };
  const slack = createSlack({ model: { channelState: () => world.mood }, clock: { now: () => world.nowMs } });
  const post = (body: unknown, { url = slack.webhookUrl, method = 'POST', type = 'application/json' } = {}) => {
    world.nowMs += 1_000;
    return slack.site.handle({
      method,
      url: new URL(url),
      headers: { 'content-type': type },
      body: new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)),
      fromRegion: 'uksouth',
    });
  };
  return { world, slack, post };
}

function seen(response: SiteResponse): string {
  assert.ok('status' in response, 'no answer');
  return `${response.status} ${response.body}`;
}

describe('Slack’s incoming webhook', () => {
  it('answers a message with ok, and keeps it', async () => {
    const { slack, post } = channel();
    assert.equal(seen(await post({ text: 'hello', blocks: [section('*hello*')], unfurl_links: false })), '200 ok');
    assert.deepEqual(
      slack.messages().map(({ text, blocks, status }) => [text, blocks, status]),
      [['hello', [section('*hello*')], 200]],
    );
    assert.equal(JSON.stringify(slack.messages()).includes('/services/'), false, 'the address is a secret');
  });

  it('knows one address', async () => {
    const { slack, post } = channel();
    assert.match(slack.webhookUrl, /^https:\/\/hooks\.slack\.com\/services\/T[A-Z0-9]+\/B[A-Z0-9]+\/[A-Za-z0-9]{24}$/);
    assert.equal(seen(await post({ text: 'a' }, { url: `${slack.webhookUrl}x` })), '403 invalid_token');
    assert.equal(
      seen(await post({ text: 'a' }, { url: 'https://hooks.slack.com/services/T1/B1/x' })),
      '404 no_service',
    );
    assert.equal(seen(await post({ text: 'a' }, { method: 'GET' })), '405 method_not_allowed');
    assert.deepEqual(slack.messages(), []);
    assert.notEqual(channel().slack.webhookUrl, slack.webhookUrl);
  });

  it('refuses what is no message', async () => {
    const { post } = channel();
    for (const [body, word] of [
      ['not JSON', 'invalid_payload'],
      [[], 'invalid_payload'],
      [{ text: 7 }, 'invalid_payload'],
      [{ text: 'a', colour: 'red' }, 'invalid_payload'],
      [{}, 'no_text'],
      [{ text: '' }, 'no_text'],
      [{ text: 'x'.repeat(40_001) }, 'msg_too_long'],
      [{ text: 'hello <!channel>' }, 'invalid_payload'],
      [{ text: 'a & b' }, 'invalid_payload'],
    ] as const)
      assert.equal(seen(await post(body)), `400 ${word}`, JSON.stringify(body).slice(0, 80));
    assert.equal(seen(await post({ text: 'a' }, { type: 'text/plain' })), '400 invalid_payload');
  });

  it('refuses blocks beyond the limits of Block Kit', async () => {
    const { post } = channel();
    const many = (count: number, each: unknown) => Array.from({ length: count }, () => each);
    for (const blocks of [
      [],
      'text',
      many(51, section('a')),
      [{ type: 'rich_text' }],
      [{ type: 'section' }],
      [section('')],
      [section('x'.repeat(3_001))],
      [{ type: 'header', text: plain('x'.repeat(151)) }],
      [{ type: 'header', text: marked('a') }],
      [{ type: 'section', fields: many(11, plain('a')) }],
      [{ type: 'section', fields: [] }],
      [{ type: 'section', fields: [plain('x'.repeat(2_001))] }],
      [{ type: 'context', elements: many(11, plain('a')) }],
      [{ type: 'section', text: { ...marked('a'), emoji: false } }],
      [{ type: 'section', text: { ...plain('a'), verbatim: true } }],
      [section('<@U123> look')],
      [section('a < b')],
      [section('a & b')],
      [{ type: 'section', text: plain('<https://a.example|a>') }],
      [section('<https://a.example/?b&c|a>')],
    ])
      assert.equal(seen(await post({ text: 'a', blocks })), '400 invalid_blocks', JSON.stringify(blocks).slice(0, 80));
    assert.equal(seen(await post({ blocks: many(4, section('x'.repeat(2_800))) })), '400 msg_blocks_too_long');
  });

  it('takes blocks just within them, escaped, with links', async () => {
    const { post } = channel();
    const blocks = [
      { type: 'header', text: { ...plain('x'.repeat(150)), emoji: false } },
      section('x'.repeat(3_000)),
      section('<https://a.example/?b=1&amp;c=2|a &gt; b> &lt;!channel&gt;'),
      { type: 'section', fields: Array.from({ length: 10 }, () => plain('a &amp; b')) },
      { type: 'context', elements: [plain('a')] },
      { type: 'divider' },
    ];
    assert.equal(seen(await post({ blocks })), '200 ok');
  });

  it('does as the model says', async () => {
    const { world, slack, post } = channel();
    for (const [mood, answer] of [
      ['throttled', '429 rate_limited'],
      ['tooLarge', '400 msg_blocks_too_long'],
      ['failing', '503 rollup_error'],
      ['ok', '200 ok'],
    ] as const) {
      world.mood = mood;
      assert.equal(seen(await post({ text: 'a' })), answer);
    }
    world.mood = 'silent';
    assert.deepEqual(await post({ text: 'a' }), { silent: true });
    assert.equal(slack.messages().length, 4);
  });

  it('throttles more than a message a second, but for a short burst, and says for how long', async () => {
    const { world, post } = channel();
    const burst = async () => {
      world.nowMs -= 1_000;
      return post({ text: 'a' });
    };
    for (let count = 0; count < 10; count += 1) assert.equal(seen(await burst()), '200 ok');
    const refused = await burst();
    assert.equal(seen(refused), '429 rate_limited');
    assert.equal('status' in refused && refused.headers?.['retry-after'], '2');
    world.nowMs += 10_000;
    assert.equal(seen(await burst()), '200 ok');
  });
});
