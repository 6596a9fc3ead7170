import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { loadFromEnvironment } from '../../../shared/config/environment.ts';
import { CHANNELS, OBJECTIVES, pathsOf, SUBSCRIPTION, sound } from './documents.ts';

let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'geowarden-config-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

function load(setting: string | undefined, more: Record<string, string> = {}) {
  return loadFromEnvironment({ ...(setting === undefined ? {} : { GEOWARDEN_CONFIG: setting }), ...more }, folder);
}

function onlyFault(setting: string | undefined) {
  const loaded = load(setting);
  assert.equal(loaded.ok, false);
  const faults = loaded.ok ? [] : loaded.faults;
  assert.deepEqual(pathsOf(faults), ['GEOWARDEN_CONFIG']);
  return faults[0];
}

test('the setting may be the text itself', () => {
  assert.equal(load(sound()).ok, true);
});

test('a text of one line is known by its colon and blank, or by its brace', () => {
  const flow = `{ scopes: [{ subscriptions: [${SUBSCRIPTION}] }], ${OBJECTIVES} }`;
  assert.equal(load(flow).ok, true);
  assert.equal(load('{"scopes":[],"objectives":{}}').ok, false);
  const oneLine = load('objectives: {}');
  assert.ok(!oneLine.ok && oneLine.faults.some(({ path }) => path === 'scopes'));
});

test('the setting may be a path, relative to the folder of the app or absolute', () => {
  writeFileSync(join(folder, 'geowarden.yaml'), sound());
  assert.equal(load('geowarden.yaml').ok, true);
  assert.equal(load(join(folder, 'geowarden.yaml')).ok, true);
  assert.equal(load(' ./geowarden.yaml ').ok, true);
});

test('a byte order mark does not disturb', () => {
  writeFileSync(join(folder, 'mark.yaml'), `\uFEFF${sound()}`);
  assert.equal(load('mark.yaml').ok, true);
});

test('faults of a file are the faults of its document', () => {
  writeFileSync(join(folder, 'wrong.yaml'), 'scopes: []\n');
  const loaded = load('wrong.yaml');
  assert.deepEqual(loaded.ok ? [] : pathsOf(loaded.faults), ['objectives', 'scopes']);
});

test('a missing setting, an empty one, a missing file and a folder each say what they are', () => {
  assert.match(onlyFault(undefined)?.seen ?? '', /no such app setting/);
  assert.match(onlyFault('  ')?.seen ?? '', /empty/);
  assert.match(onlyFault('missing.yaml')?.seen ?? '', /no file at .*missing\.yaml/);
  assert.match(onlyFault('.')?.seen ?? '', /a folder at/);
  writeFileSync(join(folder, 'large.yaml'), '#'.repeat(300 * 1024));
  assert.match(onlyFault('large.yaml')?.seen ?? '', /300 KiB/);
});

test('a secret in the wrong setting is not repeated', () => {
  for (const secret of ['https://x.logic.azure.com/?sig=TOPSECRET', 'AccountKey=TOPSECRET']) {
    assert.doesNotMatch(JSON.stringify(onlyFault(secret)), /TOPSECRET/);
  }
});

test('a channel whose secret cannot be read is a warning, and everything else works', () => {
  const text = sound(CHANNELS, 'alerts: { LagHigh: { above: 30s } }');
  const missing = load(text);
  assert.deepEqual(missing.ok && pathsOf(missing.warnings), ['channels[0].url.setting']);
  const present = load(text, { TEAMS_WEBHOOK_URL: 'https://x/?sig=1' });
  assert.deepEqual(present.ok && present.warnings, []);
});

test('a mail channel without a password needs no secret', () => {
  const text = sound(
    'alerts: { LagHigh: { above: 30s } }',
    'channels: [{ type: smtp, name: a, host: h, from: a@example.org, to: [a@example.org] }]',
  );
  const loaded = load(text);
  assert.deepEqual(loaded.ok && loaded.warnings, []);
});
