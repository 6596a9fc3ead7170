import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askingFaults } from '../../../shared/config/askingFaults.ts';
import { loadFromEnvironment } from '../../../shared/config/environment.ts';
import { CHANNELS, configurationOf, pathsOf, sound } from './documents.ts';

const KEY = 'k'.repeat(32);
const PAGE = { WEBSITE_HOSTNAME: 'guard.azurewebsites.net' };
const VAULT = '@Microsoft.KeyVault(SecretUri=https://vault.example/secrets/approval)';
const GROUP = (mode: string) => `groups: [{ name: shop, databases: ['a/b'], maxLoss: 5s, mode: ${mode} }]`;
const document = (mode: string, ...lines: string[]) => sound(GROUP(mode), ...lines);
const asked = (mode: string, settings: Record<string, string>, ...lines: string[]) => {
  const { faults, warnings } = askingFaults(configurationOf(document(mode, ...lines)), settings);
  return { faults: pathsOf(faults), warnings: pathsOf(warnings) };
};

test('with a key and an address nothing is said', () => {
  for (const mode of ['approve', 'automatic']) {
    assert.deepEqual(asked(mode, { GEOWARDEN_APPROVAL_KEY: KEY, ...PAGE }), { faults: [], warnings: [] });
  }
});

test('a group that may ask needs the key: none, an empty one and a short one are faults', () => {
  for (const settings of [{}, { GEOWARDEN_APPROVAL_KEY: ' ' }, { GEOWARDEN_APPROVAL_KEY: KEY.slice(1) }]) {
    for (const mode of ['approve', 'automatic']) {
      assert.deepEqual(asked(mode, { ...settings, ...PAGE }), { faults: ['approval.key.setting'], warnings: [] });
    }
  }
});

test('a vault that is away must not end the watching: its reference is a warning', () => {
  assert.deepEqual(asked('automatic', { GEOWARDEN_APPROVAL_KEY: VAULT, ...PAGE }), {
    faults: [],
    warnings: ['approval.key.setting'],
  });
});

test('no address for the decision page is a warning; pageUrl or the name from App Service is one', () => {
  const key = { GEOWARDEN_APPROVAL_KEY: KEY };
  assert.deepEqual(asked('approve', key), { faults: [], warnings: ['pageUrl'] });
  assert.deepEqual(asked('approve', key, 'pageUrl: https://guard.example.org/').warnings, []);
});

test('groups that only tell, no groups, and a witness need neither', () => {
  const nothing = { faults: [], warnings: [] };
  assert.deepEqual(asked('notify', {}), nothing);
  assert.deepEqual(asked('approve', {}, 'role: witness'), nothing);
  assert.deepEqual(askingFaults(configurationOf(sound()), {}), nothing);
});

test('the document as the app loads it: refused without the key, told of the other settings with it', () => {
  const text = document(
    'approve',
    CHANNELS,
    'alerts: { LagHigh: { above: 30s } }',
    'fence: { storage: { setting: FENCE } }',
    'events: { topics: [{ endpoint: https://o.uksouth-1.eventgrid.azure.net/api/events, key: { setting: TOPIC } }] }',
  );
  const refused = loadFromEnvironment({ GEOWARDEN_CONFIG: text });
  assert.deepEqual(!refused.ok && pathsOf(refused.faults), ['approval.key.setting']);
  const loaded = loadFromEnvironment({ GEOWARDEN_CONFIG: text, GEOWARDEN_APPROVAL_KEY: KEY });
  assert.deepEqual(loaded.ok && pathsOf(loaded.warnings), [
    'channels[0].url.setting',
    'events.topics[0].key.setting',
    'fence.storage.setting',
    'pageUrl',
  ]);
});
