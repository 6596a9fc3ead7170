import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect as connectPlain } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { connect } from 'node:tls';
import {
  type CertificateAuthority,
  createCertificateAuthority,
} from '../../../../local/estate/certificates/certificateAuthority.ts';
import type { Reachability } from '../../../../local/estate/model/types.ts';
import { listenSites } from '../../../../local/estate/network/siteListener.ts';
import type { Site, SiteRequest, SiteResponse } from '../../../../local/estate/network/types.ts';
import type { VantagePart } from '../../../../local/estate/network/vantage.ts';
import { ask, failureOf, vantageAgent } from '../support/vantageAgent.ts';

let folder: string;
let certificates: CertificateAuthority;
let part: VantagePart;
const seen: SiteRequest[] = [];
const reach = new Map<string, Reachability>();
let answer: (request: SiteRequest) => Promise<SiteResponse>;

const site = (names: string[], region: string): Site => ({
  names,
  region,
  handle: (request) => {
    seen.push(request);
    return answer(request);
  },
});

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'estate-sites-'));
  certificates = await createCertificateAuthority(folder);
  part = await listenSites({
    sites: [site(['management.azure.com'], 'global'), site(['*.logic.azure.com', 'we.example.net'], 'westeurope')],
    fromRegion: 'northeurope',
    certificates,
    reachability: (to) => reach.get(to) ?? 'open',
    roundTripMs: (to) => (to === 'westeurope' ? 30 : 0),
    limits: { bodyBytes: 1000, headersTimeoutMs: 300, answerTimeoutMs: 200 },
  });
});
beforeEach(() => {
  seen.length = 0;
  reach.clear();
  answer = async () => ({ status: 200, headers: { 'x-a': 'b' }, body: 'hello' });
});
after(async () => {
  await part.close();
  await rm(folder, { recursive: true });
});

const agent = (keepAlive = false) => vantageAgent(part.names, certificates.certificate, keepAlive);
const port = (): number => part.names[0]?.to ?? 0;

test('every name of every site is mapped at port 443 to the one listener', () => {
  assert.deepEqual(
    part.names.map(({ name, port: mapped }) => `${name}:${mapped}`),
    ['management.azure.com:443', '*.logic.azure.com:443', 'we.example.net:443'],
  );
  assert.equal(new Set(part.names.map(({ to }) => to)).size, 1);
});

test('a request reaches its site whole: method, address, headers, body and where the caller is', async () => {
  const url = 'https://management.azure.com/a/B?api-version=1&x=%20y';
  const { status, headers, text } = await ask(agent(), url, {
    method: 'PUT',
    headers: { 'X-B': 'c' },
    body: 'payload',
  });
  assert.deepEqual([status, headers['x-a'], headers['content-length'], text], [200, 'b', '5', 'hello']);
  assert.equal(seen[0]?.method, 'PUT');
  assert.equal(seen[0]?.url.href, url);
  assert.equal(seen[0]?.headers['x-b'], 'c');
  assert.equal(Buffer.from(seen[0]?.body ?? []).toString(), 'payload');
  assert.equal(seen[0]?.fromRegion, 'northeurope');
});

test('a host two labels below a wildcard is served with a certificate that holds for it', async () => {
  const { status } = await ask(agent(), 'https://prod-27.westeurope.logic.azure.com/workflows');
  assert.equal(status, 200);
  assert.equal(seen[0]?.url.hostname, 'prod-27.westeurope.logic.azure.com');
});

test('the round trip to the region of the site is waited for', async () => {
  const start = performance.now();
  await ask(agent(), 'https://we.example.net/');
  const tookMs = performance.now() - start;
  assert.ok(tookMs >= 29, `took ${tookMs} ms`);
});

test('a name that no site has gets no handshake', async () => {
  const outcome = await new Promise((resolve) => {
    const socket = connect({
      host: '127.0.0.1',
      port: port(),
      servername: 'example.org',
      ca: certificates.certificate,
    });
    socket.on('secureConnect', () => resolve('connected'));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
  });
  assert.notEqual(outcome, 'connected');
  assert.equal(seen.length, 0);
});

test('a Host header for another site than the handshake was for is misdirected (421)', async () => {
  const { status, text } = await ask(agent(), 'https://management.azure.com/', { headers: { host: 'we.example.net' } });
  assert.equal(status, 421);
  assert.match(text, /"MisdirectedRequest"/);
  assert.equal(seen.length, 0);
});

test('a region that refuses resets the connection; other regions are not touched', async () => {
  reach.set('westeurope', 'refused');
  assert.equal(await failureOf(ask(agent(), 'https://we.example.net/')), 'ECONNRESET');
  assert.equal((await ask(agent(), 'https://management.azure.com/')).status, 200);
});

test('a silent region swallows the handshake until the client gives up', async () => {
  reach.set('westeurope', 'silent');
  assert.equal(await failureOf(ask(agent(), 'https://we.example.net/', { timeoutMs: 300 })), 'ABORT_ERR');
  assert.equal(seen.length, 0);
});

