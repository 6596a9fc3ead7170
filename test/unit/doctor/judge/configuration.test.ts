import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeConfiguration, judgeHttpAuthentication } from '../../../../doctor/judge/configuration.ts';
import { loadFromEnvironment } from '../../../../shared/config/environment.ts';
import { readHttpAuthentication } from '../../../../shared/config/settings.ts';
import { CHANNELS, sound } from '../../config/documents.ts';

const judge = (document: string, settings: Record<string, string> = {}) =>
  judgeConfiguration(loadFromEnvironment({ GEOWARDEN_CONFIG: document, ...settings })).map(
    ({ name, result }) => `${result}: ${name}`,
  );
const CALM = 'alerts: { LagHigh: { above: 30s } }';

test('a sound document is one check', () => {
  const text = sound(CHANNELS).replace('rpo: 5s', 'rpo: 30s');
  assert.deepEqual(judge(text, { TEAMS_WEBHOOK_URL: 'https://example.net' }), ['ok: configuration']);
});

test('every fault is a check with its path, and says what was expected, seen and for example', () => {
  assert.deepEqual(judge(sound('alert: {}', 'sampling: { every: 7s }')), [
    'failed: configuration sampling.every',
    'failed: configuration alert',
  ]);
  const checks = judgeConfiguration(loadFromEnvironment({ GEOWARDEN_CONFIG: sound('sampling: { every: 7s }') }));
  assert.match(checks[0]?.advice ?? '', /^For example: /);
  assert.ok(checks.every(({ expected, seen }) => expected !== '' && seen !== ''));
});

test('a warning of the document is a warning; a missing secret is not told twice', () => {
  assert.deepEqual(judge(sound(CHANNELS)), ['ok: configuration', 'warning: configuration objectives.rpo']);
});

test('a document that tells nobody is a warning', () => {
  assert.equal(judge(sound(CALM))[0], 'warning: configuration');
});

test('warnings about the secrets of fence, topics and approval are left to their own checks', () => {
  const text = sound(
    CHANNELS,
    CALM,
    "groups: [{ name: shop, databases: ['a/b'], mode: approve }]",
    'fence: { storage: { setting: FENCE } }',
    'events: { topics: [{ endpoint: https://o.uksouth-1.eventgrid.azure.net/api/events, key: { setting: TOPIC } }] }',
  );
  const GEOWARDEN_APPROVAL_KEY = '@Microsoft.KeyVault(VaultName=v;SecretName=s)';
  assert.deepEqual(judge(text, { GEOWARDEN_APPROVAL_KEY }), ['ok: configuration', 'warning: configuration pageUrl']);
});

test('the summary says how far each group may go', () => {
  const text = sound(
    CHANNELS,
    CALM,
    "groups: [{ name: shop, databases: ['a/b'] }, { name: hr, databases: ['c/d'], mode: notify }]",
  );
  const [summary] = judgeConfiguration(loadFromEnvironment({ GEOWARDEN_CONFIG: text }));
  assert.match(summary?.seen ?? '', /1 scope, 1 channel, group shop in notify, group hr in notify/);
});

test('a witness is not asked whom it tells', () => {
  const text = sound(
    CALM,
    'role: witness',
    'events: { topics: [{ endpoint: https://o.uksouth-1.eventgrid.azure.net/api/events }] }',
  );
  const checks = judgeConfiguration(loadFromEnvironment({ GEOWARDEN_CONFIG: text }));
  assert.deepEqual(
    checks.map(({ result }) => result),
    ['ok'],
  );
  assert.match(checks[0]?.seen ?? '', /a witness/);
});

test('no setting at all is a fault of the setting', () => {
  assert.deepEqual(
    judgeConfiguration(loadFromEnvironment({})).map(({ name }) => name),
    ['configuration GEOWARDEN_CONFIG'],
  );
});

test('who may call: function and anonymous are settings, anything else is a fault', () => {
  const authentication = (GEOWARDEN_HTTP_AUTH: string) =>
    judgeHttpAuthentication(readHttpAuthentication({ GEOWARDEN_HTTP_AUTH }));
  assert.equal(authentication('function').result, 'ok');
  assert.match(authentication('anonymous').seen, /something in front of it must check callers/);
  assert.equal(authentication('everybody').result, 'failed');
});
