/** The product's messages against the estate's PagerDuty, Slack and webhook, which know nothing of the product and are stricter than the real ones. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { DeliveryResult } from '../../../shared/alerting/ports.ts';
import type { Notice } from '../../../shared/alerting/types.ts';
import { conditionNotices } from '../../unit/notify/conditionNotices.ts';
import { goldenMessages } from '../../unit/notify/goldenMessages.ts';
import { question, SIGNED_URL, SIGNING, TOKEN } from './approval.ts';
import { CHANNELS, type Hook, type Mood, startHooks } from './estateHooks.ts';

const HOOKS: Hook[] = ['pagerDuty', 'slack', 'webhook'];
let hooks: Awaited<ReturnType<typeof startHooks>>;

before(async () => {
  hooks = await startHooks();
});
beforeEach(() => {
  hooks.world.mood = 'ok';
});
after(() => hooks.close());

const sample = (name: string): Notice =>
  goldenMessages().find((message) => message.name === name)?.notice ?? assert.fail(`no sample ${name}`);
const said = (result: DeliveryResult) => (result.ok ? result.detail : result.message);

/** A result without a secret or an address in it. */
function clean(result: DeliveryResult): DeliveryResult {
  const told = JSON.stringify(result);
  for (const secret of Object.values(hooks.secrets)) assert.equal(told.includes(secret), false, 'a secret');
  assert.doesNotMatch(told, /https?:\/\/|services\/T0|whsec_[A-Za-z0-9+/]{8}|token=/);
  return result;
}

for (const hook of HOOKS) {
  describe(hook, () => {
    test('takes every message, full and compact', async () => {
      for (const { name, notice, context } of goldenMessages()) {
        for (const compact of [false, true]) {
          const result = clean(await hooks.deliver(hook, notice, { compact, context }));
          assert.equal(result.ok, true, `${name}: ${said(result)}`);
        }
      }
    });

    test('takes what is told of every condition', async () => {
      for (const notice of conditionNotices()) {
        const result = await hooks.deliver(hook, notice);
        assert.equal(result.ok, true, `${notice.condition}: ${said(result)}`);
      }
    });

    test('takes a question about 200 databases, with a link that decides', async () => {
      for (const compact of [false, true]) {
        const result = clean(await hooks.deliver(hook, question(200), { compact, context: SIGNING }));
        assert.equal(result.ok, true, said(result));
      }
      const [full, compact] =
        [hooks.pagerDuty, hooks.slack, hooks.webhook][HOOKS.indexOf(hook)]?.messages().slice(-2) ?? assert.fail();
      for (const message of [full, compact]) {
        const seen = JSON.stringify(message).replaceAll('&amp;', '&');
        assert.ok(seen.includes(SIGNED_URL), `the link of ${hook}`);
      }
    });

    test('each of its moods is understood, and no answer holds a secret', async () => {
      const kinds: Array<[Mood, (result: DeliveryResult) => boolean]> = [
        ['throttled', (result) => !result.ok && result.retry],
        ['failing', (result) => !result.ok && result.retry],
        ['silent', (result) => !result.ok && result.retry],
        ['tooLarge', (result) => !result.ok && !result.retry && result.tooLarge === true],
        ['ok', (result) => result.ok],
      ];
      for (const [mood, expected] of kinds) {
        hooks.world.mood = mood;
        const result = clean(await hooks.deliver(hook, question(2), { context: SIGNING }));
        assert.ok(expected(result), `${mood}: ${JSON.stringify(result)}`);
        assert.equal(JSON.stringify(result).includes(TOKEN), false, mood);
      }
    });
  });
}

test('what is taken over from another channel says whose it was', async () => {
  for (const hook of HOOKS)
    assert.equal((await hooks.deliver(hook, sample('lagHigh.first'), { insteadOf: 'teams-of-the-night' })).ok, true);
  for (const inbox of [hooks.pagerDuty, hooks.slack, hooks.webhook])
    assert.match(JSON.stringify(inbox.messages().at(-1)), /Instead of teams-of-the-night/);
});

