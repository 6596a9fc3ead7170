import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { chooseHostId } from '../../../local/host/hostId.ts';

function appNamed(name: unknown): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'app-'));
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name }));
  return folder;
}

test('the setting wins', () => {
  assert.equal(chooseHostId(appNamed('x'), { AzureFunctionsWebHost__hostid: 'mine' }), 'mine');
});

test('the same package has the same id in every folder', () => {
  assert.equal(chooseHostId(appNamed('geo-app'), {}), 'geo-app');
  assert.equal(chooseHostId(appNamed('geo-app'), {}), 'geo-app');
});

test('an id is made of what Azure allows: lower case, digits and dashes, at most 32', () => {
  assert.equal(chooseHostId(appNamed('@Scope/My App'), {}), 'scope-my-app');
  assert.equal(chooseHostId(appNamed(`${'a'.repeat(31)}.b`), {}), 'a'.repeat(31), 'no dash at the end of a cut id');
  assert.equal(chooseHostId(appNamed('@@'), {}), 'local');
});

test('an app without a name has the id of its folder', () => {
  const folder = appNamed(undefined);
  assert.equal(chooseHostId(folder, {}), path.basename(folder).toLowerCase());
});
