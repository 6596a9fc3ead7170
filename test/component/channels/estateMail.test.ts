/** The product's mails against the estate's relay and its Azure Communication Services, which know nothing of the product. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type CommunicationEmail, createCommunicationEmail } from '../../../local/estate/mail/communicationEmail.ts';
import { type Smtp, startSmtp } from '../../../local/estate/mail/smtp.ts';
import { createChannel } from '../../../shared/adapters/channels/createChannel.ts';
import type { DeliveryResult } from '../../../shared/alerting/ports.ts';
import type { Channel } from '../../../shared/config/types.ts';
import { CONTEXT, notices } from '../../unit/notify/notices.ts';
import { outageNotices } from '../../unit/notify/outageNotices.ts';
import { assertDecides, question, SIGNING, TOKEN } from './approval.ts';
import { ENTRY_ID, NOTICE } from './notice.ts';
import { type HttpsStandIn, mapNames, startHttps, trustedAuthority } from './servers.ts';

type Mood = 'ok' | 'throttled' | 'tooLarge' | 'failing' | 'silent';

const RELAY = 'relay.contoso.com';
const PASSWORD = 'TOPSECRET';
const world: { mood: Mood } = { mood: 'ok' };
const model = { channelState: () => world.mood };
const clock = { now: () => Date.now() };

let smtp: Smtp;
let azure: CommunicationEmail;
let listener: HttpsStandIn;

before(async () => {
  const authority = await trustedAuthority();
  azure = createCommunicationEmail({ model, clock });
  const host = new URL(/endpoint=([^;]+)/.exec(azure.connectionString)?.[1] ?? '').hostname;
  smtp = await startSmtp({ model, clock, user: 'geowarden', password: PASSWORD, ...(await authority.issue([RELAY])) });
  listener = await startHttps(await authority.issue([host]));
  listener.answer = async (response, seen) => {
    const headers = Object.fromEntries(Object.entries(seen.headers).map(([key, value]) => [key, String(value)]));
    const url = new URL(seen.url, `https://${host}`);
    const request = { method: seen.method, url, headers, body: Buffer.from(seen.body), fromRegion: 'uksouth' };
    const reply = await azure.site.handle(request);
    if ('status' in reply) response.writeHead(reply.status, reply.headers).end(reply.body);
  };
  mapNames([
    { name: RELAY, port: 587, to: smtp.port },
    { name: host, port: 443, to: listener.port },
  ]);
});
beforeEach(() => {
  world.mood = 'ok';
});
after(() => Promise.all([smtp.close(), listener.close()]));

const to = ['oncall@contoso.com'];

function channel(type: 'smtp' | 'communicationEmail', timeoutMs = 5_000, secret?: string, context = CONTEXT) {
  const settings: Channel =
    type === 'smtp'
      ? {
          type,
          name: 'mail',
          host: RELAY,
          port: 587,
          user: 'geowarden',
          password: { setting: 'S' },
          from: 'gw@contoso.com',
          to,
        }
      : { type, name: 'mail', connectionString: { setting: 'S' }, from: azure.sender, to };
  const right = type === 'smtp' ? PASSWORD : azure.connectionString;
  return createChannel(settings, () => secret ?? right, { timeoutMs, context });
}

const says = (result: DeliveryResult) => (result.ok ? result.detail : result.message);

test('every mail arrives by SMTP, both parts and the headers that rules match on', async () => {
  for (const [name, notice] of notices()) {
    const result = await channel('smtp').deliver(notice, { compact: false, entryId: notice.id });
    assert.equal(result.ok, true, `${name}: ${says(result)}`);
    const mail = smtp.messages().at(-1) ?? assert.fail('no mail');
    assert.equal(mail.accepted, true);
    assert.match(mail.html, /What it means/);
    assert.match(mail.text, /What it means/);
    const headers = new Map(Object.entries(mail.headers).map(([key, value]) => [key.toLowerCase(), value]));
    assert.equal(headers.get('x-geowarden-condition'), notice.condition);
    assert.equal(headers.get('x-geowarden-reason'), notice.reason);
  }
});

test('a mail is sent out by Communication Services, signature and API version accepted', async () => {
  const result = await channel('communicationEmail').deliver(NOTICE, { compact: false, entryId: ENTRY_ID });
  assert.equal(result.ok, true, says(result));
  assert.match(says(result), /sent by Azure Communication Services/);
  const mail = azure.messages().at(-1) ?? assert.fail('no mail');
  assert.equal(mail.accepted, true);
  assert.deepEqual(mail.to, to);
  const headers = new Map(Object.entries(mail.headers).map(([key, value]) => [key.toLowerCase(), value]));
  assert.equal(headers.get('x-geowarden-condition'), 'LagUnknown');
});

test('every mail about an outage is sent out by Communication Services, both parts', async () => {
  for (const [name, notice] of outageNotices()) {
    const result = await channel('communicationEmail').deliver(notice, { compact: false, entryId: notice.id });
    assert.equal(result.ok, true, `${name}: ${says(result)}`);
    const mail = azure.messages().at(-1) ?? assert.fail('no mail');
    assert.match(mail.html, /What it means/);
    assert.match(mail.text, /What it means/);
  }
});

test('a question about 50 databases arrives with a link that decides, in both parts, and no receipt holds its token', async () => {
  for (const [type, box] of [
    ['smtp', smtp],
    ['communicationEmail', azure],
  ] as const) {
    for (const compact of [false, true]) {
      const result = await channel(type, 5_000, undefined, SIGNING).deliver(question(50), {
        compact,
        entryId: ENTRY_ID,
      });
      assert.equal(result.ok, true, says(result));
      assert.equal(says(result).includes(TOKEN), false);
      const mail = box.messages().at(-1) ?? assert.fail('no mail');
      const inText = /https:\S+\/decision\?token=\S+/.exec(mail.text)?.[0] ?? assert.fail('no link in the text');
      assertDecides(inText);
      const inHtml = /href="([^"]+\/decision\?token=[^"]+)"/.exec(mail.html)?.[1];
      assert.equal(inHtml, compact ? undefined : inText);
      assert.match(mail.text, /\naz sql db replica set-primary --name stock-49 .* --allow-data-loss\r?\n/);
    }
  }
});

test('a question that a mail server refuses leaves no token in the error', async () => {
  for (const type of ['smtp', 'communicationEmail'] as const) {
    for (const mood of ['throttled', 'failing', 'silent', 'tooLarge'] as const) {
      world.mood = mood;
      const result = await channel(type, 1_000, undefined, SIGNING).deliver(question(2), {
        compact: false,
        entryId: ENTRY_ID,
      });
      assert.equal(result.ok, false);
      assert.equal(/token=/.test(says(result)) || says(result).includes(TOKEN), false, `${type} ${mood}`);
    }
  }
});

test('a compact mail is text alone', async () => {
  for (const [type, box] of [
    ['smtp', smtp],
    ['communicationEmail', azure],
  ] as const) {
    const result = await channel(type).deliver(NOTICE, { compact: true, entryId: ENTRY_ID });
    assert.equal(result.ok, true, says(result));
    const mail = box.messages().at(-1);
    assert.equal(mail?.html ?? '', '');
    assert.match(mail?.text ?? '', /What to do now/);
  }
});

test('each mood of both is understood', async () => {
  const expected: Array<[Mood, (result: DeliveryResult) => boolean]> = [
    ['throttled', (result) => !result.ok && result.retry],
    ['failing', (result) => !result.ok && result.retry],
    ['silent', (result) => !result.ok && result.retry],
    ['tooLarge', (result) => !result.ok && !result.retry && result.tooLarge === true],
  ];
  for (const type of ['smtp', 'communicationEmail'] as const) {
    for (const [mood, understood] of expected) {
      world.mood = mood;
      const result = await channel(type, 1_000).deliver(NOTICE, { compact: false, entryId: ENTRY_ID });
      assert.ok(understood(result), `${type} ${mood}: ${JSON.stringify(result)}`);
    }
  }
});

test('a wrong password and a wrong key are told as such, and not repeated', async () => {
  const login = await channel('smtp', 5_000, 'TOPSECRET2').deliver(NOTICE, { compact: false, entryId: ENTRY_ID });
  assert.match(says(login), /did not accept user and password/);
  const wrong = azure.connectionString.replace(
    /accesskey=.*/,
    `accesskey=${Buffer.from('TOPSECRET2').toString('base64')}`,
  );
  const key = await channel('communicationEmail', 5_000, wrong).deliver(NOTICE, { compact: false, entryId: ENTRY_ID });
  assert.match(says(key), /Copy the connection string/);
  assert.doesNotMatch(says(login) + says(key), /TOPSECRET|accesskey/);
});
