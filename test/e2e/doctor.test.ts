import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startDesk } from '../../local/desk/desk.ts';
import type { Desk } from '../../local/desk/types.ts';
import type { Change } from '../../local/estate/model/types.ts';
import { smallEstate } from '../kit/desk.ts';
import { type DoctorRun, openPractice, type Practice, type Visit } from '../kit/doctor.ts';

const definition = smallEstate();
const dataFolder = mkdtempSync(path.join(tmpdir(), 'doctor-desk-'));
let desk: Desk;
let practice: Practice;

before(async () => {
  desk = await startDesk({ definition, configuration: {}, dataFolder, ports: { app: 0, console: 'none' } });
  practice = await openPractice(desk, definition);
});
after(async () => {
  await practice?.close();
  await desk?.close();
  rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
});

/** Every visit in this file ends without a secret in its output, and with the status that its verdict has. */
async function visit(visit?: Visit): Promise<DoctorRun> {
  const run = await practice.visit(visit);
  for (const secret of practice.secrets) assert.ok(!run.output.includes(secret), 'a secret is in the output');
  assert.doesNotMatch(run.output, /eyJ[\w-]{10,}/, 'a token is in the output');
  assert.equal(run.report.fit, !run.report.checks.some(({ result }) => result === 'failed'));
  assert.equal(run.code, run.report.fit ? 0 : 1);
  return run;
}

/** Hurts the estate for one visit. */
async function whileHurt(hurt: Change, heal: Change, look: (run: DoctorRun) => void): Promise<void> {
  desk.estate.model.apply(hurt);
  try {
    const run = await visit();
    assert.equal(run.code, 1);
    look(run);
  } finally {
    desk.estate.model.apply(heal);
  }
}

const withResult = ({ report }: DoctorRun, result: string) =>
  report.checks.filter((check) => check.result === result).map(({ name }) => name);

