/** What can come between a message and its receiver, for every channel that posts JSON. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { createChannel } from '../../../shared/adapters/channels/createChannel.ts';
import type { DeliveryResult } from '../../../shared/alerting/ports.ts';
import type { Channel } from '../../../shared/config/types.ts';
import { CONTEXT, ENTRY_ID, NOTICE } from './notice.ts';
import { answers, type HttpsStandIn, mapNames, startHttps, strangeAuthority, trustedAuthority } from './servers.ts';

const HOST = 'hooks.contoso.com';
const STRANGE = 'hooks.fabrikam.com';
const SECRETS: Record<string, string> = {
  KEY: 'TOPSECRET0TOPSECRET1TOPSECRET234',
  URL: `https://${HOST}/services/TOPSECRET`,
  STRANGE: `https://${STRANGE}/services/TOPSECRET`,
  NOWHERE: 'https://nowhere.contoso.com/services/TOPSECRET',
  SECRET: `whsec_${Buffer.from('TOPSECRET'.repeat(4)).toString('base64')}`,
};
const SECRET_TEXT = /TOPSECRET|whsec_[A-Za-z0-9+/]{8}|hooks\.\w|nowhere|events\.\w|https?:\/\//;

let receiver: HttpsStandIn;
let strange: HttpsStandIn;

before(async () => {
  receiver = await startHttps(await (await trustedAuthority()).issue([HOST, 'events.eu.pagerduty.com']));
  strange = await startHttps(await (await strangeAuthority()).issue([STRANGE]));
  mapNames([
    { name: HOST, port: 443, to: receiver.port },
    { name: 'events.eu.pagerduty.com', port: 443, to: receiver.port },
    { name: STRANGE, port: 443, to: strange.port },
  ]);
});
beforeEach(() => {
  receiver.requests.length = 0;
});
after(() => Promise.all([receiver.close(), strange.close()]));

const at = (setting: string): Record<'pagerDuty' | 'slack' | 'webhook', Channel> => ({
  pagerDuty: { type: 'pagerDuty', name: 'on-call', routingKey: { setting: 'KEY' }, serviceRegion: 'eu' },
  slack: { type: 'slack', name: 'ops', url: { setting }, allowPrivateAddresses: false },
  webhook: {
    type: 'webhook',
    name: 'own',
    url: { setting },
    secret: { setting: 'SECRET' },
    allowPrivateAddresses: false,
  },
});

async function deliver(
  channel: Channel,
  given: { compact?: boolean; timeoutMs?: number } = {},
): Promise<DeliveryResult> {
  const options = { timeoutMs: given.timeoutMs ?? 5_000, context: CONTEXT };
  const result = await createChannel(channel, ({ setting }) => SECRETS[setting], options).deliver(NOTICE, {
    compact: given.compact ?? false,
    entryId: ENTRY_ID,
  });
  assert.doesNotMatch(JSON.stringify(result), SECRET_TEXT);
  return result;
}
const said = (result: DeliveryResult) => (result.ok ? result.detail : result.message);

for (const [name, channel] of Object.entries(at('URL'))) {
  describe(name, () => {
    test('posts JSON once, and claims no more than the answer says', async () => {
      receiver.answer = answers(202);
      const result = await deliver(channel);
      assert.match(result.ok ? result.detail : '', /^accepted by (the |PagerDuty)/);
      assert.equal(receiver.requests.length, 1);
      const { method, headers, body } = receiver.requests[0] ?? assert.fail('no request');
      assert.equal(method, 'POST');
      assert.match(headers['content-type'] ?? '', /^application\/json/);
      assert.equal(headers['content-length'], String(Buffer.byteLength(body)));
      assert.match(JSON.stringify(JSON.parse(body)), /LagUnknown/);
    });

    test('the compact message is smaller on the wire', async () => {
      receiver.answer = answers(202);
      await deliver(channel);
      await deliver(channel, { compact: true });
      const [full, compact] = receiver.requests.map(({ body }) => body.length);
      assert.ok((compact ?? 0) < (full ?? 0) * 0.9, `${compact} of ${full}`);
    });

    test('trouble on the other side is worth another try, after the time that it asks for', async () => {
      for (const status of [408, 429, 500, 502, 503, 504]) {
        receiver.answer = answers(status, { 'retry-after': '7' });
        const result = await deliver(channel);
        assert.equal(!result.ok && result.retry && result.retryAfterMs, 7_000, String(status));
        assert.match(said(result), new RegExp(`answered ${status}`));
      }
    });

    test('413 asks for the compact message', async () => {
      receiver.answer = answers(413);
      const result = await deliver(channel);
      assert.equal(!result.ok && !result.retry && result.tooLarge, true);
    });

    test('what will never be accepted is given up, with what to do', async () => {
      for (const status of [400, 401, 403, 404, 410, 418]) {
        receiver.answer = answers(status);
        const result = await deliver(channel);
        assert.equal(!result.ok && !result.retry && result.tooLarge !== true, true, String(status));
        assert.match(said(result), new RegExp(`answered ${status}: .{20,}\\.$`));
      }
    });

    test('a redirect is not followed, inside or out', async () => {
      for (const [status, location] of [
        [301, `https://${HOST}/elsewhere`],
        [307, 'https://169.254.169.254/metadata'],
        [308, 'http://127.0.0.1/'],
      ] as const) {
        receiver.requests.length = 0;
        receiver.answer = answers(status, { location });
        const result = await deliver(channel);
        assert.equal(!result.ok && !result.retry, true);
        assert.match(said(result), /points to another address, which is not followed/);
        assert.equal(receiver.requests.length, 1);
      }
    });

    test('an error’s body is never quoted, however long', async () => {
      for (const body of [
        `at https://${HOST}/services/TOPSECRET`,
        'x'.repeat(200_000),
        '{"errors":["TOPSECRET"]}',
        '<html>',
      ]) {
        receiver.answer = answers(400, {}, body);
        const result = await deliver(channel);
        assert.equal(!result.ok && !result.retry, true);
        assert.ok(said(result).length < 400, said(result));
      }
    });

    test('a receiver that never answers, or never ends its error, is given up at the deadline', async () => {
      const starts = performance.now();
      receiver.answer = () => undefined;
      assert.match(said(await deliver(channel, { timeoutMs: 300 })), /gave no answer within 300 ms/);
      receiver.answer = (response) => {
        response.writeHead(400);
        response.write('{"error":');
      };
      const result = await deliver(channel, { timeoutMs: 300 });
      assert.equal(!result.ok && result.retry, true);
      assert.match(said(result), /gave no answer within 300 ms/);
      assert.ok(performance.now() - starts < 3_000);
    });

    test('a success whose body never ends is a success', async () => {
      receiver.answer = (response) => {
        response.writeHead(200);
        response.write('o');
      };
      assert.equal((await deliver(channel, { timeoutMs: 1_000 })).ok, true);
    });

    test('a connection that is reset is worth another try', async () => {
      receiver.answer = (response) => void response.socket?.destroy();
      const result = await deliver(channel);
      assert.equal(!result.ok && result.retry, true);
      assert.match(said(result), /could not be reached/);
    });
  });
}

for (const type of ['slack', 'webhook'] as const) {
  test(`${type}: a stranger’s certificate is refused before the message leaves`, async () => {
    const result = await deliver(at('STRANGE')[type]);
    assert.match(said(result), /certificate that was not accepted \([A-Z_]+\), so nothing was sent/);
    assert.equal(strange.requests.length, 0);
  });

  test(`${type}: a name that does not exist says so`, async () => {
    const result = await deliver(at('NOWHERE')[type]);
    assert.equal(!result.ok && result.retry, true);
    assert.match(said(result), /could not be resolved \(ENOTFOUND\)/);
  });
}

test('Slack’s own word for a fault is shown, and too much of it asks for the message without blocks', async () => {
  const { slack } = at('URL');
  receiver.answer = answers(404, {}, 'no_service');
  assert.match(said(await deliver(slack)), /answered 404 \(no_service\)/);
  for (const word of ['invalid_blocks', 'msg_blocks_too_long']) {
    receiver.answer = answers(400, {}, word);
    const result = await deliver(slack);
    assert.equal(!result.ok && !result.retry && result.tooLarge, true, word);
  }
});

test('PagerDuty’s word on the key is told apart from its word on the event', async () => {
  const { pagerDuty } = at('URL');
  for (const body of [
    'Invalid routing key',
    '{"errors":["Length of \'routing_key\' is incorrect (should be 32 characters)"]}',
  ]) {
    receiver.answer = answers(400, {}, body);
    assert.match(said(await deliver(pagerDuty)), /does not know the routing key/);
  }
  receiver.answer = answers(400, {}, '{"errors":["\'payload.summary\' is missing or blank"]}');
  assert.match(said(await deliver(pagerDuty)), /a defect of Geowarden/);
});

test('a webhook that is gone is asked no more', async () => {
  receiver.answer = answers(410);
  assert.match(said(await deliver(at('URL').webhook)), /wants no more messages\. Remove the channel/);
});
