import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secretValues } from '../../../doctor/secretValues.ts';

test('a secret and the secret parts of it, as written and decoded', () => {
  const values = secretValues({ URL: ' https://x.example/a?api=1&sig=ab%2Fcd ' }, ['URL']);
  assert.deepEqual(values, ['https://x.example/a?api=1&sig=ab%2Fcd', 'ab%2Fcd', 'ab/cd']);
});

test('the key of a connection string, which may be quoted without the rest', () => {
  const values = secretValues({ S: 'AccountName=a;AccountKey=K+/==;x=y' }, ['S']);
  assert.ok(values.includes('K+/=='));
  assert.ok(!values.includes('a'));
});

test('settings that are missing or empty are no secrets, and a stray percent sign is no trouble', () => {
  assert.deepEqual(secretValues({ A: ' ' }, ['A', 'B']), []);
  assert.ok(secretValues({ A: 'sig=100%' }, ['A']).includes('100%'));
});
