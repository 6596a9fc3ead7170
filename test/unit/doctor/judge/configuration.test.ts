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
