import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { isAllowed, type Keys, loadKeys, makeKeys, permissionOf, presentedKey } from '../../../local/host/keys.ts';

const keys: Keys = {
  masterKey: 'master',
  hostKeys: { default: 'host', extra: 'host2' },
  functionKeys: { one: { default: 'one-key' } },
  systemKeys: { eventgrid_extension: 'grid' },
};
const freshFile = () => path.join(mkdtempSync(path.join(tmpdir(), 'keys-')), 'deep', 'keys.json');

test('the master key opens everything', () => {
  assert.deepEqual(permissionOf(keys, 'master', 'one'), { level: 'admin' });
  for (const level of ['anonymous', 'function', 'admin', 'Admin'])
    assert.equal(isAllowed({ level: 'admin' }, level), true, level);
});

test('host keys open every function, a function key its own alone, without regard to case', () => {
  assert.deepEqual(permissionOf(keys, 'host', 'two'), { level: 'function' });
  assert.deepEqual(permissionOf(keys, 'host2', 'two'), { level: 'function' });
  assert.deepEqual(permissionOf(keys, 'one-key', 'ONE'), { level: 'function' });
  assert.deepEqual(permissionOf(keys, 'one-key', 'two'), { level: 'anonymous' });
});

test('function keys do not open admin functions, nor a system key any function', () => {
  assert.equal(isAllowed({ level: 'function' }, 'admin'), false);
  assert.equal(isAllowed({ level: 'system', name: 'eventgrid_extension' }, 'function'), false);
  assert.deepEqual(permissionOf(keys, 'grid'), { level: 'system', name: 'eventgrid_extension' });
});

test('no key, an empty key and a wrong key are anonymous', () => {
  for (const key of [undefined, '', 'wrong', 'maste', 'master '])
    assert.deepEqual(permissionOf(keys, key, 'one'), { level: 'anonymous' });
  assert.equal(isAllowed({ level: 'anonymous' }, 'anonymous'), true);
  assert.equal(isAllowed({ level: 'anonymous' }, 'function'), false);
});

test('an unknown authLevel admits the master key only', () => {
  assert.equal(isAllowed({ level: 'function' }, 'user'), false);
  assert.equal(isAllowed({ level: 'admin' }, 'user'), true);
});

test('the header comes before the query', () => {
  const query = new URLSearchParams('code=from-query');
  assert.equal(presentedKey({ 'x-functions-key': 'from-header' }, query), 'from-header');
  assert.equal(presentedKey({}, query), 'from-query');
  assert.equal(presentedKey({}, new URLSearchParams()), undefined);
});

test('made keys are long, random and different', () => {
  const made = makeKeys();
  const all = [made.masterKey, made.hostKeys.default, made.systemKeys.eventgrid_extension];
  assert.equal(new Set([...all, makeKeys().masterKey]).size, 4);
  for (const key of all) assert.match(key ?? '', /^[\w-]{50,}$/);
});

test('a missing file is made for its owner alone, and read again', () => {
  const file = freshFile();
  const made = loadKeys(file);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.deepEqual(loadKeys(file), made);
  assert.equal(JSON.parse(readFileSync(file, 'utf8')).masterKey, made.masterKey);
});

test('without a file keys are made anew each time', () => {
  assert.notEqual(loadKeys(undefined).masterKey, loadKeys(undefined).masterKey);
});

test('what a file leaves out is made', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'keys-')), 'keys.json');
  writeFileSync(file, '{"masterKey":"mine"}');
  const loaded = loadKeys(file);
  assert.equal(loaded.masterKey, 'mine');
  assert.match(loaded.hostKeys.default ?? '', /.{50}/);
});

for (const content of [
  '',
  '[]',
  'null',
  '{"masterKey":1}',
  '{"hostKeys":{"default":""}}',
  '{"functionKeys":{"f":"x-secret"}}',
  '{"systemKeys":null}',
]) {
  test(`a keys file of ${content || 'nothing'} is refused without showing its content`, () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'keys-')), 'keys.json');
    writeFileSync(file, content);
    assert.throws(
      () => loadKeys(file),
      (error: Error) => /is not of the expected form/.test(error.message) && !error.message.includes('x-secret'),
    );
  });
}
