import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { checkSmtp } from '../../../shared/adapters/channels/smtp/checkSmtp.ts';
import { mapNames, trustedAuthority } from './servers.ts';

const seen = { logins: 0, mails: 0 };
const closers: Array<() => Promise<unknown>> = [];

async function startSmtp(options: SMTPServerOptions): Promise<number> {
  const server = new SMTPServer({
    logger: false,
    onAuth: ({ username, password }, _session, callback) => {
      seen.logins += 1;
      if (username === 'geowarden' && password === 'TOPSECRET') callback(null, { user: 'geowarden' });
      else callback(Object.assign(new Error('5.7.8 not TOPSECRET'), { responseCode: 535 }));
    },
    onMailFrom: (_address, _session, callback) => {
      seen.mails += 1;
      callback();
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return (server.server.address() as AddressInfo).port;
}

async function startSilent(): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    closers.push(async () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

before(async () => {
  const certificate = await (await trustedAuthority()).issue(['mail.contoso.com', 'tls.contoso.com']);
  mapNames([
    { name: 'mail.contoso.com', port: 587, to: await startSmtp({ ...certificate }) },
    { name: 'tls.contoso.com', port: 465, to: await startSmtp({ ...certificate, secure: true }) },
    {
      name: 'plain.contoso.com',
      port: 587,
      to: await startSmtp({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true }),
    },
    { name: 'silent.contoso.com', port: 587, to: await startSilent() },
  ]);
});
beforeEach(() => {
  seen.logins = 0;
});
after(async () => {
  for (const close of closers.reverse()) await close();
});

async function check(host: string, given: { port?: number; password?: string | undefined; timeoutMs?: number } = {}) {
  const channel = {
    type: 'smtp' as const,
    name: 'mail',
    host,
    port: given.port ?? 587,
    user: 'geowarden',
    password: { setting: 'SMTP_PASSWORD' },
    from: 'alerts@contoso.com',
    to: ['oncall@contoso.com'],
  };
  const result = await checkSmtp(
    channel,
    () => ('password' in given ? given.password : 'TOPSECRET'),
    given.timeoutMs ?? 5_000,
  );
  assert.doesNotMatch(JSON.stringify(result), /TOPSECRET|oncall/);
  assert.equal(seen.mails, 0, 'nothing is sent');
  return result;
}

const message = (result: Awaited<ReturnType<typeof check>>) => (result.ok ? result.detail : result.message);

test('connects, begins TLS and logs in, by STARTTLS and by TLS from the first byte', async () => {
  assert.deepEqual(await check('mail.contoso.com'), { ok: true, detail: 'TLS and login at mail.contoso.com:587' });
  assert.deepEqual(await check('tls.contoso.com', { port: 465 }), {
    ok: true,
    detail: 'TLS and login at tls.contoso.com:465',
  });
  assert.equal(seen.logins, 2);
});

test('a wrong password is the server’s own 535', async () => {
  assert.match(message(await check('mail.contoso.com', { password: 'wrong' })), /answered 535.*user and password/);
});

test('a server without TLS is never told the password', async () => {
  assert.match(message(await check('plain.contoso.com')), /did not begin an encrypted conversation/);
  assert.equal(seen.logins, 0);
});

test('a server that says nothing is given up in time', async () => {
  const startedAt = performance.now();
  assert.match(message(await check('silent.contoso.com', { timeoutMs: 300 })), /no answer within 300 ms/);
  assert.ok(performance.now() - startedAt < 3_000);
});

test('a name that does not exist, and a password that is not there', async () => {
  assert.match(message(await check('nowhere.contoso.com')), /could not be resolved/);
  assert.match(message(await check('mail.contoso.com', { password: undefined })), /SMTP_PASSWORD.*missing/);
});
