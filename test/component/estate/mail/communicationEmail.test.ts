/** The stand-in for Communication Services' e-mail API, met by the real @azure/communication-email. */
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { EmailClient, type EmailClientOptions, type EmailMessage } from '@azure/communication-email';
import { createCertificateAuthority } from '../../../../local/estate/certificates/certificateAuthority.ts';
import { type CommunicationEmail, createCommunicationEmail } from '../../../../local/estate/mail/communicationEmail.ts';
import type { SiteResponse } from '../../../../local/estate/network/types.ts';

type Mood = 'ok' | 'throttled' | 'tooLarge' | 'failing' | 'silent';

interface RestFailure extends Error {
  statusCode?: number;
  code?: string;
}

describe('the e-mail API of Communication Services', () => {
  let folder = '';
  let ca = '';
  let server: Server;
  let endpoint = '';
  let mood: Mood = 'ok';
  let email: CommunicationEmail;
  let requests: string[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'estate-mail-'));
    const authority = await createCertificateAuthority(folder);
    ca = authority.certificate;
    email = createCommunicationEmail({ model: { channelState: () => mood }, clock: { now: () => Date.now() } });
    server = createServer(await authority.issue(email.site.names), async (request, response) => {
      requests.push(`${request.method} ${request.url?.split('?')[0]}`);
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const answer = await email.site.handle({
        method: request.method ?? '',
        url: new URL(request.url ?? '', `https://${request.headers.host}`),
        headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
        body: Buffer.concat(chunks),
        fromRegion: 'uksouth',
      });
      if ('status' in answer) response.writeHead(answer.status, answer.headers).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    endpoint = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  });

  const key = (): string => /accesskey=(.+)$/.exec(email.connectionString)?.[1] ?? '';
  const client = (options: EmailClientOptions = {}, accessKey = key()): EmailClient =>
    new EmailClient(`endpoint=${endpoint}/;accesskey=${accessKey}`, {
      retryOptions: { maxRetries: 0 },
      // Handed on to node's agent: the certificate must be the service's, whatever the address.
      tlsOptions: { ca, servername: email.site.names[0] } as EmailClientOptions['tlsOptions'] & object,
      ...options,
    });
  const message = (changes: Partial<EmailMessage> = {}): EmailMessage => ({
    senderAddress: email.sender,
    content: { subject: 'Lag is high', html: '<b>12 s</b>', plainText: '12 s' },
    recipients: { to: [{ address: 'dba@contoso.example' }], cc: [{ address: 'boss@contoso.example' }] },
    ...changes,
  });
  const failure = async (changes: Partial<EmailMessage> = {}, one = client()): Promise<RestFailure> => {
    try {
      await one.beginSend(message(changes));
    } catch (error) {
      return error as RestFailure;
    }
    return assert.fail('the service should have refused');
  };

  it('has the names and shapes of the real one', () => {
    assert.deepEqual(email.site.names, ['contoso-mail.europe.communication.azure.com']);
    assert.match(
      email.connectionString,
      /^endpoint=https:\/\/contoso-mail\.europe\.communication\.azure\.com\/;accesskey=[A-Za-z0-9+/]{86}==$/,
    );
    assert.match(email.sender, /^DoNotReply@[0-9a-f-]{36}\.azurecomm\.net$/);
  });

  it('queues a mail, is Running for a while, then Succeeded', async () => {
    requests = [];
    const poller = await client().beginSend(message({ headers: { 'X-Geowarden-Alert': 'LagHigh' } }));
    assert.equal(poller.isDone(), false);
    const result = await poller.pollUntilDone();
    assert.equal(result.status, 'Succeeded');
    assert.equal(requests[0], 'POST /emails:send');
    assert.ok(requests.includes(`GET /emails/operations/${result.id}`), requests.join());
    const mail = email.messages().at(-1);
    assert.deepEqual(mail?.to, ['dba@contoso.example', 'boss@contoso.example']);
    assert.deepEqual(
      [mail?.from, mail?.subject, mail?.html, mail?.text],
      [email.sender, 'Lag is high', '<b>12 s</b>', '12 s'],
    );
    assert.equal(mail?.headers['x-geowarden-alert'], 'LagHigh');
    assert.deepEqual([mail?.via, mail?.accepted], ['communicationEmail', true]);
  });

  it('uses the operation id that a caller brings', async () => {
    const operationId = 'b31ba1b2-6c1f-4f1f-9d7e-0c4b4a9f6f11';
    const poller = await client().beginSend(message(), { operationId });
    assert.equal((await poller.pollUntilDone()).id, operationId);
  });

  it('denies a wrong key with 401, and keeps nothing of the mail', async () => {
    const count = email.messages().length;
    const error = await failure({}, client({}, Buffer.alloc(64, 7).toString('base64')));
    assert.deepEqual([error.statusCode, error.code], [401, 'Denied']);
    assert.equal(email.messages().length, count);
  });

  it('refuses a sender of another domain, and keeps the mail as refused', async () => {
    const error = await failure({ senderAddress: 'geowarden@contoso.example' });
    assert.deepEqual([error.statusCode, error.code], [404, 'DomainNotLinked']);
    assert.equal(email.messages().at(-1)?.accepted, false);
    assert.equal((await failure({ senderAddress: 'nobody' })).code, 'InvalidSenderUserName');
    const other = 'DoNotReply@00000000-0000-4000-8000-000000000000.azurecomm.net';
    assert.equal((await failure({ senderAddress: other })).code, 'DomainNotLinked');
  });

  it('refuses a mail that is not whole, saying what is missing', async () => {
    const address = { address: 'dba@contoso.example' };
    const cases: Array<[Partial<EmailMessage>, RegExp]> = [
      [{ content: { subject: '', html: 'x' } as EmailMessage['content'] }, /subject/],
      [{ content: { subject: 'x' } as EmailMessage['content'] }, /html or plainText/],
      [{ recipients: { to: [] } }, /recipients\.to/],
      [{ recipients: { to: [{ address: 'nobody' }] } }, /addresses/],
      [{ recipients: { to: Array.from({ length: 51 }, () => address) } }, /at most 50/],
    ];
    for (const [changes, expected] of cases) {
      const error = await failure(changes);
      assert.equal(error.statusCode, 400);
      assert.match(error.message, expected);
    }
  });

  it('refuses an api-version that it does not know, and a request of more than 10 MB', async () => {
    assert.equal(
      (await failure({}, client({ apiVersion: '2020-01-01' } as EmailClientOptions))).code,
      'UnsupportedApiVersion',
    );
    const contentInBase64 = 'A'.repeat(11 * 1024 * 1024);
    const large = await failure({ attachments: [{ name: 'a', contentType: 'text/plain', contentInBase64 }] });
    assert.equal(large.statusCode, 413);
  });

  it('does as the model says, and is well again', async () => {
    const codes: Array<number | undefined> = [];
    for (const next of ['throttled', 'tooLarge', 'failing'] as const) {
      mood = next;
      codes.push((await failure()).statusCode);
    }
    mood = 'silent';
    await assert.rejects(client().beginSend(message(), { abortSignal: AbortSignal.timeout(300) }), /abort/i);
    mood = 'ok';
    await client().beginSend(message());
    assert.deepEqual(codes, [429, 413, 500]);
    assert.equal(email.messages().at(-1)?.accepted, true);
  });

  it('is retried by the client after a 429 when it says so', async () => {
    requests = [];
    mood = 'throttled';
    const sending = client({ retryOptions: { maxRetries: 2 } }).beginSend(message());
    const deadlineMs = Date.now() + 5000;
    while (requests.length === 0 && Date.now() < deadlineMs) await new Promise((resolve) => setImmediate(resolve));
    mood = 'ok';
    await sending;
    assert.equal(requests.filter((request) => request === 'POST /emails:send').length, 2);
  });
});

