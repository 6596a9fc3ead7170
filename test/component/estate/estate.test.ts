import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { createTransport } from 'nodemailer';
import { startEstate } from '../../../local/estate/estate.ts';
import { completeDefinition } from '../../../local/estate/model/definition.ts';
import type { Estate, Vantage } from '../../../local/estate/types.ts';
import { ask, failureOf, vantageAgent } from './support/vantageAgent.ts';

const SUBSCRIPTION = '7d6f2c31-0a4e-4b57-9c1d-3e8b5f90a1c2';
const PRELOAD = new URL('../../../local/host/preload.ts', import.meta.url).href;
const CLIENT = new URL('./support/ordinaryClient.ts', import.meta.url).pathname;
const run = promisify(execFile);

const DEFINITION = completeDefinition({
  regions: ['westeurope', 'northeurope', 'swedencentral'],
  app: { region: 'swedencentral' },
  subscriptions: [{ id: SUBSCRIPTION }],
  servers: [
    { name: 'shop-we', region: 'westeurope' },
    { name: 'shop-ne', region: 'northeurope', connectionPolicy: 'redirect' },
  ],
  databases: [{ name: 'orders', server: 'shop-we' }],
  links: [{ server: 'shop-we', database: 'orders', secondaryServer: 'shop-ne' }],
});

let folder: string;
let estate: Estate;
let vantage: Vantage;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'estate-'));
  estate = await startEstate(DEFINITION, { folder: join(folder, 'estate') });
  vantage = await estate.openVantage('swedencentral');
});
after(async () => {
  await estate.close();
  await rm(folder, { recursive: true });
});

interface Seen {
  links: string[][];
  recordset: Record<string, unknown>[];
  unmapped: string;
}

/** Runs the ordinary client as the local host would run the app. */
async function runClient(server: string): Promise<Seen> {
  const names = join(folder, `names-${server}.json`);
  await writeFile(names, JSON.stringify(vantage.names));
  const { stdout } = await run(process.execPath, ['--import', PRELOAD, CLIENT, SUBSCRIPTION, server, 'orders'], {
    env: {
      PATH: process.env.PATH,
      LOCAL_NAME_MAP: names,
      NODE_EXTRA_CA_CERTS: estate.certificateAuthorityFile,
      ...vantage.environment,
    },
    timeout: 60_000,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

test('a program written for Azure runs unchanged: identity, Resource Manager and SQL under their own names', async () => {
  const { links, recordset, unmapped } = await runClient('shop-we');
  assert.deepEqual(links, [
    ['shop-ne', 'Secondary', 'shop-we', 'CATCH_UP'],
    ['shop-we', 'Primary', 'shop-ne', 'CATCH_UP'],
  ]);
  assert.equal(recordset.length, 1);
  const { replication_lag_sec: lag, ...rest } = recordset[0] ?? {};
  assert.deepEqual(rest, {
    db: 'orders',
    partner_server: 'shop-ne',
    replication_state_desc: 'CATCH_UP',
    role_desc: 'PRIMARY',
  });
  assert.equal(typeof lag, 'number');
  assert.equal(unmapped, 'ENOTFOUND');
});

test('the driver follows the gateway to the worker of a server that redirects, and verifies its certificate', async () => {
  const { recordset } = await runClient('shop-ne');
  assert.deepEqual(
    recordset.map(({ role_desc, replication_lag_sec }) => [role_desc, replication_lag_sec]),
    [['SECONDARY', null]],
  );
});

test('the folder holds the certificate of the authority and nothing else', async () => {
  assert.deepEqual(await readdir(join(folder, 'estate')), ['certificate-authority.pem']);
  assert.equal(estate.certificateAuthorityFile, join(folder, 'estate', 'certificate-authority.pem'));
});

test('the map names every server at 1433 and Resource Manager at 443, each name and port once', () => {
  const keys = vantage.names.map(({ name, port }) => `${name}:${port}`);
  for (const key of [
    'shop-we.database.windows.net:1433',
    'shop-ne.database.windows.net:1433',
    'management.azure.com:443',
  ]) {
    assert.ok(keys.includes(key), `${key} in ${keys.join(' ')}`);
  }
  assert.equal(new Set(keys).size, keys.length);
  assert.deepEqual(Object.keys(vantage.environment).sort(), ['IDENTITY_ENDPOINT', 'IDENTITY_HEADER']);
});

test('two vantages have listeners of their own: what one cannot reach the other can', async () => {
  const ca = await readFile(estate.certificateAuthorityFile, 'utf8');
  const other = await estate.openVantage('northeurope');
  const url = 'https://management.azure.com/';
  estate.model.apply({ kind: 'network', from: 'swedencentral', to: 'global', becomes: 'refused', bothWays: false });
  assert.equal(await failureOf(ask(vantageAgent(vantage.names, ca), url)), 'ECONNRESET');
  assert.equal((await ask(vantageAgent(other.names, ca), url)).status, 401);
  estate.model.apply({ kind: 'network', from: 'swedencentral', to: 'global', becomes: 'open', bothWays: false });
  assert.equal((await ask(vantageAgent(vantage.names, ca), url)).status, 401);
  assert.notEqual(other.environment.IDENTITY_HEADER, vantage.environment.IDENTITY_HEADER);
  await other.close();
});

test('the Teams channel and Communication Services are at the addresses the estate gives out', async () => {
  const ca = await readFile(estate.certificateAuthorityFile, 'utf8');
  const agent = vantageAgent(vantage.names, ca);
  const card = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'orders is behind' }] };
  const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card }];
  const { status } = await ask(agent, estate.addresses.teamsWebhookUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'message', attachments }),
  });
  assert.equal(status, 202);
  assert.deepEqual(
    estate.teamsMessages().map((message) => [message.status, message.card]),
    [[202, card]],
  );
  const endpoint = /endpoint=([^;]+)/.exec(estate.addresses.communicationEmailConnectionString)?.[1] ?? '';
  const unsigned = await ask(agent, `${endpoint}emails:send?api-version=2025-09-01`, { method: 'POST' });
  assert.equal(unsigned.status, 401);
});