test('the wait that a channel asks for is passed on', async () => {
  hooks.world.mood = 'throttled';
  for (const hook of ['slack', 'webhook'] as const) {
    const result = await hooks.deliver(hook, sample('lagHigh.first'));
    assert.equal(!result.ok && result.retry && result.retryAfterMs, 2_000, hook);
  }
});

describe('an incident in PagerDuty', () => {
  const alone = (notice: Notice, more: Partial<Notice>): Notice => ({ ...notice, ...more });
  const incidents = (key: string) => hooks.pagerDuty.incidents().filter(({ dedupKey }) => dedupKey === key);

  test('is opened, added to, acknowledged and resolved under the key of its group', async () => {
    const told = (reason: Notice['reason']) => {
      const notice = sample('five.more');
      assert.ok(notice.group);
      return alone(notice, { id: reason, reason, group: { ...notice.group, key: 'spell-1' } });
    };
    for (const [reason, status, triggers] of [
      ['first', 'triggered', 1],
      ['more', 'triggered', 2],
      ['still', 'triggered', 3],
      ['acknowledged', 'acknowledged', 3],
      ['someResolved', 'acknowledged', 4],
      ['resolved', 'resolved', 4],
    ] as const) {
      assert.equal((await hooks.deliver('pagerDuty', told(reason))).ok, true);
      assert.deepEqual(
        incidents('spell-1').map((incident) => [incident.status, incident.triggers]),
        [[status, triggers]],
        reason,
      );
    }
  });

  test('of what is told by itself is closed by the message that follows it', async () => {
    const opened = alone(sample('regionOutage.first'), { id: 'opened' });
    const closed = alone(sample('regionOutage.resolved'), { id: 'closed', follows: 'opened' });
    await hooks.deliver('pagerDuty', opened);
    await hooks.deliver('pagerDuty', opened);
    assert.deepEqual(
      incidents('opened').map(({ status }) => status),
      ['triggered'],
      'told twice is one incident',
    );
    await hooks.deliver('pagerDuty', closed);
    assert.deepEqual(
      incidents('opened').map(({ status }) => status),
      ['resolved'],
    );
  });

  test('is not opened by an end whose beginning nobody heard', async () => {
    const result = await hooks.deliver('pagerDuty', alone(sample('lagHigh.resolved'), { id: 'x', follows: 'unheard' }));
    assert.equal(result.ok, true);
    assert.deepEqual(incidents('unheard'), []);
  });

  test('shows what happened, how bad it is and what to do', async () => {
    await hooks.deliver('pagerDuty', sample('linkSuspended.first'));
    const { event } = hooks.pagerDuty.messages().at(-1) ?? assert.fail('no event');
    const { payload, links } = event as unknown as {
      payload: { summary: string; severity: string; source: string; class: string; custom_details: object };
      links: Array<{ href: string }>;
    };
    assert.match(payload.summary, /^Critical: .*contoso-we\/orders → contoso-ne\/orders\. /);
    assert.deepEqual(
      [payload.severity, payload.source, payload.class],
      ['critical', 'contoso-we/orders', 'LinkSuspended'],
    );
    const titles = Object.keys(payload.custom_details);
    for (const title of [
      'Condition',
      'Reason',
      'Since',
      'What happened',
      'What Geowarden does',
      'What it means',
      'What to do now',
    ])
      assert.ok(titles.includes(title), `${title} in ${titles.join(', ')}`);
    assert.ok(links.length > 0 && links.every(({ href }) => href.startsWith('https://')));
  });
});