describe('the signature of a request', () => {
  const nowMs = Date.UTC(2026, 10, 1, 12);
  const email = createCommunicationEmail({ model: { channelState: () => 'ok' }, clock: { now: () => nowMs } });
  const host = email.site.names[0] ?? '';
  const key = Buffer.from(/accesskey=(.+)$/.exec(email.connectionString)?.[1] ?? '', 'base64');

  interface Forgery {
    method?: string;
    path?: string;
    body?: string;
    dateMs?: number;
    signedBody?: string;
    signedPath?: string;
    signedHeaders?: string;
    headers?: Record<string, string>;
  }

  /** Signed as the service asks for, but for what the forgery says. */
  const answerTo = async (forgery: Forgery = {}): Promise<{ status: number; code: string }> => {
    const { method = 'GET', body = '' } = forgery;
    const path = forgery.path ?? '/emails/operations/00000000-0000-4000-8000-000000000000?api-version=2023-03-31';
    const date = new Date(forgery.dateMs ?? nowMs).toUTCString();
    const hash = createHash('sha256')
      .update(forgery.signedBody ?? body)
      .digest('base64');
    const text = `${method}\n${forgery.signedPath ?? path}\n${date};${host};${hash}`;
    const signature = createHmac('sha256', key).update(text).digest('base64');
    const signedHeaders = forgery.signedHeaders ?? 'x-ms-date;host;x-ms-content-sha256';
    const answer: SiteResponse = await email.site.handle({
      method,
      url: new URL(path, `https://${host}`),
      headers: {
        host,
        'content-type': 'application/json',
        'x-ms-date': date,
        'x-ms-content-sha256': hash,
        authorization: `HMAC-SHA256 SignedHeaders=${signedHeaders}&Signature=${signature}`,
        ...forgery.headers,
      },
      body: new TextEncoder().encode(body),
      fromRegion: 'uksouth',
    });
    assert.ok('status' in answer);
    const { error } = JSON.parse(String(answer.body)) as { error: { code: string } | null };
    assert.equal(answer.headers?.['x-ms-error-code'], error?.code);
    return { status: answer.status, code: error?.code ?? '' };
  };
  const statusOf = async (forgery: Forgery = {}): Promise<number> => (await answerTo(forgery)).status;

  it('lets a well-signed request through', async () => {
    // There is no such operation, which only somebody who is let in is told.
    assert.equal(await statusOf(), 404);
  });

  it('covers the body, the path and the date', async () => {
    assert.equal(await statusOf({ signedBody: 'another body' }), 401);
    assert.equal(await statusOf({ signedPath: '/emails:send?api-version=2023-03-31' }), 401);
    assert.equal(await statusOf({ headers: { 'x-ms-date': new Date(nowMs + 1000).toUTCString() } }), 401);
    assert.equal(await statusOf({ headers: { host: 'other.communication.azure.com' } }), 401);
  });

  it('must be of now', async () => {
    assert.equal(await statusOf({ dateMs: nowMs - 16 * 60_000 }), 401);
    assert.equal(await statusOf({ dateMs: nowMs + 16 * 60_000 }), 401);
    assert.equal(await statusOf({ dateMs: nowMs - 14 * 60_000 }), 404);
  });

  it('must be there, whole, and over all three headers', async () => {
    assert.equal(await statusOf({ headers: { authorization: '' } }), 401);
    assert.equal(await statusOf({ headers: { authorization: 'Bearer x' } }), 401);
    assert.equal(await statusOf({ signedHeaders: 'host' }), 401);
    assert.equal(await statusOf({ headers: { 'x-ms-date': 'yesterday' } }), 401);
  });

  it('is followed by the checks of path, version, body and operation id', async () => {
    const send = { method: 'POST', path: '/emails:send?api-version=2023-03-31' };
    assert.equal((await answerTo({ path: '/emails' })).code, 'MissingApiVersionParameter');
    assert.equal((await answerTo({ path: '/emails?api-version=2023-03-31' })).code, 'NotFound');
    assert.equal((await answerTo({ ...send, method: 'PUT' })).code, 'NotFound');
    for (const body of ['', '{"senderAddress":', '[]', '"text"', '{}']) {
      assert.deepEqual(await answerTo({ ...send, body }), { status: 400, code: 'BadRequest' });
    }
    const whole = JSON.stringify({
      senderAddress: email.sender,
      content: { subject: 'x', plainText: 'x' },
      recipients: { to: [{ address: 'a@contoso.example' }] },
    });
    assert.equal(
      (await answerTo({ ...send, body: whole, headers: { 'operation-id': 'x' } })).code,
      'InvalidOperationId',
    );
    assert.equal(
      (await answerTo({ ...send, body: whole, headers: { 'content-type': 'text/plain' } })).code,
      'BadRequest',
    );
    assert.deepEqual(await answerTo({ ...send, body: whole }), { status: 202, code: '' });
    assert.deepEqual(
      email.messages().map((mail) => mail.accepted),
      [false, false, true],
    );
  });
});