/** A client of the relay under its own name, as a mail program in that vantage would connect. */
async function mailer() {
  const { host, port, user, password } = estate.addresses.smtp;
  const to = vantage.names.find((entry) => entry.name === host && entry.port === port)?.to ?? 0;
  const ca = await readFile(estate.certificateAuthorityFile, 'utf8');
  return createTransport({
    host: '127.0.0.1',
    port: to,
    requireTLS: true,
    auth: { user, pass: password },
    tls: { ca, servername: host },
    connectionTimeout: 3000,
    greetingTimeout: 1000,
  });
}

test('mail goes to the relay under its name and certificate, and into the inbox', async () => {
  const mail = { from: 'a@example.net', to: 'b@example.net', subject: 'Behind', text: 'orders', html: '<p>orders</p>' };
  await (await mailer()).sendMail(mail);
  const [received] = estate.mailMessages();
  assert.deepEqual(
    [received?.via, received?.subject, received?.to, received?.accepted],
    ['smtp', 'Behind', ['b@example.net'], true],
  );
});

test('the relay is cut off like the rest when the path from the vantage is', async () => {
  const cut = (becomes: 'open' | 'refused') =>
    estate.model.apply({ kind: 'network', from: 'swedencentral', to: 'global', becomes, bothWays: false });
  cut('refused');
  const count = estate.mailMessages().length;
  await assert.rejects(
    (await mailer()).sendMail({ from: 'a@example.net', to: 'b@example.net', subject: 'x', text: 'x' }),
  );
  cut('open');
  assert.equal(estate.mailMessages().length, count);
});

test('a region that the estate does not have is no vantage', async () => {
  await assert.rejects(
    estate.openVantage('eastus'),
    /region of the estate \(westeurope, northeurope, swedencentral\); "eastus" is none/,
  );
});

test('closing a vantage frees its ports and leaves the others; closing the estate closes the rest', async () => {
  const own = await startEstate(DEFINITION, { folder: join(folder, 'own') });
  const [one, two] = await Promise.all([own.openVantage('westeurope'), own.openVantage('northeurope')]);
  const ports = (each: Vantage): number[] => each.names.map(({ to }) => to);
  await one.close();
  assert.equal((await Promise.all(ports(one).map(listens))).some(Boolean), false);
  assert.equal((await Promise.all(ports(two).map(listens))).every(Boolean), true);
  await own.close();
  assert.equal((await Promise.all(ports(two).map(listens))).some(Boolean), false);
  await own.close();
  await assert.rejects(own.openVantage('westeurope'), /estate is closed/);
});

test('a definition that Azure could not have starts nothing', async () => {
  const broken = { ...DEFINITION, databases: [{ ...DEFINITION.databases[0], server: 'nowhere' }] };
  await assert.rejects(startEstate(broken as typeof DEFINITION, { folder: join(folder, 'broken') }), /nowhere/);
  assert.equal((await readdir(folder)).includes('broken'), false);
});

test('a clock that stands still stands the whole estate still', async () => {
  const nowMs = Date.UTC(2026, 4, 1);
  const still = await startEstate(DEFINITION, { folder: join(folder, 'still'), clock: { now: () => nowMs } });
  const token = still.tokens.issue('https://management.azure.com', { lifetimeMs: 60_000 });
  assert.equal(still.tokens.verify(token, ['https://management.azure.com']).valid, true);
  assert.equal(still.model.clock.now(), nowMs);
  await still.close();
});
