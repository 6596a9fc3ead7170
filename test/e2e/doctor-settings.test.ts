import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { openPractice, type Practice, withResult } from '../kit/doctor.ts';

let practice: Practice;
before(async () => {
  practice = await openPractice();
});
after(() => practice?.close());

test('a wrong SMTP password and a missing secret are told by the names of their settings', async () => {
  const wrong = 'not-the-password-7';
  const run = await practice.visit({ settings: { SMTP_PASSWORD: wrong, TEAMS_WEBHOOK_URL: undefined } });
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
  const run = await practice.visit({ settings: { AzureWebJobsStorage } });
  assert.ok(!run.output.includes(key));
  assert.deepEqual(withResult(run, 'failed'), ['storage table', 'storage blob', 'storage queue']);
  assert.match(run.named('storage blob').seen, /ECONNREFUSED/);
  assert.match(run.named('storage blob').advice, /firewall/);
  assert.equal(run.named('sql contoso-we/orders').result, 'ok');
});

test('a configuration with two faults names both with their paths, and tries nothing that depends on it', async () => {
  const run = await practice.visit({ configuration: { sampling: { every: '7s' }, alert: {} } });
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
    (await practice.visit({ settings: { REGION_NAME } })).named('shared fate of the app');
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
  const run = await practice.visit({ ...mine, arguments: ['--settings', settings] });
  assert.ok(withResult(run, 'failed').includes('configuration scopes'), 'beside the settings file');
  assert.equal(run.named('setting GEOWARDEN_HTTP_AUTH').result, 'failed');
  assert.ok(!run.output.includes('from the file'));
  const other = await practice.visit({ arguments: ['--config', path.join(folder, 'nothing.yaml')] });
  assert.match(other.named('configuration GEOWARDEN_CONFIG').seen, /no file at .*nothing\.yaml/);
  const broken = await practice.visit({ arguments: ['--settings', path.join(folder, 'watch.yaml')] });
  assert.match(broken.named(`settings ${path.join(folder, 'watch.yaml')}`).seen, /no JSON/);
});
