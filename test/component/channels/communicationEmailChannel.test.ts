import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { operationId } from '../../../shared/adapters/channels/communicationEmail/operationId.ts';
import { createChannel } from '../../../shared/adapters/channels/createChannel.ts';
import type { DeliveryResult } from '../../../shared/alerting/ports.ts';
import { CONTEXT, ENTRY_ID, NOTICE } from './notice.ts';
import {
  type Answer,
  answers,
  type HttpsStandIn,
  mapNames,
  startHttps,
  strangeAuthority,
  trustedAuthority,
} from './servers.ts';

const HOST = 'contoso-mail.europe.communication.azure.com';
const STRANGE = 'stranger.europe.communication.azure.com';
const KEY = Buffer.from('TOPSECRETTOPSECRET').toString('base64');
const CONNECTION = `endpoint=https://${HOST}/;accesskey=${KEY}`;

let azure: HttpsStandIn;
let strange: HttpsStandIn;

before(async () => {
  azure = await startHttps(await (await trustedAuthority()).issue([HOST]));
  strange = await startHttps(await (await strangeAuthority()).issue([STRANGE]));
  mapNames([
    { name: HOST, port: 443, to: azure.port },
    { name: STRANGE, port: 443, to: strange.port },
  ]);
});
beforeEach(() => {
  azure.requests.length = 0;
});
after(() => Promise.all([azure.close(), strange.close()]));

async function deliver(options: { connection?: string | undefined; timeoutMs?: number } = {}): Promise<DeliveryResult> {
  const channel = createChannel(
    {
      type: 'communicationEmail',
      name: 'mail',
      connectionString: { setting: 'ACS' },
      from: 'DoNotReply@contoso.azurecomm.net',
      to: ['one@contoso.com', 'two@contoso.com'],
    },
    () => ('connection' in options ? options.connection : CONNECTION),
    { timeoutMs: options.timeoutMs ?? 5_000, context: CONTEXT },
  );
  const result = await channel.deliver(NOTICE, { compact: false, entryId: ENTRY_ID });
  const text = JSON.stringify(result);
  assert.ok(!text.includes(KEY) && !text.includes(HOST) && !text.includes('@'), `an address or a secret in ${text}`);
  return result;
}

const message = (result: DeliveryResult) => (result.ok ? result.detail : result.message);
const json = { 'content-type': 'application/json' };

/** Takes the mail, and answers the questions how it fares with these statuses, the last one for ever. */
function operation(...statuses: string[]): Answer {
  let asked = 0;
  return (response, request) => {
    const id = operationId(ENTRY_ID);
    if (request.method === 'POST') {
      const location = `https://${HOST}/emails/operations/${id}?api-version=2025-09-01`;
      response.writeHead(202, { ...json, 'operation-location': location, 'retry-after': '0' });
      response.end(JSON.stringify({ id, status: 'Running', error: null }));
      return;
    }
    const status = statuses[Math.min(asked, statuses.length - 1)] ?? 'Running';
    asked += 1;
    const error =
      status === 'Failed' ? { code: 'EmailDroppedAllRecipientsSuppressed', message: 'one@contoso.com' } : null;
    response.writeHead(200, { ...json, 'retry-after': '0' }).end(JSON.stringify({ id, status, error }));
  };
}

test('a mail is followed to its end, and only a mail that was sent out gets a receipt', async () => {
  azure.answer = operation('Running', 'Succeeded');
  const result = await deliver();
  assert.deepEqual(result, {
    ok: true,
    detail: `sent by Azure Communication Services, operation ${operationId(ENTRY_ID)} (not proven read)`,
  });
  assert.deepEqual(
    azure.requests.map((request) => request.method),
    ['POST', 'GET', 'GET'],
  );
  const { url, headers, body } = azure.requests[0] ?? assert.fail('no request');
  assert.match(url, /^\/emails:send\?api-version=/);
  assert.equal(headers['operation-id'], operationId(ENTRY_ID));
  assert.match(headers.authorization ?? '', /^HMAC-SHA256 /);
  const mail = JSON.parse(body) as Record<string, unknown> & { content: Record<string, string> };
  assert.equal(mail.senderAddress, 'DoNotReply@contoso.azurecomm.net');
  assert.deepEqual(mail.recipients, { to: [{ address: 'one@contoso.com' }, { address: 'two@contoso.com' }] });
  assert.deepEqual(mail.headers, {
    'X-Geowarden-Condition': 'LagUnknown',
    'X-Geowarden-Reason': 'first',
    'X-Geowarden-Notice': NOTICE.id,
  });
  assert.equal(mail.userEngagementTrackingDisabled, true);
  assert.match(mail.content.html ?? '', /What it means/);
  assert.match(mail.content.plainText ?? '', /What it means/);
});

