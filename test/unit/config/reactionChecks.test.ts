import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHANNELS, faultAt, pathsOf, sound, warningsOf } from './documents.ts';

const QUIET = 'alerts: { LagHigh: { above: 30s } }';
const TOPICS = 'events: { topics: [{ endpoint: https://outage.uksouth-1.eventgrid.azure.net/api/events }] }';
const FENCE = 'fence: { storage: { setting: F } }';
const group = (mode: string) => `groups: [{ name: shop, databases: ['a/b'], maxLoss: 10m, mode: ${mode} }]`;

test('a group that may act wants a fence that every deployment shares', () => {
  for (const mode of ['approve', 'automatic']) {
    const [warning, ...others] = warningsOf(sound(CHANNELS, QUIET, group(mode)));
    assert.equal(warning?.path, 'fence.storage');
    assert.match(warning?.seen ?? '', /only guards deployments that share it/);
    assert.deepEqual(others, []);
    assert.deepEqual(
      warningsOf(sound(CHANNELS, QUIET, group(mode), 'fence: { storage: { setting: F } }')),
      [],
      'a fence of its own silences it',
    );
  }
});

test('a group that only tells needs neither a fence nor topics', () => {
  assert.deepEqual(warningsOf(sound(CHANNELS, QUIET, group('notify'))), []);
});

test('a witness without channels is not told to tell somebody', () => {
  assert.deepEqual(warningsOf(sound(QUIET, 'role: witness', TOPICS)), []);
});

test('a witness with channels, with automatic groups, or with nowhere to publish is not what was meant', () => {
  const warnings = warningsOf(sound(CHANNELS, QUIET, 'role: witness', group('automatic')));
  assert.deepEqual(pathsOf(warnings), ['channels', 'events.topics', 'groups[0].mode']);
  assert.match(warnings.find(({ path }) => path === 'groups[0].mode')?.expected ?? '', /neither tells nor acts/);
  assert.match(warnings.find(({ path }) => path === 'channels')?.seen ?? '', /a list of 1/);
});

test('a witness holds no fence, so it is told nothing about one', () => {
  assert.deepEqual(warningsOf(sound(QUIET, 'role: witness', TOPICS, group('approve'))), []);
});

test('the same topic twice is a fault, case ignored: it is no way round its own outage', () => {
  const endpoint = 'https://outage.uksouth-1.eventgrid.azure.net/api/events';
  const text = sound(
    `events: { topics: [{ endpoint: '${endpoint}' }, { endpoint: '${endpoint.replace('outage', 'OUTAGE')}' }] }`,
  );
  assert.match(faultAt(text, 'events.topics[1].endpoint').seen, /events\.topics\[0\]/);
});

test('the checks speak even where the fields are of another kind', () => {
  const text = sound('role: witness', 'events: { topics: 7 }', 'groups: shop', 'fence: none');
  for (const path of ['events.topics', 'groups', 'fence']) assert.equal(faultAt(text, path).path, path);
});

test('an automatic group whose allowance is no longer than its confirmation always asks: the owner hears of it now', () => {
  const automatic = (times: string) => `groups: [{ name: shop, databases: ['a/b'], mode: automatic, ${times} }]`;
  const warned = (times: string) => pathsOf(warningsOf(sound(CHANNELS, QUIET, FENCE, automatic(times))));
  assert.deepEqual(warned('confirmFor: 5m, maxLoss: 30s'), ['groups[0].maxLoss']);
  assert.deepEqual(warned('maxLoss: 5m'), ['groups[0].maxLoss']);
  assert.deepEqual(warned('confirmFor: 2m, maxLoss: 121s'), []);
  const asks = `groups: [{ name: shop, databases: ['a/b'], mode: approve, confirmFor: 5m, maxLoss: 30s }]`;
  assert.deepEqual(warningsOf(sound(CHANNELS, QUIET, FENCE, asks)), []);
});
