import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTokenAuthority } from '../../../../local/estate/identity/tokenAuthority.ts';
import { APP_OBJECT_ID } from '../../../../local/estate/identity/types.ts';
import { ArmError } from '../../../../local/estate/resourceManager/armError.ts';
import { authenticate } from '../../../../local/estate/resourceManager/authenticate.ts';

const clock = { ms: Date.UTC(2026, 4, 1), now: () => clock.ms };
const tokens = createTokenAuthority({ clock });
const ARM = 'https://management.azure.com';

function refusal(header: string | undefined): ArmError {
  try {
    authenticate(header, tokens);
  } catch (error) {
    assert.ok(error instanceof ArmError);
    return error;
  }
  throw new Error('expected the header to be refused');
}

test('a token for Resource Manager, with either audience, says who is asking', () => {
  for (const audience of [ARM, `${ARM}/`, 'https://management.core.windows.net/']) {
    assert.equal(authenticate(`Bearer ${tokens.issue(audience)}`, tokens), APP_OBJECT_ID, audience);
  }
  assert.equal(authenticate(`bearer  ${tokens.issue(ARM, { objectId: 'x' })} `, tokens), 'x');
});

const OTHER_TENANT = createTokenAuthority({ clock }).issue(ARM);
const REFUSED: [string, () => string | undefined, string][] = [
  ['no header', () => undefined, 'AuthenticationFailed'],
  ['an empty header', () => '', 'AuthenticationFailed'],
  ['a scheme without a token', () => 'Bearer', 'AuthenticationFailedInvalidHeader'],
  ['another scheme', () => `Basic ${tokens.issue(ARM)}`, 'AuthenticationFailedInvalidHeader'],
  ['two tokens', () => `Bearer ${tokens.issue(ARM)} ${tokens.issue(ARM)}`, 'AuthenticationFailedInvalidHeader'],
  ['text that is no token', () => 'Bearer abc', 'InvalidAuthenticationToken'],
  ['a token of another tenant', () => `Bearer ${OTHER_TENANT}`, 'InvalidAuthenticationToken'],
  [
    'a token for SQL',
    () => `Bearer ${tokens.issue('https://database.windows.net/')}`,
    'InvalidAuthenticationTokenAudience',
  ],
  ['a token past its end', () => `Bearer ${tokens.issue(ARM, { lifetimeMs: 0 })}`, 'ExpiredAuthenticationToken'],
];
for (const [what, header, code] of REFUSED) {
  test(`${what} is 401 ${code}, with a challenge and without the token`, () => {
    const given = header();
    const error = refusal(given);
    assert.deepEqual([error.status, error.code], [401, code]);
    const challenge = error.headers['www-authenticate'] ?? '';
    assert.match(
      challenge,
      /^Bearer authorization_uri="https:\/\/login\.windows\.net\/", error="invalid_token", error_description="[^"]+"$/,
    );
    const secret = given?.split(' ')[1] ?? '';
    if (secret.length > 10) assert.doesNotMatch(`${error.message} ${challenge}`, new RegExp(secret.slice(0, 40)));
  });
}

test('an expired token is told when it ended', () => {
  const { message } = refusal(`Bearer ${tokens.issue(ARM, { lifetimeMs: -60_000 })}`);
  assert.match(message, /2026-04-30T23:59:00\.000Z/);
});

test('a token for something else is told for what', () => {
  const { message } = refusal(`Bearer ${tokens.issue('https://vault.azure.net')}`);
  assert.match(message, /"https:\/\/vault\.azure\.net".*https:\/\/management\.azure\.com/);
});
