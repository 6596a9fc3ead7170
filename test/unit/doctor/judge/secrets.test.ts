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
