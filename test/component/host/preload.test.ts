import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SMTPServer } from 'smtp-server';
import { newFolder } from './support.ts';

const probe = fileURLToPath(new URL('./preload-probe.mjs', import.meta.url));
const preload = fileURLToPath(new URL('../../../local/host/preload.ts', import.meta.url));

interface Failure {
  code: string;
  message: string;
}

/** Listens on a free loopback port. */
async function listen(server: net.Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as net.AddressInfo).port;
}

describe('the preload, in a process of its own', () => {
  const folder = newFolder('preload');
  const certificate = path.join(folder, 'certificate.pem');
  const key = path.join(folder, 'key.pem');
  const servers: net.Server[] = [];
  const sqlHellos: Buffer[] = [];
  const mails: string[] = [];
  let smtp: SMTPServer;
  let entries: { name: string; port: number; to: number }[];

  before(async () => {
    const subject = [
      '-subj',
      '/CN=management.azure.com',
      '-addext',
      'subjectAltName=DNS:management.azure.com,DNS:*.logic.azure.com',
    ];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', certificate, ...subject],
      { stdio: 'ignore' },
    );
    const answer: http.RequestListener = (request, response) => response.end(`${request.headers.host}${request.url}`);
    const plain = http.createServer(answer);
    const secure = https.createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, answer);
    // Takes a client's first packet and hangs up: enough to know who came.
    const sql = net.createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', (data) => {
        sqlHellos.push(data);
        socket.destroy();
      });
    });
    servers.push(plain, secure, sql);
    smtp = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData(stream, session, callback) {
        stream.resume().on('end', () => {
          mails.push(session.envelope.rcptTo.map(({ address }) => address).join());
          callback();
        });
      },
    });
    const [plainPort, securePort, sqlPort, smtpPort] = [
      await listen(plain),
      await listen(secure),
      await listen(sql),
      await listen(smtp.server),
    ];
    entries = [
      { name: 'plain.example', port: 80, to: plainPort },
      { name: 'management.azure.com', port: 443, to: securePort },
      { name: '*.logic.azure.com', port: 443, to: securePort },
      { name: 'closed.logic.azure.com', port: 80, to: 1 },
      { name: '*.database.windows.net', port: 1433, to: sqlPort },
      { name: 'smtp.example', port: 587, to: smtpPort },
    ];
  });
  after(async () => {
    for (const server of servers) server.close();
    await new Promise<void>((resolve) => smtp.close(() => resolve()));
  });

  /** Runs tasks of the probe with the map (or with what stands in its place). */
  async function run(tasks: [task: string, argument: unknown][], environment: Record<string, string> = {}) {
    const file = path.join(folder, 'names.json');
    writeFileSync(file, JSON.stringify(entries));
    const args = [
      '--import',
      preload,
      probe,
      JSON.stringify(
        tasks.map(([task, argument]) => [task, typeof argument === 'string' ? argument : JSON.stringify(argument)]),
      ),
    ];
    const child = spawn(process.execPath, args, {
      env: { ...process.env, NODE_OPTIONS: '', NODE_EXTRA_CA_CERTS: certificate, LOCAL_NAME_MAP: file, ...environment },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const [code] = await once(child, 'close', { signal: AbortSignal.timeout(60_000) });
    return { code, stderr, results: stdout === '' ? [] : (JSON.parse(stdout) as unknown[]) };
  }

  test('fetch and https reach mapped names, with certificates for those names', async () => {
    const { results, stderr } = await run([
      ['fetch', 'http://plain.example/a'],
      ['fetch', 'https://management.azure.com/b'],
      ['fetch', 'https://prod-01.westeurope.logic.azure.com.:443/c'],
      ['fetch', 'https://x.logic.azure.com/d'],
      ['https', 'https://management.azure.com/e'],
      ['worker', 'http://plain.example/f'],
    ]);
    assert.deepEqual(
      [results[0], results[1], results[3], results[4], results[5]],
      [
        'plain.example/a',
        'management.azure.com/b',
        'x.logic.azure.com/d',
        '200 management.azure.com/e',
        'plain.example/f',
      ],
    );
    assert.equal(
      (results[2] as Failure).code,
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'reached, and the certificate still has to fit',
    );
    assert.equal(stderr, '');
  });

  test('tedious, which resolves names itself, reaches a server below a wildcard', async () => {
    const { results } = await run([
      ['tedious', 'we.database.windows.net'],
      ['tedious', 'nowhere.example'],
    ]);
    assert.equal(sqlHellos.length, 1);
    assert.equal(sqlHellos[0]?.[0], 0x12, 'a PRELOGIN packet');
    assert.match((results[1] as Failure).message, /ENOTFOUND/);
  });

  test('nodemailer delivers to a mapped server', async () => {
    const { results } = await run([
      ['nodemailer', 'smtp.example'],
      ['nodemailer', 'nowhere.example'],
    ]);
    assert.match(String(results[0]), /^250/);
    assert.deepEqual(mails, ['c@d.example']);
    assert.match((results[1] as Failure).message, /ENOTFOUND/);
  });

  test('an unmapped name is not found, and no name server is asked', async () => {
    const { results } = await run([
      ['fetch', 'https://example.org/'],
      ['fetch', 'https://login.microsoftonline.com/'],
      ['socket', { host: 'example.org', port: 80 }],
      ['resolveMx', 'example.org'],
      ['callbackResolver', 'example.org'],
      ['worker', 'http://example.org/'],
    ]);
    assert.deepEqual(
      results.slice(0, 5).map((result) => (result as Failure).code),
      Array(5).fill('ENOTFOUND'),
    );
    assert.equal(results[5], 'ENOTFOUND');
  });

  test('a foreign address is unreachable, a mapped name at another port refuses', async () => {
    const { results } = await run([
      ['fetch', 'http://93.184.216.34/'],
      ['fetch', 'http://[2001:db8::1]/'],
      ['fetch', 'http://169.254.169.254/metadata'],
      ['socket', { host: '10.0.0.1', port: 1433 }],
      ['fetch', 'https://plain.example/'],
      ['socket', { host: 'management.azure.com', port: 80 }],
      ['socket', { host: 'closed.logic.azure.com', port: 80 }],
    ]);
    const codes = results.map((result) => (result as Failure).code);
    assert.deepEqual(codes, [...Array(4).fill('ENETUNREACH'), ...Array(3).fill('ECONNREFUSED')]);
    assert.equal((results[3] as Failure).message, 'connect ENETUNREACH 10.0.0.1:1433');
  });

  test('this machine passes through', async () => {
    const port = entries[0]?.to;
    const { results } = await run([
      ['fetch', `http://127.0.0.1:${port}/`],
      ['fetch', `http://localhost:${port}/`],
      ['socket', { port }],
    ]);
    assert.deepEqual(results, [`127.0.0.1:${port}/`, `localhost:${port}/`, 'connected']);
  });

  test('every form of lookup gives the same private address, and connecting to it leads to the name', async () => {
    const { results } = await run([
      ['lookupForms', 'we.database.windows.net'],
      ['resolveMx', 'we.database.windows.net'],
    ]);
    const [forms, mx] = results as [unknown[], Failure];
    const address = (forms[2] as { address: string }).address;
    assert.match(address, /^127\.77\./);
    const one = { address, family: 4 };
    assert.deepEqual(forms, [
      [null, address, 4],
      [null, [one]],
      one,
      [one],
      one,
      [null, [address]],
      [address],
      [{ address, ttl: 0 }],
    ]);
    assert.equal(mx.code, 'ENODATA');
  });

  test('without LOCAL_NAME_MAP nothing is changed, and it says so', async () => {
    const { results, stderr, code } = await run([['fetch', `http://127.0.0.1:${entries[0]?.to}/`]], {
      LOCAL_NAME_MAP: '',
    });
    assert.equal(code, 0);
    assert.match(stderr, /LOCAL_NAME_MAP is not set, so no name is mapped and connections reach the real network/);
    assert.equal(results.length, 1);
  });

  test('a map that cannot be read ends the process before anything could reach the real network', async () => {
    const { code, stderr, results } = await run([['fetch', 'http://plain.example/']], {
      LOCAL_NAME_MAP: '/nowhere.json',
    });
    assert.notEqual(code, 0);
    assert.match(stderr, /The name map \/nowhere\.json cannot be read/);
    assert.deepEqual(results, []);
  });
});
