import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createTransport, type SentMessageInfo, type Transporter } from 'nodemailer';
import { createCertificateAuthority } from '../../../../local/estate/certificates/certificateAuthority.ts';
import { type Smtp, startSmtp } from '../../../../local/estate/mail/smtp.ts';

type Mood = 'ok' | 'throttled' | 'tooLarge' | 'failing' | 'silent';

const NAME = 'smtp.contoso.example';
const LOGIN = { user: 'geowarden', password: 'a-relay-password' };
const MAIL = {
  from: 'Geowarden <geowarden@contoso.example>',
  to: 'dba@contoso.example',
  subject: 'Lag is high',
  text: 'Plain',
  html: '<b>Bold</b>',
};

interface SmtpError extends Error {
  code?: string;
  responseCode?: number;
  response?: string;
}

describe('the SMTP relay', () => {
  let folder = '';
  let ca = '';
  let certificate = { key: '', cert: '' };
  let mood: Mood = 'ok';
  let smtp: Smtp;
  const transports: Transporter[] = [];

  const start = (maxBytes?: number): Promise<Smtp> =>
    startSmtp({
      model: { channelState: () => mood },
      clock: { now: () => 1_000_000 },
      ...certificate,
      ...LOGIN,
      ...(maxBytes === undefined ? {} : { maxBytes }),
    });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'estate-mail-'));
    const authority = await createCertificateAuthority(folder);
    ca = authority.certificate;
    certificate = await authority.issue([NAME]);
    smtp = await start();
  });
  after(async () => {
    for (const transport of transports) transport.close();
    await smtp.close();
    await rm(folder, { recursive: true });
  });

  const send = (
    options: Record<string, unknown> = {},
    mail: Record<string, unknown> = {},
  ): Promise<SentMessageInfo> => {
    const transport = createTransport({
      host: '127.0.0.1',
      port: smtp.port,
      secure: false,
      requireTLS: true,
      connectionTimeout: 5000,
      greetingTimeout: 5000,
      socketTimeout: 5000,
      auth: { user: LOGIN.user, pass: LOGIN.password },
      tls: { servername: NAME, ca },
      ...options,
    });
    transports.push(transport);
    return transport.sendMail({ ...MAIL, ...mail });
  };
  const failure = async (
    options: Record<string, unknown> = {},
    mail: Record<string, unknown> = {},
  ): Promise<SmtpError> => {
    try {
      await send(options, mail);
    } catch (error) {
      return error as SmtpError;
    }
    return assert.fail('the relay should have refused');
  };

  it('takes a mail over STARTTLS and shows it as its readers would see it', async () => {
    const sent = await send(
      {},
      {
        subject: 'Verzögerung – 12 s',
        to: ['dba@contoso.example', 'boss@contoso.example'],
        bcc: 'log@contoso.example',
      },
    );
    assert.deepEqual(sent.accepted, ['dba@contoso.example', 'boss@contoso.example', 'log@contoso.example']);
    const mail = smtp.messages().at(-1);
    assert.equal(mail?.subject, 'Verzögerung – 12 s');
    assert.equal(mail?.from, 'geowarden@contoso.example');
    assert.deepEqual(mail?.to, ['dba@contoso.example', 'boss@contoso.example', 'log@contoso.example']);
    assert.equal(mail?.html.trim(), '<b>Bold</b>');
    assert.equal(mail?.text.trim(), 'Plain');
    assert.match(mail?.headers['message-id'] ?? '', /^<.+@.+>$/);
    assert.deepEqual([mail?.via, mail?.accepted, mail?.atMs], ['smtp', true, 1_000_000]);
  });

  it('keeps custom headers, which carry what a message is about', async () => {
    await send({}, { headers: { 'X-Geowarden-Alert': 'LagHigh' } });
    assert.equal(smtp.messages().at(-1)?.headers['x-geowarden-alert'], 'LagHigh');
  });

  it('presents the certificate that it was given: a client without the authority refuses it', async () => {
    const error = await failure({ tls: { servername: NAME } });
    assert.match(error.message, /certificate|self.signed|issuer/i);
    const misnamed = await failure({ tls: { servername: 'other.example', ca } });
    assert.match(misnamed.message, /altnames|does not match/i);
  });

  it('refuses a wrong login with 535, and no login with 530', async () => {
    const before = smtp.messages().length;
    const wrong = await failure({ auth: { user: LOGIN.user, pass: 'wrong-password' } });
    assert.deepEqual([wrong.code, wrong.responseCode], ['EAUTH', 535]);
    assert.equal(wrong.message.includes('wrong-password'), false);
    const stranger = await failure({ auth: { user: 'stranger', pass: LOGIN.password } });
    assert.equal(stranger.responseCode, 535);
    const anonymous = await failure({ auth: undefined });
    assert.equal(anonymous.responseCode, 530);
    assert.equal(smtp.messages().length, before);
  });

  it('offers no login before TLS', async () => {
    const error = await failure({ requireTLS: false, ignoreTLS: true }, { subject: 'In clear text' });
    assert.equal(error.responseCode, 530);
    assert.deepEqual(
      smtp.messages().filter((mail) => mail.subject === 'In clear text'),
      [],
    );
    const dialogue = await talk(smtp.port, ['EHLO me', 'AUTH PLAIN AGdlb3dhcmRlbgBhLXJlbGF5LXBhc3N3b3Jk', 'QUIT']);
    assert.match(dialogue, /250[- ]STARTTLS/);
    assert.doesNotMatch(dialogue, /250[- ]AUTH/);
    assert.match(dialogue, /^5\d\d [^\n]*\r\n221 /m);
    assert.doesNotMatch(dialogue, /^235 /m);
  });

  it('says how large a mail may be, and refuses a larger one', async (test) => {
    const small = await start(2000);
    test.after(() => small.close());
    const large = { text: 'x'.repeat(5000) };
    // Told the size, the client believes the announced limit and does not even try.
    const envelope = { from: MAIL.from, to: MAIL.to, size: 5000 };
    assert.match((await failure({ port: small.port }, { ...large, envelope })).message, /larger than allowed 2000/);
    assert.deepEqual(small.messages(), []);
    assert.equal((await failure({ port: small.port }, large)).responseCode, 552);
    await send({ port: small.port });
    assert.deepEqual(
      small.messages().map((mail) => mail.accepted),
      [false, true],
    );
  });

  it('does as the model says, and keeps what it refused', async () => {
    const refused = async (next: Mood): Promise<number | undefined> => {
      mood = next;
      const { responseCode } = await failure();
      assert.equal(smtp.messages().at(-1)?.accepted, false, next);
      mood = 'ok';
      return responseCode;
    };
    assert.equal(await refused('throttled'), 451);
    assert.equal(await refused('failing'), 451);
    assert.equal(await refused('tooLarge'), 552);
    await send();
    assert.equal(smtp.messages().at(-1)?.accepted, true);
  });

  it('does not even greet while silent, and closes all the same', async () => {
    const quiet = await start();
    mood = 'silent';
    const error = await failure({ port: quiet.port, greetingTimeout: 300 });
    assert.match(error.message, /greeting/i);
    const socket = net.connect(quiet.port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const closed = new Promise((resolve) => socket.resume().once('close', resolve));
    await quiet.close();
    await closed;
    mood = 'ok';
    assert.deepEqual(quiet.messages(), []);
  });

  it('survives a client that breaks off in mid-message', async () => {
    const before = smtp.messages().length;
    const socket = net.connect(smtp.port, '127.0.0.1');
    await new Promise((resolve) => socket.once('data', resolve));
    socket.resetAndDestroy();
    await send();
    assert.equal(smtp.messages().length, before + 1);
  });
});

/** Sends lines one after the other, each after the answer to the one before; everything that was answered. */
async function talk(port: number, lines: string[]): Promise<string> {
  const socket = net.connect(port, '127.0.0.1');
  socket.setTimeout(5000, () => socket.destroy(new Error('no answer within 5 s')));
  let heard = '';
  const waiting = [...lines];
  for await (const chunk of socket) {
    heard += String(chunk);
    // A reply ends with a line whose code is followed by a space.
    if (!/^\d{3} [^\n]*\n$/m.test(heard.slice(heard.lastIndexOf('\n', heard.length - 2) + 1))) continue;
    const next = waiting.shift();
    if (next === undefined) socket.end();
    else socket.write(`${next}\r\n`);
  }
  return heard;
}
