import assert from 'node:assert/strict';
import { test } from 'node:test';
import { looksSecret, shown, shownKey } from '../../../shared/config/shown.ts';

const SECRETS = [
  'https://prod-01.westeurope.logic.azure.com/workflows/a/triggers/manual/paths/invoke?sig=abc',
  'endpoint=https://mail.communication.azure.com/;accesskey=YWJj',
  'Password=hunter2',
  'pwd = hunter2',
  'sig=abc',
  'eyJhbGciOiJSUzI1NiJ9.e30.x',
  'dGhpcyBpcyBhIHN0b3JhZ2Uga2V5IHRoYXQgbXVzdCBub3QgYmUgc2hvd24=',
];

test('never shows what looks like a secret', () => {
  for (const secret of SECRETS) {
    assert.equal(looksSecret(secret), true, secret);
    assert.equal(shown(secret), 'a literal text (not shown)');
    assert.equal(shownKey(secret), '(a key not shown)');
  }
});

test('never shows the value under a key that names a secret', () => {
  for (const key of ['url', 'password', 'connectionString', 'accessToken', 'sharedKey', 'clientSecret']) {
    assert.equal(shown('hunter2', key), 'a literal text (not shown)', key);
  }
  assert.equal(shown(1234, 'password'), 'a literal number (not shown)');
});

test('shows harmless values as they are', () => {
  assert.equal(shown('5mn'), "'5mn'");
  assert.equal(shown(30), 'the number 30');
  assert.equal(shown(true), 'the boolean true');
  assert.equal(shown('5f3d8a10-7c64-4e0e-9a5b-1f6f5a2b8c01'), "'5f3d8a10-7c64-4e0e-9a5b-1f6f5a2b8c01'");
});

test('says the kind of what is not a plain value', () => {
  assert.equal(shown(undefined), 'nothing');
  assert.equal(shown(null), 'an empty value');
  assert.equal(shown([]), 'an empty list');
  assert.equal(shown([1, 2]), 'a list of 2');
  assert.equal(shown({ password: 'x' }), 'a mapping');
  assert.equal(shown(''), 'an empty text');
});

test('cuts a long text', () => {
  const text = 'word '.repeat(40);
  assert.equal(shown(text).length, 63);
  assert.match(shown(text), /…'$/);
});