test('a second try of the same entry bears the same operation id', async () => {
  azure.answer = operation('Succeeded');
  await deliver();
  await deliver();
  const ids = azure.requests
    .filter((request) => request.method === 'POST')
    .map((request) => request.headers['operation-id']);
  assert.deepEqual(ids, [operationId(ENTRY_ID), operationId(ENTRY_ID)]);
});

test('a mail that Azure took and then dropped has failed, with its code', async () => {
  for (const statuses of [['Failed'], ['Running', 'Failed']]) {
    azure.answer = operation(...statuses);
    const result = await deliver();
    assert.equal(!result.ok && !result.retry, true, message(result));
    assert.match(message(result), /ended with Failed \(EmailDroppedAllRecipientsSuppressed\)/);
  }
  azure.answer = operation('Running', 'Canceled');
  const canceled = await deliver();
  assert.equal(!canceled.ok && !canceled.retry, true, message(canceled));
  assert.match(message(canceled), /ended with Canceled/);
});

test('the sending limit is kept, for as long as Azure asks', async () => {
  azure.answer = answers(
    429,
    { ...json, 'retry-after': '45' },
    '{"error":{"code":"TooManyRequests","message":"slow down"}}',
  );
  const result = await deliver();
  assert.equal(!result.ok && result.retry && result.retryAfterMs, 45_000, message(result));
  assert.match(message(result), /answered 429 \(TooManyRequests\)/);
  assert.equal(azure.requests.length, 1, 'the outbox retries, not the SDK');
});

test('trouble on the other side is worth another try, one request each', async () => {
  for (const status of [408, 409, 500, 503]) {
    azure.requests.length = 0;
    azure.answer = answers(status, json, '{"error":{"code":"Busy","message":"x"}}');
    const result = await deliver();
    assert.equal(!result.ok && result.retry, true, `${status}: ${message(result)}`);
    assert.equal(azure.requests.length, 1, String(status));
  }
});

test('what will never be accepted says what to do', async () => {
  const says: Array<[number, RegExp]> = [
    [400, /Check the addresses in from and to/],
    [401, /Copy the connection string/],
    [403, /Copy the connection string/],
    [404, /domain is not connected/],
    [422, /email logs/],
  ];
  for (const [status, expected] of says) {
    azure.answer = answers(status, json, '{"error":{"code":"Denied","message":"one@contoso.com"}}');
    const result = await deliver();
    assert.equal(!result.ok && !result.retry, true, String(status));
    assert.match(message(result), expected);
  }
});

test('413 is told as too large', async () => {
  azure.answer = answers(413, json, '{}');
  const result = await deliver();
  assert.equal(!result.ok && !result.retry && result.tooLarge, true);
});

test('a mail that never ends, and a service that never answers, are given up at the deadline', async () => {
  azure.answer = operation('Running');
  assert.match(message(await deliver({ timeoutMs: 400 })), /within 400 ms/);
  azure.answer = () => undefined;
  const result = await deliver({ timeoutMs: 400 });
  assert.equal(!result.ok && result.retry, true);
  assert.match(message(result), /within 400 ms/);
});

test('a reset, a stranger’s certificate and an unknown name are worth another try, and say what they were', async () => {
  azure.answer = (response) => void response.socket?.destroy();
  assert.match(message(await deliver()), /could not be reached/);
  const stranger = await deliver({ connection: `endpoint=https://${STRANGE}/;accesskey=${KEY}` });
  assert.match(message(stranger), /certificate that was not accepted/);
  assert.equal(strange.requests.length, 0);
  const nobody = await deliver({ connection: `endpoint=https://nobody.communication.azure.com/;accesskey=${KEY}` });
  assert.match(message(nobody), /name that could not be resolved/);
});

test('a connection string that is missing or malformed names the setting', async () => {
  const missing = await deliver({ connection: undefined });
  assert.equal(!missing.ok && missing.retry, true);
  assert.match(message(missing), /app setting ACS .* missing or empty/);
  for (const connection of ['nonsense', `endpoint=http://${HOST}/;accesskey=${KEY}`, `endpoint=https://${HOST}/`]) {
    const result = await deliver({ connection });
    assert.equal(!result.ok && !result.retry, true, connection);
    assert.match(message(result), /app setting ACS was expected to hold endpoint=https:\/\/…;accesskey=…/);
  }
  assert.equal(azure.requests.length, 0);
});
