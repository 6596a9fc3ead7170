import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatCookie } from '../../../../local/host/http/cookie.ts';

test('a bare cookie is name and encoded value', () => {
  assert.equal(formatCookie({ name: 'a', value: 'x y;z' }), 'a=x%20y%3Bz');
});

test('every attribute is written', () => {
  const cookie = formatCookie({
    name: 'a',
    value: '1',
    maxAge: { value: 0 },
    domain: { value: 'd' },
    path: { value: '/p' },
    expires: { value: { seconds: 0 } },
    httpOnly: { value: true },
    secure: { value: true },
    sameSite: 'strict',
  });
  assert.equal(
    cookie,
    'a=1; Max-Age=0; Domain=d; Path=/p; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=Strict',
  );
});

test('the library\'s "none" says nothing, its "explicitNone" says None', () => {
  assert.equal(formatCookie({ name: 'a', value: '', sameSite: 'none' }), 'a=');
  assert.equal(formatCookie({ name: 'a', value: '', sameSite: 'explicitNone' }), 'a=; SameSite=None');
  assert.equal(formatCookie({ name: 'a', value: '', sameSite: 'lax' }), 'a=; SameSite=Lax');
});

test('flags that are false are left out', () => {
  assert.equal(formatCookie({ name: 'a', value: '1', httpOnly: { value: false }, secure: { value: false } }), 'a=1');
});