test('a kept connection is reset when the region begins to refuse', async () => {
  const kept = agent(true);
  assert.equal((await ask(kept, 'https://we.example.net/')).status, 200);
  reach.set('westeurope', 'refused');
  assert.equal(await failureOf(ask(kept, 'https://we.example.net/')), 'ECONNRESET');
  assert.equal(seen.length, 1);
});

test('a kept connection is swallowed when the region falls silent', async () => {
  const kept = agent(true);
  assert.equal((await ask(kept, 'https://we.example.net/')).status, 200);
  reach.set('westeurope', 'silent');
  assert.equal(await failureOf(ask(kept, 'https://we.example.net/', { timeoutMs: 300 })), 'ABORT_ERR');
  assert.equal(seen.length, 1);
});

test('an answer is lost when the region goes while the site works, though the work was done', async () => {
  answer = async () => {
    reach.set('westeurope', 'refused');
    return { status: 200, body: 'done' };
  };
  assert.equal(await failureOf(ask(agent(), 'https://we.example.net/')), 'ECONNRESET');
  assert.equal(seen.length, 1);
});

test('a site can be silent, or reset the connection', async () => {
  answer = async () => ({ silent: true });
  assert.equal(await failureOf(ask(agent(), 'https://management.azure.com/', { timeoutMs: 400 })), 'ABORT_ERR');
  answer = async () => ({ reset: true });
  assert.equal(await failureOf(ask(agent(), 'https://management.azure.com/')), 'ECONNRESET');
});

test('a body over the limit is answered 413, announced or streamed, and never reaches the site', async () => {
  const url = 'https://management.azure.com/';
  assert.equal((await ask(agent(), url, { method: 'POST', body: 'x'.repeat(1001) })).status, 413);
  const headers = { 'transfer-encoding': 'chunked' };
  const streamed = await ask(agent(), url, { method: 'POST', headers, body: 'x'.repeat(1001) });
  assert.equal(streamed.status, 413);
  assert.match(streamed.text, /longer than 1000 bytes/);
  assert.equal(streamed.headers.connection, 'close');
  assert.equal(seen.length, 0);
});

test('a site that fails is a 500 that names the kind of error, not its text', async () => {
  answer = () => Promise.reject(new RangeError('https://x/?sig=secret'));
  const { status, text } = await ask(agent(), 'https://management.azure.com/');
  assert.equal(status, 500);
  assert.match(text, /EstateDefect.*RangeError/);
  assert.doesNotMatch(text, /secret/);
});

test('a site that takes too long is answered for with 504', async () => {
  answer = () => new Promise(() => {});
  const { status, text } = await ask(agent(), 'https://management.azure.com/');
  assert.equal(status, 504);
  assert.match(text, /management\.azure\.com did not answer within 200 ms/);
});

test('204 has no body and no length', async () => {
  answer = async () => ({ status: 204, body: 'ignored' });
  const { status, headers, text } = await ask(agent(), 'https://management.azure.com/');
  assert.deepEqual([status, headers['content-length'], text], [204, undefined, '']);
});

test('a client that never finishes its headers is cut off', async () => {
  const outcome = await new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port: port(),
      servername: 'management.azure.com',
      ca: certificates.certificate,
    };
    const socket = connect(options, () => socket.write('GET / HTTP/1.1\r\nHost: management'));
    socket.on('data', (data) => resolve(data.toString().split('\r\n')[0]));
    socket.on('error', reject);
    setTimeout(() => reject(new Error('still open after 3 s')), 3000).unref();
  });
  assert.equal(outcome, 'HTTP/1.1 408 Request Timeout');
});

test('closing ends what is idle, silent or in mid-handshake', async () => {
  const own = await listenSites({
    sites: [site(['a.example.net'], 'global'), site(['b.example.net'], 'westeurope')],
    fromRegion: 'northeurope',
    certificates,
    reachability: (to) => (to === 'global' ? 'open' : 'silent'),
  });
  answer = async () => ({ silent: true });
  const clients = vantageAgent(own.names, certificates.certificate);
  const pending = ['https://a.example.net/', 'https://b.example.net/'].map((url) => failureOf(ask(clients, url)));
  const idle = connectPlain(own.names[0]?.to ?? 0, '127.0.0.1');
  await new Promise((resolve) => idle.once('connect', resolve));
  idle.on('error', () => {}); // a reset is one way to be cut
  const ended = new Promise((resolve) => idle.once('close', resolve));
  await own.close();
  assert.deepEqual(await Promise.all(pending), ['ECONNRESET', 'ECONNRESET']);
  await ended;
});

test('two sites with one name cannot be listened for', async () => {
  const twice = [site(['a.example.net'], 'global'), site(['a.example.net'], 'global')];
  await assert.rejects(
    listenSites({ sites: twice, fromRegion: 'x', certificates, reachability: () => 'open' }),
    /claim the name "a\.example\.net"/,
  );
});