test('a routing key that nobody knows, or no key at all, says what to do', async () => {
  const unknown = clean(
    await hooks.deliver('pagerDuty', sample('lagHigh.first'), { secrets: { KEY: 'a'.repeat(32) } }),
  );
  assert.equal(!unknown.ok && !unknown.retry, true);
  assert.match(said(unknown), /does not know the routing key.*serviceRegion is the account’s/);
  const eu = { ...CHANNELS.pagerDuty, serviceRegion: 'eu' as const } as (typeof CHANNELS)['pagerDuty'];
  assert.match(said(clean(await hooks.deliver('pagerDuty', sample('lagHigh.first'), { channel: eu }))), /routing key/);
  const before = hooks.pagerDuty.messages().length;
  const short = await hooks.deliver('pagerDuty', sample('lagHigh.first'), { secrets: { KEY: 'TOPSECRET' } });
  assert.match(said(short), /32 letters and digits/);
  assert.doesNotMatch(said(short), /TOPSECRET/);
  const missing = await hooks.deliver('pagerDuty', sample('lagHigh.first'), { secrets: { KEY: undefined } });
  assert.match(said(missing), /app setting KEY was expected to hold the routing key/);
  assert.equal(!missing.ok && missing.retry, true, 'a Key Vault reference may be resolved a moment later');
  assert.equal(hooks.pagerDuty.messages().length, before, 'nothing was sent');
});

test('a Slack webhook that was revoked or deleted is for good', async () => {
  for (const [address, expected] of [
    [hooks.slack.webhookUrl.slice(0, -1), /403 \(invalid_token\): the address is not, or no longer, allowed to post/],
    ['https://hooks.slack.com/services/T0OTHER/B0OTHER/abc', /404 \(no_service\): there is no such webhook/],
  ] as const) {
    const result = clean(await hooks.deliver('slack', sample('lagHigh.first'), { secrets: { SLACK: address } }));
    assert.equal(!result.ok && !result.retry && result.tooLarge !== true, true);
    assert.match(said(result), expected);
  }
});

describe('a signed webhook', () => {
  test('has the id of its outbox entry in every try, so that a duplicate is recognised', async () => {
    const entryId = 'fedcba9876543210fedcba9876543210';
    await hooks.deliver('webhook', sample('lagHigh.first'), { entryId });
    await hooks.deliver('webhook', sample('lagHigh.first'), { entryId });
    const [one, two] = hooks.webhook.messages().slice(-2);
    assert.deepEqual([one?.messageId, one?.isDuplicate, one?.status], [entryId, false, 204]);
    assert.deepEqual([two?.messageId, two?.isDuplicate, two?.status], [entryId, true, 204]);
    assert.equal(one?.body.type, 'geowarden.alert.first');
  });

  test('with the secret of another is refused, and says so', async () => {
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const result = clean(await hooks.deliver('webhook', sample('lagHigh.first'), { secrets: { SECRET: secret } }));
    assert.equal(!result.ok && !result.retry, true);
    assert.match(said(result), /401: it did not accept the signature/);
    assert.equal(said(result).includes(secret), false);
  });

  test('is not sent without a secret, or with one that is none', async () => {
    const before = hooks.webhook.messages().length;
    for (const secret of [
      'TOPSECRET',
      'whsec_',
      `whsec_${'A'.repeat(16)}`,
      'whsec_!!notbase64!!',
      `whsec_${'A'.repeat(200)}`,
    ]) {
      const result = await hooks.deliver('webhook', sample('lagHigh.first'), { secrets: { SECRET: secret } });
      assert.equal(!result.ok && !result.retry, true, secret);
      assert.match(said(result), /whsec_ and the base64 of 24 to 64 bytes/);
      assert.doesNotMatch(said(result), /TOPSECRET|notbase64|AAAA/);
    }
    const missing = await hooks.deliver('webhook', sample('lagHigh.first'), { secrets: { SECRET: undefined } });
    assert.match(said(missing), /app setting SECRET was expected to hold the signing secret/);
    assert.equal(hooks.webhook.messages().length, before);
  });
});
