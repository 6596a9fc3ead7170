import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { createChannel } from '../../../shared/adapters/channels/createChannel.ts';
import type { DeliveryResult } from '../../../shared/alerting/ports.ts';
import { CONTEXT, ENTRY_ID, NOTICE } from './notice.ts';
import { answers, type HttpsStandIn, mapNames, startHttps, strangeAuthority, trustedAuthority } from './servers.ts';

const HOST = 'prod-17.westeurope.logic.azure.com';
const STRANGE = 'prod-18.westeurope.logic.azure.com';
const PROXY = 'teams-proxy.contoso.com';
const URL_TEXT = `https://${HOST}/workflows/abc/triggers/manual/paths/invoke?api-version=2016-06-01&sig=TOPSECRET`;

let teams: HttpsStandIn;
let strange: HttpsStandIn;

before(async () => {
  teams = await startHttps(await (await trustedAuthority()).issue([HOST, PROXY]));
  strange = await startHttps(await (await strangeAuthority()).issue([STRANGE]));
  mapNames([
    { name: HOST, port: 443, to: teams.port },
    { name: PROXY, port: 443, to: teams.port },
    { name: STRANGE, port: 443, to: strange.port },
  ]);
});
beforeEach(() => {
  teams.requests.length = 0;
});
after(() => Promise.all([teams.close(), strange.close()]));

function deliver(
  secret: string | undefined,
  options: { compact?: boolean; timeoutMs?: number } = {},
): Promise<DeliveryResult> {
  const channel = createChannel({ type: 'teams', name: 'ops', url: { setting: 'TEAMS_URL' } }, () => secret, {
    timeoutMs: options.timeoutMs ?? 5_000,
    context: CONTEXT,
  });
  return channel.deliver(NOTICE, { compact: options.compact ?? false, entryId: ENTRY_ID });
}

/** A result without an address or a secret in it. */
function clean(result: DeliveryResult): DeliveryResult {
  assert.doesNotMatch(JSON.stringify(result), /TOPSECRET|sig=|logic\.azure|workflows\/abc|https?:\/\/\w/);
  return result;
}

test('a card arrives in the envelope that Workflows takes, and the receipt claims no more than 202 says', async () => {
  teams.answer = answers(202);
  const result = clean(await deliver(URL_TEXT));
  assert.deepEqual(result, { ok: true, detail: 'accepted by Teams Workflows (queued, not proven posted)' });
  assert.equal(teams.requests.length, 1);
  const { method, url, headers, body } = teams.requests[0] ?? assert.fail('no request');
  assert.equal(method, 'POST');
  assert.equal(url, '/workflows/abc/triggers/manual/paths/invoke?api-version=2016-06-01&sig=TOPSECRET');
  assert.match(headers['content-type'] ?? '', /^application\/json/);
  const message = JSON.parse(body) as { type: string; attachments: Array<Record<string, unknown>> };
  assert.equal(message.type, 'message');
  assert.equal(message.attachments.length, 1);
  assert.equal(message.attachments[0]?.contentType, 'application/vnd.microsoft.card.adaptive');
  assert.equal(message.attachments[0]?.contentUrl, null);
  const card = message.attachments[0]?.content as { version: string; body: unknown[] };
  assert.equal(card.version, '1.5');
  assert.match(JSON.stringify(card.body), /LagUnknown/);
});

test('any other success claims even less', async () => {
  teams.answer = answers(200, {}, 'ok');
  const result = clean(await deliver(URL_TEXT));
  assert.deepEqual(result, { ok: true, detail: 'answered 200 by the webhook (not proven posted)' });
});

test('the compact card is smaller on the wire', async () => {
  teams.answer = answers(202);
  await deliver(URL_TEXT);
  await deliver(URL_TEXT, { compact: true });
  const [full, compact] = teams.requests.map((request) => request.body.length);
  assert.ok((compact ?? 0) < (full ?? 0) * 0.8, `${compact} of ${full}`);
});

test('429 is tried again after the time that Teams asks for', async () => {
  teams.answer = answers(429, { 'retry-after': '7' });
  const result = clean(await deliver(URL_TEXT));
  assert.equal(!result.ok && result.retry && result.retryAfterMs, 7_000);
  teams.answer = answers(429, { 'retry-after': new Date(Date.now() + 30_000).toUTCString() });
  const dated = await deliver(URL_TEXT);
  const wait = !dated.ok && dated.retry ? (dated.retryAfterMs ?? 0) : 0;
  assert.ok(wait > 20_000 && wait <= 30_000, String(wait));
});

test('trouble on the other side is worth another try', async () => {
  for (const status of [408, 429, 500, 502, 503, 504]) {
    teams.answer = answers(status);
    const result = clean(await deliver(URL_TEXT));
    assert.equal(!result.ok && result.retry, true, String(status));
    assert.match(result.ok ? '' : result.message, new RegExp(`answered ${status}`));
  }
});

