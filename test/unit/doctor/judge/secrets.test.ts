import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeSecrets, judgeStorageSetting } from '../../../../doctor/judge/secrets.ts';
import { readStorage } from '../../../../shared/config/settings.ts';
import { configurationOf, sound } from '../../config/documents.ts';

const CONFIGURATION = configurationOf(
  sound(`channels:
  - { type: teams, name: ops, url: { setting: TEAMS } }
  - { type: smtp, name: relay, host: relay.example.net, port: 25, from: a@example.net, to: [b@example.net] }
  - { type: communicationEmail, name: post, connectionString: { setting: POST }, from: a@example.net, to: [b@example.net] }`),
);

test('a secret that is there is told as present, and never shown; a channel without one has no check', () => {
  const checks = judgeSecrets(CONFIGURATION, { TEAMS: 'https://x.example/?sig=abc', POST: 'endpoint=e;accesskey=abc' });
  assert.deepEqual(
    checks.map(({ name, result }) => [name, result]),
    [
      ['secret TEAMS', 'ok'],
      ['secret POST', 'ok'],
    ],
  );
  assert.doesNotMatch(JSON.stringify(checks), /abc/);
});

test('missing, empty and unresolved secrets are told apart, each with the channel that is mute', () => {
  const vault = '@Microsoft.KeyVault(SecretUri=https://vault.example/secrets/post)';
  const [missing, unresolved] = judgeSecrets(CONFIGURATION, { POST: vault });
  assert.equal(missing?.result, 'failed');
  assert.match(missing?.seen ?? '', /no such app setting/);
  assert.match(missing?.advice ?? '', /channel ops is mute/);
  assert.match(unresolved?.seen ?? '', /has not resolved/);
  assert.match(judgeSecrets(CONFIGURATION, { TEAMS: ' ' })[0]?.seen ?? '', /empty/);
});

test('the storage setting: by identity it may be shown, a connection string may not, nothing is a fault', () => {
  const storage = (settings: Record<string, string>) => judgeStorageSetting(readStorage('public', settings));
  assert.match(storage({ AzureWebJobsStorage__accountName: 'guardstate' }).seen, /guardstate\.blob/);
  assert.doesNotMatch(JSON.stringify(storage({ AzureWebJobsStorage: 'AccountName=a;AccountKey=KKKK' })), /KKKK/);
  assert.equal(storage({}).result, 'failed');
});

const ASKING = configurationOf(
  sound(
    "groups: [{ name: shop, databases: ['a/b'], mode: approve }]",
    'fence: { storage: { setting: FENCE } }',
    'events: { topics: [{ endpoint: https://o.uksouth-1.eventgrid.azure.net/api/events, key: { setting: TOPIC } }] }',
  ),
);

test('the fence, the topics and the approval key are secrets like the channels’, each with what it costs', () => {
  const results = (settings: Record<string, string>) =>
    judgeSecrets(ASKING, settings).map(({ name, result }) => `${result}: ${name}`);
  const there = { FENCE: 'f', TOPIC: 't', GEOWARDEN_APPROVAL_KEY: 'k'.repeat(32) };
  assert.deepEqual(results(there), ['ok: secret FENCE', 'ok: secret TOPIC', 'ok: secret GEOWARDEN_APPROVAL_KEY']);
  const missing = judgeSecrets(ASKING, {});
  assert.deepEqual(
    missing.map(({ result }) => result),
    ['failed', 'failed', 'failed'],
  );
  assert.match(missing[0]?.advice ?? '', /no automatic action/);
  assert.match(missing[1]?.advice ?? '', /Nothing is published/);
  assert.match(missing[2]?.advice ?? '', /nobody can be asked/);
});

test('a short approval key is told by its length, never by its text', () => {
  const check = judgeSecrets(ASKING, { GEOWARDEN_APPROVAL_KEY: 'TOPSECRET' }).at(-1);
  assert.deepEqual([check?.result, check?.seen], ['failed', '9 bytes']);
  assert.doesNotMatch(JSON.stringify(check), /TOPSECRET/);
});
