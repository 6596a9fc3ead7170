import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeToken } from '../../../../local/estate/identity/jsonWebToken.ts';
import { createTokenAuthority, ISSUER } from '../../../../local/estate/identity/tokenAuthority.ts';
import { APP_OBJECT_ID, TENANT_ID } from '../../../../local/estate/identity/types.ts';

const SQL = 'https://database.windows.net/';
const ARM = 'https://management.azure.com';
const START_MS = Date.UTC(2026, 4, 1, 8, 0, 0, 500);
const HOUR_MS = 3_600_000;

const clock = { ms: START_MS, now: () => clock.ms };
const authority = createTokenAuthority({ clock });

/** Runs with the clock moved, and puts it back. */
function later<T>(ms: number, body: () => T): T {
  clock.ms = START_MS + ms;
  try {
    return body();
  } finally {
    clock.ms = START_MS;
  }
}

function faultOf(token: string, audiences: string[]): string | undefined {
  const verdict = authority.verify(token, audiences);
  return verdict.valid ? 'valid' : verdict.fault;
}

test('a token names its audience, issuer, tenant and object, and lives a day', () => {
  const claims = decodeToken(authority.issue(SQL))?.claims;
  const seconds = Math.floor(START_MS / 1000);
  assert.equal(claims?.aud, SQL);
  assert.equal(claims?.iss, ISSUER);
  assert.equal(claims?.tid, TENANT_ID);
  assert.equal(claims?.oid, APP_OBJECT_ID);
  assert.equal(claims?.exp, seconds + 86_400);
  assert.equal(claims?.nbf, seconds - 300);
});

test('the audience is compared without a trailing slash and without case', () => {
  assert.deepEqual(authority.verify(authority.issue(SQL), ['https://database.windows.net']), {
    valid: true,
    objectId: APP_OBJECT_ID,
  });
  assert.equal(faultOf(authority.issue('https://management.azure.com'), ['https://Management.Azure.com/']), 'valid');
});

test('any of several audiences will do', () => {
  assert.equal(faultOf(authority.issue(ARM), ['https://management.core.windows.net/', `${ARM}/`]), 'valid');
});

test('a token for one service is refused by another, saying which it is for', () => {
  const verdict = authority.verify(authority.issue(SQL), [ARM]);
  assert.ok(!verdict.valid);
  assert.equal(verdict.fault, 'audience');
  assert.match(verdict.reason, /"https:\/\/database\.windows\.net\/".*https:\/\/management\.azure\.com/);
});

test('an audience that only begins alike is another audience', () => {
  assert.equal(faultOf(authority.issue('https://management.azure.com.example.net'), [ARM]), 'audience');
  assert.equal(faultOf(authority.issue(ARM), []), 'audience');
});

test('the objectId asked for is in the token and in the verdict', () => {
  const verdict = authority.verify(authority.issue(ARM, { objectId: 'someone-else' }), [ARM]);
  assert.deepEqual(verdict, { valid: true, objectId: 'someone-else' });
});

test('a token is valid until the second it expires, by the clock given', () => {
  const token = authority.issue(ARM, { lifetimeMs: HOUR_MS });
  assert.equal(
    later(HOUR_MS - 1000, () => faultOf(token, [ARM])),
    'valid',
  );
  assert.equal(
    later(HOUR_MS, () => faultOf(token, [ARM])),
    'expired',
  );
  assert.equal(
    later(100 * HOUR_MS, () => faultOf(token, [ARM])),
    'expired',
  );
});

test('a token from the future is not valid yet; five minutes of difference are forgiven', () => {
  const token = authority.issue(ARM);
  assert.equal(
    later(-300_000, () => faultOf(token, [ARM])),
    'valid',
  );
  assert.equal(
    later(-301_000, () => faultOf(token, [ARM])),
    'notYetValid',
  );
});

test('an issue with no lifetime left is expired at once', () => {
  assert.equal(faultOf(authority.issue(ARM, { lifetimeMs: 0 }), [ARM]), 'expired');
});

test('a token of another estate is refused for its signature', () => {
  const other = createTokenAuthority({ clock });
  assert.equal(faultOf(other.issue(ARM), [ARM]), 'signature');
});

test('text that is no token is malformed, and the reason does not repeat it', () => {
  const verdict = authority.verify('a-secret-that-is-no-token', [ARM]);
  assert.ok(!verdict.valid);
  assert.equal(verdict.fault, 'malformed');
  assert.doesNotMatch(verdict.reason, /a-secret/);
});

test('two tokens are never the same', () => {
  assert.notEqual(authority.issue(ARM), authority.issue(ARM));
});