test('a healthy estate is fit: every check is named, in order, and nothing is left over or sent', async () => {
  const told = () => [desk.estate.teamsMessages().length, desk.estate.mailMessages().length];
  const before = told();
  const run = await visit({ arguments: ['--storage-region', 'Sweden Central'] });
  assert.equal(run.code, 0, run.output);
  assert.deepEqual(
    run.report.checks.map(({ name, result }) => `${result}: ${name}`),
    [
      'ok: node',
      'ok: configuration',
      'ok: setting GEOWARDEN_HTTP_AUTH',
      'ok: secret TEAMS_WEBHOOK_URL',
      'ok: secret SMTP_PASSWORD',
      'ok: secret AzureWebJobsStorage',
      'ok: storage table',
      'ok: storage blob',
      'ok: storage queue',
      'ok: identity Resource Manager',
      'ok: identity SQL',
      'ok: discovery',
      'ok: sql contoso-we/orders',
      'ok: rights contoso-we/orders',
      'ok: rights contoso-ne/orders',
      'ok: channel ops',
      'ok: channel mail',
      'ok: shared fate of the app',
      'ok: shared fate of the storage',
    ],
  );
  assert.match(run.named('identity SQL').seen, /audience https:\/\/database\.windows\.net\//);
  assert.match(run.named('sql contoso-we/orders').seen, /contoso-ne lag \d+ s/);
  assert.deepEqual(told(), before);
  const { TableClient } = await import('@azure/data-tables');
  const { QueueServiceClient } = await import('@azure/storage-queue');
  const table = TableClient.fromConnectionString(desk.storageConnectionString, 'geowarden', {
    allowInsecureConnection: true,
  });
  const left: unknown[] = [];
  for await (const row of table.listEntities({ queryOptions: { filter: "PartitionKey eq 'doctor'" } })) left.push(row);
  for await (const { name } of QueueServiceClient.fromConnectionString(desk.storageConnectionString).listQueues()) {
    if (name.startsWith('doctor-')) left.push(name);
  }
  assert.deepEqual(left, []);
});

test('--send-test sends one message through each channel, marked as a test and no condition', async () => {
  const teams = desk.estate.teamsMessages().length;
  const run = await visit({ arguments: ['--send-test'] });
  assert.equal(run.named('test message ops').result, 'ok');
  assert.equal(run.named('test message mail').result, 'ok');
  const cards = desk.estate
    .teamsMessages()
    .slice(teams)
    .map(({ card }) => JSON.stringify(card));
  assert.equal(cards.length, 1);
  assert.match(cards[0] ?? '', /Test message/);
  assert.doesNotMatch(cards[0] ?? '', /Condition|geo-secondary/);
  const mails = desk.estate.mailMessages().filter(({ subject }) => /\[Test\] Test message/.test(subject));
  assert.equal(mails.length, 1);
  assert.equal(Object.entries(mails[0]?.headers ?? {}).find(([key]) => /^x-geowarden-reason$/i.test(key))?.[1], 'test');
});

test('a firewall that is closed is named with the rule that opens it, and nothing is tried behind it', async () => {
  await whileHurt(
    { kind: 'firewall', server: 'contoso-we', becomes: 'closed' },
    { kind: 'firewall', server: 'contoso-we', becomes: 'open' },
    (run) => {
      assert.deepEqual(withResult(run, 'failed'), ['sql contoso-we/orders']);
      assert.match(run.named('sql contoso-we/orders').seen, /40615/);
      assert.match(run.named('sql contoso-we/orders').advice, /az sql server firewall-rule create --server contoso-we/);
      assert.deepEqual(withResult(run, 'not tried'), ['rights contoso-we/orders']);
    },
  );
});

test('a geo-secondary behind a closed firewall is a warning: it will matter after a failover', async () => {
  desk.estate.model.apply({ kind: 'firewall', server: 'contoso-ne', becomes: 'closed' });
  const run = await visit();
  desk.estate.model.apply({ kind: 'firewall', server: 'contoso-ne', becomes: 'open' });
  assert.equal(run.code, 0);
  const rights = run.named('rights contoso-ne/orders');
  assert.equal(rights.result, 'warning');
  assert.match(rights.seen, /40615/);
  assert.match(rights.advice, /after a failover.*firewall-rule create/);
});

test('an identity without a user in the database is named with the statements that make one', async () => {
  await whileHurt(
    { kind: 'rights', server: 'contoso-we', becomes: 'denied' },
    { kind: 'rights', server: 'contoso-we', becomes: 'granted' },
    (run) => {
      const check = run.named('sql contoso-we/orders');
      assert.match(check.seen, /18456/);
      assert.match(check.advice, /\[orders\]: CREATE USER \[guard\] FROM EXTERNAL PROVIDER; GRANT VIEW DATABASE STATE/);
    },
  );
});

test('a user who may log in but not see the state is named with the one GRANT that is missing', async () => {
  await whileHurt(
    { kind: 'rights', server: 'contoso-we', becomes: 'connect' },
    { kind: 'rights', server: 'contoso-we', becomes: 'granted' },
    (run) => {
      assert.match(run.named('sql contoso-we/orders').seen, /297/);
      const check = run.named('rights contoso-we/orders');
      assert.equal(check.result, 'failed');
      assert.match(check.advice, /run in \[orders\]: GRANT VIEW DATABASE STATE TO \[guard\];$/);
    },
  );
});

test('an identity endpoint that nobody answers stops what needs a token, and nothing else', async () => {
  await whileHurt({ kind: 'identity', becomes: 'unreachable' }, { kind: 'identity', becomes: 'up' }, (run) => {
    assert.deepEqual(withResult(run, 'failed'), ['identity Resource Manager', 'identity SQL']);
    assert.match(run.named('identity SQL').advice, /identity assign|az login/);
    assert.deepEqual(withResult(run, 'not tried'), ['discovery', 'sql', 'shared fate']);
    assert.equal(run.named('storage table').result, 'ok');
    assert.equal(run.named('channel mail').result, 'ok');
  });
});

test('a wrong SMTP password and a missing secret are told by the names of their settings', async () => {
  const wrong = 'not-the-password-7';
  const run = await visit({ settings: { SMTP_PASSWORD: wrong, TEAMS_WEBHOOK_URL: undefined } });
  assert.ok(!run.output.includes(wrong));
  assert.deepEqual(withResult(run, 'failed'), ['secret TEAMS_WEBHOOK_URL', 'channel mail']);
  assert.match(run.named('channel mail').seen, /535/);
  assert.match(run.named('channel mail').advice, /SMTP_PASSWORD/);
  assert.match(run.named('secret TEAMS_WEBHOOK_URL').advice, /az functionapp config appsettings set/);
  assert.equal(run.named('channel ops').result, 'not tried');
});

test('a storage account that does not answer fails its three checks, and the rest goes on', async () => {
  const key = Buffer.from('a key that nobody may see').toString('base64');
  const address = (service: string) => `${service}Endpoint=http://127.0.0.1:1/desk`;
  const storage = ['DefaultEndpointsProtocol=http', 'AccountName=desk', `AccountKey=${key}`];
  const AzureWebJobsStorage = [...storage, ...['Blob', 'Queue', 'Table'].map(address)].join(';');
  const run = await visit({ settings: { AzureWebJobsStorage } });
  assert.ok(!run.output.includes(key));
  assert.deepEqual(withResult(run, 'failed'), ['storage table', 'storage blob', 'storage queue']);
  assert.match(run.named('storage blob').seen, /ECONNREFUSED/);
  assert.match(run.named('storage blob').advice, /firewall/);
  assert.equal(run.named('sql contoso-we/orders').result, 'ok');
});

test('a configuration with two faults names both with their paths, and tries nothing that depends on it', async () => {
  const run = await visit({ configuration: { sampling: { every: '7s' }, alert: {} } });
  assert.deepEqual(withResult(run, 'failed'), ['configuration sampling.every', 'configuration alert']);
  assert.match(run.named('configuration alert').expected, /did you mean 'alerts'/);
  assert.deepEqual(withResult(run, 'not tried'), [
    'storage',
    'identity',
    'discovery',
    'sql',
    'channels',
    'shared fate',
  ]);
});

test('an app that lives with the primaries or the secondaries is warned of the fate it shares', async () => {
  const beside = async (REGION_NAME: string | undefined) =>
    (await visit({ settings: { REGION_NAME } })).named('shared fate of the app');
  const primary = await beside('West Europe');
  assert.equal(primary.result, 'warning');
  assert.match(primary.seen, /primaries on contoso-we/);
  const unknown = await beside(undefined);
  assert.deepEqual([unknown.result, unknown.seen], ['warning', 'unknown']);
});

test('settings and document come from files where the environment has none; the environment wins', async () => {
  const folder = path.join(practice.folder, 'app');
  await mkdir(folder);
  const settings = path.join(folder, 'local.settings.json');
  const values = { GEOWARDEN_CONFIG: './watch.yaml', SMTP_PASSWORD: 'from the file', GEOWARDEN_HTTP_AUTH: 'nobody' };
  await writeFile(settings, JSON.stringify({ IsEncrypted: false, Values: values }));
  await writeFile(path.join(folder, 'watch.yaml'), 'scopes: everything\n');
  const mine = { settings: { GEOWARDEN_CONFIG: undefined, GEOWARDEN_HTTP_AUTH: undefined } };
  const run = await visit({ ...mine, arguments: ['--settings', settings] });
  assert.ok(withResult(run, 'failed').includes('configuration scopes'), 'beside the settings file');
  assert.equal(run.named('setting GEOWARDEN_HTTP_AUTH').result, 'failed');
  assert.ok(!run.output.includes('from the file'));
  const other = await visit({ arguments: ['--config', path.join(folder, 'nothing.yaml')] });
  assert.match(other.named('configuration GEOWARDEN_CONFIG').seen, /no file at .*nothing\.yaml/);
  const broken = await visit({ arguments: ['--settings', path.join(folder, 'watch.yaml')] });
  assert.match(broken.named(`settings ${path.join(folder, 'watch.yaml')}`).seen, /no JSON/);
});