test('413 asks for the compact card', async () => {
  teams.answer = answers(413);
  const result = clean(await deliver(URL_TEXT));
  assert.equal(!result.ok && !result.retry && result.tooLarge, true);
});

test('what will never be accepted says what to do', async () => {
  const says: Array<[number, RegExp]> = [
    [400, /begins with “When a Teams webhook request is received”/],
    [401, /Copy the address from the workflow again/],
    [403, /Copy the address from the workflow again/],
    [404, /deleted or switched off, or its owner left/],
    [410, /deleted or switched off/],
    [418, /Look at the runs of the workflow/],
  ];
  for (const [status, expected] of says) {
    teams.answer = answers(status);
    const result = clean(await deliver(URL_TEXT));
    assert.equal(!result.ok && !result.retry && result.tooLarge !== true, true, String(status));
    assert.match(result.ok ? '' : result.message, expected);
  }
});

test('the code of an error body is shown, its text is not', async () => {
  const body = JSON.stringify({ error: { code: 'TriggerInputSchemaMismatch', message: `input at ${URL_TEXT}` } });
  teams.answer = answers(400, { 'content-type': 'application/json' }, body);
  const result = clean(await deliver(URL_TEXT));
  assert.match(result.ok ? '' : result.message, /400 \(TriggerInputSchemaMismatch\)/);
  teams.answer = answers(400, {}, JSON.stringify({ error: { code: `x ${URL_TEXT}` } }));
  clean(await deliver(URL_TEXT));
  teams.answer = answers(500, {}, '<html>not JSON</html>');
  assert.match(JSON.stringify(clean(await deliver(URL_TEXT))), /answered 500:/);
  teams.answer = answers(400, {}, 'x'.repeat(100_000));
  assert.match(JSON.stringify(clean(await deliver(URL_TEXT))), /answered 400:/);
});

test('a redirect is not followed, because the address is a secret', async () => {
  teams.answer = answers(302, { location: `https://${PROXY}/elsewhere` });
  const result = clean(await deliver(URL_TEXT));
  assert.equal(!result.ok && !result.retry, true);
  assert.equal(teams.requests.length, 1);
});

test('a webhook that never answers is given up at the deadline', async () => {
  teams.answer = () => undefined;
  const startedMs = performance.now();
  const result = clean(await deliver(URL_TEXT, { timeoutMs: 300 }));
  assert.equal(!result.ok && result.retry, true);
  assert.match(result.ok ? '' : result.message, /gave no answer within 300 ms/);
  assert.ok(performance.now() - startedMs < 2_000);
});

test('an error body that never ends is given up at the deadline', async () => {
  teams.answer = (response) => {
    response.writeHead(400);
    response.write('{"error":');
  };
  const result = clean(await deliver(URL_TEXT, { timeoutMs: 300 }));
  assert.match(result.ok ? '' : result.message, /within 300 ms/);
});

test('a connection that is reset is worth another try', async () => {
  teams.answer = (response) => void response.socket?.destroy();
  const result = clean(await deliver(URL_TEXT));
  assert.equal(!result.ok && result.retry, true);
  assert.match(result.ok ? '' : result.message, /could not be reached/);
});

test('a certificate of a stranger is refused before the card leaves', async () => {
  const result = clean(await deliver(`https://${STRANGE}/workflows/abc?sig=TOPSECRET`));
  assert.match(result.ok ? '' : result.message, /certificate that was not accepted \([A-Z_]+\), so nothing was sent/);
  assert.equal(strange.requests.length, 0);
});

test('a name that does not exist says so', async () => {
  const result = clean(await deliver('https://prod-99.westeurope.logic.azure.com/workflows/abc?sig=TOPSECRET'));
  assert.equal(!result.ok && result.retry, true);
  assert.match(result.ok ? '' : result.message, /name that could not be resolved \(ENOTFOUND\)/);
});

test('a setting that is missing, no address, or not HTTPS names the setting and sends nothing', async () => {
  const missing = clean(await deliver(undefined));
  assert.equal(!missing.ok && missing.retry, true);
  assert.match(missing.ok ? '' : missing.message, /app setting TEAMS_URL .* missing or empty/);
  for (const wrong of [
    'not an address',
    'http://prod-17.westeurope.logic.azure.com/?sig=TOPSECRET',
    'https://a:b@x.logic.azure.com/',
  ]) {
    const result = clean(await deliver(wrong));
    assert.equal(!result.ok && !result.retry, true, wrong);
    assert.match(result.ok ? '' : result.message, /HTTPS address of a Teams workflow/);
  }
  assert.equal(teams.requests.length, 0);
});

test('an address at an unknown host is used, with a warning in the receipt', async () => {
  teams.answer = answers(202);
  const result = clean(await deliver(`https://${PROXY}/workflows/abc?sig=TOPSECRET`));
  assert.match(result.ok ? result.detail : '', /queued, not proven posted\); its host is none of those/);
});
