import assert from 'node:assert/strict';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { createChannel } from '../../../shared/adapters/channels/createChannel.ts';
import { outboxEntryId } from '../../../shared/alerting/noticeId.ts';
import type { DeliveryResult } from '../../../shared/alerting/ports.ts';
import type { Notice } from '../../../shared/alerting/types.ts';
import { CONTEXT, ENTRY_ID, NOTICE } from './notice.ts';
import { mapNames, strangeAuthority, trustedAuthority } from './servers.ts';

const USER = 'geowarden';
const PASSWORD = 'TOPSECRET';
const FROM = 'Geowarden <alerts@contoso.com>';

/** What the servers saw, over all of them. */
const seen = { logins: 0, mails: [] as Array<{ email: Email; secure: boolean; to: string[] }> };
const closers: Array<() => Promise<unknown>> = [];

function refusal(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

async function startSmtp(options: SMTPServerOptions): Promise<number> {
  const server = new SMTPServer({
    logger: false,
    onAuth: (auth, _session, callback) => {
      seen.logins += 1;
      if (auth.username === USER && auth.password === PASSWORD) callback(null, { user: USER });
      else callback(refusal(535, '5.7.8 no such account for alerts@contoso.com'));
    },
    onData: (stream, session, callback) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', async () => {
        const email = await PostalMime.parse(Buffer.concat(parts));
        seen.mails.push({ email, secure: session.secure, to: session.envelope.rcptTo.map((each) => each.address) });
        callback();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return (server.server.address() as AddressInfo).port;
}

/** A server that says what it is told to, line by line, and then nothing. */
async function startRaw(...lines: string[]): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    for (const line of lines) socket.write(`${line}\r\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

before(async () => {
  const names = ['mail', 'tls', 'noauth', 'later', 'never', 'strange'].map((name) => `${name}.contoso.com`);
  const certificate = await (await trustedAuthority()).issue(names);
  const strange = await (await strangeAuthority()).issue(names);
  const rcpt = (code: number): SMTPServerOptions => ({
    ...certificate,
    onRcptTo: (address, _session, callback) =>
      callback(address.address.startsWith('refused') ? refusal(code, `${address.address} is not welcome`) : null),
  });
  const servers: Record<string, [port: number, to: number]> = {
    'mail.contoso.com': [587, await startSmtp({ ...certificate })],
    'tls.contoso.com': [465, await startSmtp({ ...certificate, secure: true })],
    'other-name.contoso.com': [587, await startSmtp({ ...certificate })],
    'plain.contoso.com': [587, await startSmtp({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true })],
    'noauth.contoso.com': [587, await startSmtp({ ...certificate, disabledCommands: ['AUTH'], authOptional: true })],
    'later.contoso.com': [587, await startSmtp(rcpt(450))],
    'never.contoso.com': [587, await startSmtp(rcpt(550))],
    'strange.contoso.com': [587, await startSmtp({ ...strange })],
    'silent.contoso.com': [587, await startRaw()],
    'stalled.contoso.com': [587, await startRaw('220 mail.contoso.com ready')],
    'full.contoso.com': [587, await startRaw('421 4.7.0 too many connections from 10.0.0.4')],
    'garbage.contoso.com': [587, await startRaw('HTTP/1.1 400 Bad Request')],
  };
  mapNames(Object.entries(servers).map(([name, [port, to]]) => ({ name, port, to })));
});
beforeEach(() => {
  seen.logins = 0;
  seen.mails.length = 0;
});
after(() => Promise.all(closers.map((close) => close())));

interface Given {
  port?: number;
  password?: string | undefined;
  to?: string[];
  timeoutMs?: number;
  notice?: Notice;
  anonymous?: boolean;
}

async function deliver(host: string, given: Given = {}): Promise<DeliveryResult> {
  const channel = createChannel(
    {
      type: 'smtp',
      name: 'mail',
      host,
      port: given.port ?? 587,
      from: FROM,
      to: given.to ?? ['oncall@contoso.com'],
      ...(given.anonymous ? {} : { user: USER, password: { setting: 'SMTP_PASSWORD' } }),
    },
    () => ('password' in given ? given.password : PASSWORD),
    { timeoutMs: given.timeoutMs ?? 5_000, context: CONTEXT },
  );
  const result = await channel.deliver(given.notice ?? NOTICE, { compact: false, entryId: ENTRY_ID });
  assert.doesNotMatch(
    JSON.stringify(result),
    /TOPSECRET|contoso\.com|10\.0\.0\.4/,
    'a result names no secret and no address',
  );
  return result;
}

const message = (result: DeliveryResult) => (result.ok ? result.detail : result.message);

test('a mail arrives over STARTTLS with both parts, the headers for rules, and an id made from the entry', async (context) => {
  const result = await deliver('mail.contoso.com');
  assert.deepEqual(result, { ok: true, detail: 'accepted by the mail server (not proven read)' });
  assert.equal(seen.mails.length, 1);
  const { email, secure, to } = seen.mails[0] ?? assert.fail('no mail');
  context.diagnostic(`subject: ${email.subject}`);
  assert.equal(secure, true);
  assert.deepEqual(to, ['oncall@contoso.com']);
  assert.equal(email.subject, '[Error] Replication lag is unknown: contoso-we/orders → contoso-ne/orders');
  assert.equal(email.from?.address, 'alerts@contoso.com');
  assert.equal(email.messageId, `<${ENTRY_ID}@contoso.com>`);
  assert.match(email.html ?? '', /What it means/);
  assert.match(email.text ?? '', /What it means/);
  const header = (key: string) => email.headers.find((each) => each.key === key)?.value;
  assert.equal(header('x-geowarden-condition'), 'LagUnknown');
  assert.equal(header('x-geowarden-reason'), 'first');
  assert.equal(header('x-geowarden-notice'), NOTICE.id);
});

test('a duplicate bears the same Message-ID', async () => {
  await deliver('mail.contoso.com');
  await deliver('mail.contoso.com');
  const ids = seen.mails.map((mail) => mail.email.messageId);
  assert.equal(ids.length, 2);
  assert.equal(ids[0], ids[1]);
});

test('a resolved mail belongs to the thread of its first', async () => {
  await deliver('mail.contoso.com', { notice: { ...NOTICE, reason: 'resolved', follows: 'the-first' } });
  assert.equal(seen.mails[0]?.email.inReplyTo, `<${outboxEntryId('the-first', 'mail')}@contoso.com>`);
});

test('on port 465 TLS begins with the first byte', async () => {
  const result = await deliver('tls.contoso.com', { port: 465 });
  assert.equal(result.ok, true, message(result));
  assert.equal(seen.mails[0]?.secure, true);
});

test('a server that offers no encryption is given neither password nor message', async () => {
  const result = await deliver('plain.contoso.com');
  assert.equal(!result.ok && !result.retry, true);
  assert.match(message(result), /did not begin an encrypted conversation, so neither password nor message was sent/);
  assert.deepEqual(seen, { logins: 0, mails: [] });
});

test('a server that hides its login is not sent the message without one', async () => {
  const result = await deliver('noauth.contoso.com');
  assert.equal(result.ok, false, message(result));
  assert.equal(seen.mails.length, 0);
});

test('a wrong password is told as one, and not tried again', async () => {
  const result = await deliver('mail.contoso.com', { password: 'TOPSECRET2' });
  assert.equal(!result.ok && !result.retry, true);
  assert.match(message(result), /answered 535 5\.7\.8: it did not accept user and password/);
  assert.equal(seen.logins, 1);
});

test('a 4xx is worth another try, a 5xx is not', async () => {
  const later = await deliver('later.contoso.com', { to: ['refused@contoso.com'] });
  assert.equal(!later.ok && later.retry, true);
  assert.match(message(later), /answered 450/);
  const never = await deliver('never.contoso.com', { to: ['refused@contoso.com'] });
  assert.equal(!never.ok && !never.retry, true);
  assert.match(message(never), /answered 550.*refused the sender or every recipient/);
});

test('a mail that some recipients got is delivered, and the receipt says that some did not', async () => {
  const result = await deliver('never.contoso.com', { to: ['oncall@contoso.com', 'refused@contoso.com'] });
  assert.equal(result.ok, true, message(result));
  assert.match(message(result), /refused 1 of 2 recipients/);
});

test('a server that is too busy to greet is tried again', async () => {
  const result = await deliver('full.contoso.com');
  assert.equal(!result.ok && result.retry, true, message(result));
});

test('a server that never speaks, or stops in the middle, is given up at the deadline', async () => {
  for (const host of ['silent.contoso.com', 'stalled.contoso.com']) {
    const startedMs = performance.now();
    const result = await deliver(host, { timeoutMs: 400 });
    assert.equal(!result.ok && result.retry, true, host);
    assert.match(message(result), /within 400 ms/, host);
    assert.ok(performance.now() - startedMs < 2_500, host);
  }
});

test('a server that does not speak SMTP is an error that can be retried', async () => {
  const result = await deliver('garbage.contoso.com', { timeoutMs: 2_000 });
  assert.equal(result.ok, false);
});

test('a certificate of a stranger, or for another name, is refused before the password leaves', async () => {
  for (const host of ['strange.contoso.com', 'other-name.contoso.com']) {
    const result = await deliver(host);
    assert.equal(result.ok, false, host);
    assert.match(message(result), /certificate that was not accepted, so neither password nor message/);
    assert.equal(seen.logins, 0);
  }
});

test('a name that does not exist, and a port where nobody listens, say so', async () => {
  assert.match(message(await deliver('nowhere.contoso.com')), /name that could not be resolved/);
  assert.match(message(await deliver('mail.contoso.com', { port: 25 })), /refused the connection|could not be reached/);
});

test('a password setting that is missing is named', async () => {
  const result = await deliver('mail.contoso.com', { password: undefined });
  assert.equal(!result.ok && result.retry, true);
  assert.match(message(result), /app setting SMTP_PASSWORD .* missing or empty/);
});

test('without a user no login is tried', async () => {
  const result = await deliver('noauth.contoso.com', { anonymous: true });
  assert.equal(result.ok, true, message(result));
  assert.equal(seen.logins, 0);
  assert.equal(seen.mails.length, 1);
});
