import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { connectionString, isDisabled, readLocalSettings, resolveSettings } from '../../../local/host/settings.ts';

function folderWith(content: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'settings-'));
  writeFileSync(path.join(folder, 'local.settings.json'), content);
  return folder;
}

test('%SETTING% is filled in, wherever it stands', () => {
  assert.equal(resolveSettings('%A%-%B%', { A: 'x', B: 'y' }), 'x-y');
  assert.equal(resolveSettings('0 30 2 * * *', {}), '0 30 2 * * *');
});

test('a missing setting is named', () => {
  assert.throws(
    () => resolveSettings('%QUEUE%', {}),
    /'%QUEUE%' does not resolve to a value: the app setting QUEUE is not set/,
  );
});

test('an empty setting is a value', () => {
  assert.equal(resolveSettings('a%EMPTY%b', { EMPTY: '' }), 'ab');
});

test('a connection is looked up by its name, then with AzureWebJobs before it', () => {
  assert.equal(connectionString('Mine', { Mine: 'one', AzureWebJobsMine: 'two' }), 'one');
  assert.equal(connectionString('Mine', { AzureWebJobsMine: 'two' }), 'two');
  assert.equal(connectionString(undefined, { AzureWebJobsStorage: 'three' }), 'three');
  assert.equal(connectionString('', { AzureWebJobsStorage: 'three' }), 'three');
});

test('a missing connection is named, and one by managed identity is told apart', () => {
  assert.throws(() => connectionString('Mine', {}), /The connection Mine is not set/);
  assert.throws(() => connectionString('Mine', { Mine__queueServiceUri: 'https://x' }), /uses a managed identity/);
});

test('an app without local.settings.json has no local settings', () => {
  assert.deepEqual(readLocalSettings(mkdtempSync(path.join(tmpdir(), 'settings-'))), {});
});

test('Values are read', () => {
  assert.deepEqual(readLocalSettings(folderWith('{"IsEncrypted":false,"Values":{"A":"1"}}')), { A: '1' });
  assert.deepEqual(readLocalSettings(folderWith('{}')), {});
});

test('broken, encrypted and non-text settings are refused with the way out', () => {
  assert.throws(() => readLocalSettings(folderWith('{')), /local\.settings\.json is not valid JSON/);
  assert.throws(() => readLocalSettings(folderWith('{"IsEncrypted":true,"Values":{}}')), /func settings decrypt/);
  assert.throws(() => readLocalSettings(folderWith('{"Values":{"PORT":7071}}')), /Values\.PORT must be a text/);
});

test('a function is disabled by its setting alone', () => {
  assert.equal(isDisabled('f', { 'AzureWebJobs.f.Disabled': 'true' }), true);
  assert.equal(isDisabled('f', { 'AzureWebJobs.f.Disabled': '1' }), true);
  assert.equal(isDisabled('f', { AzureWebJobs_f_Disabled: 'True' }), true, 'Linux plans cannot have dots in a name');
  assert.equal(isDisabled('f', { 'AzureWebJobs.f.Disabled': 'false' }), false);
  assert.equal(isDisabled('f', { 'AzureWebJobs.g.Disabled': 'true' }), false);
});
