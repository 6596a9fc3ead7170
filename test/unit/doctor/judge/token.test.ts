import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeToken, readClaims } from '../../../../doctor/judge/token.ts';

const token = (claims: unknown) =>
  `eyJhbGciOiJub25lIn0.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`;
const SQL = 'https://database.windows.net//.default';

test('the audience is shown, the token is not; a slash at the end is the same audience', () => {
  for (const aud of [
    'https://database.windows.net/',
    'https://database.windows.net',
    'https://DATABASE.windows.net//',
  ]) {
    const given = token({ aud, oid: '8a1f' });
    const check = judgeToken('identity SQL', SQL, given);
    assert.equal(check.result, 'ok', aud);
    assert.match(check.seen, /audience https.*identity 8a1f/i);
    assert.ok(!JSON.stringify(check).includes(given.slice(0, 12)));
  }
});

test('credentials of a workstation are told as such', () => {
  const given = token({ aud: 'https://database.windows.net' });
  assert.match(judgeToken('identity SQL', SQL, given, false).seen, /credentials of this machine/);
  assert.doesNotMatch(judgeToken('identity SQL', SQL, given).seen, /this machine/);
});

test('another audience is a warning that points at the cloud', () => {
  const check = judgeToken('identity SQL', SQL, token({ aud: 'https://management.azure.com' }));
  assert.equal(check.result, 'warning');
  assert.match(check.advice, /cloud/);
});

test('a token that cannot be read is a warning, whatever it is', () => {
  for (const odd of [
    '',
    'opaque',
    'a.b.c',
    `a.${Buffer.from('[]').toString('base64url')}.c`,
    token(null),
    token({ aud: ['x'] }),
  ]) {
    assert.equal(judgeToken('identity SQL', SQL, odd).result, 'warning', odd);
  }
});

test('claims are one short line of plain characters', () => {
  const claims = readClaims(token({ aud: `a\u001b[31m\n${'x'.repeat(500)}`, oid: 7 }));
  assert.match(claims?.audience ?? '', /^a\[31mx+$/);
  assert.equal(claims?.audience?.length, 120);
  assert.equal(claims?.objectId, undefined);
});
