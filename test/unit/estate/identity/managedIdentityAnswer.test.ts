import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  answerManagedIdentity,
  type IdentityAnswer,
  type IdentityQuestion,
} from '../../../../local/estate/identity/managedIdentityAnswer.ts';
import { createTokenAuthority } from '../../../../local/estate/identity/tokenAuthority.ts';

const SECRET = 'A1B2C3';
const NOW_MS = Date.UTC(2026, 4, 1);
const tokens = createTokenAuthority({ clock: { now: () => NOW_MS } });

function ask(query: string, change: Partial<IdentityQuestion> & { path?: string } = {}): IdentityAnswer {
  const { path = '/msi/token', ...rest } = change;
  const url = new URL(`http://127.0.0.1${path}?${query}`);
  const question = { method: 'GET', url, identityHeader: SECRET, ...rest };
  return answerManagedIdentity(question, { secret: SECRET, tokens, clientId: 'client', correlationId: 'corr-1' });
}

const GOOD = 'api-version=2019-08-01&resource=https://management.azure.com';

test('a good question gets a token for the resource asked, with its end in seconds as text', () => {
  const { status, body } = ask(GOOD);
  assert.equal(status, 200);
  assert.equal(body.token_type, 'Bearer');
  assert.equal(body.resource, 'https://management.azure.com');
  assert.equal(body.client_id, 'client');
  assert.equal(body.expires_on, String(NOW_MS / 1000 + 86_400));
  const verdict = tokens.verify(String(body.access_token), ['https://management.azure.com/']);
  assert.equal(verdict.valid, true);
});

test('parameters that newer clients add are not minded', () => {
  assert.equal(ask(`${GOOD}&xms_cc=cp1&token_sha256_to_refresh=abc`).status, 200);
});

const REFUSALS: [string, IdentityAnswer, number, RegExp][] = [
  ['no header', ask(GOOD, { identityHeader: undefined }), 401, /X-IDENTITY-HEADER/],
  ['an empty header', ask(GOOD, { identityHeader: '' }), 401, /X-IDENTITY-HEADER/],
  ['a wrong header of the same length', ask(GOOD, { identityHeader: 'A1B2C4' }), 401, /X-IDENTITY-HEADER/],
  ['a longer header', ask(GOOD, { identityHeader: `${SECRET}0` }), 401, /X-IDENTITY-HEADER/],
  ['no version', ask('resource=https://management.azure.com'), 400, /2019-08-01; "" was asked/],
  ['the version of 2017', ask(GOOD.replace('2019-08-01', '2017-09-01')), 400, /"2017-09-01" was asked/],
  ['no resource', ask('api-version=2019-08-01'), 400, /resource parameter/],
  ['an empty resource', ask('api-version=2019-08-01&resource='), 400, /resource parameter/],
  [
    'an unknown resource',
    ask('api-version=2019-08-01&resource=https://example.net'),
    400,
    /AADSTS500011.*example\.net/,
  ],
  ['a user-assigned client id', ask(`${GOOD}&client_id=abc`), 400, /client_id/],
  ['a user-assigned resource id', ask(`${GOOD}&mi_res_id=/subscriptions/x`), 400, /mi_res_id/],
  ['a POST', ask(GOOD, { method: 'POST' }), 405, /not POST/],
  ['another path', ask(GOOD, { path: '/metadata/identity/oauth2/token' }), 404, /metadata/],
];
for (const [what, answer, status, message] of REFUSALS) {
  test(`${what}: refused with ${status}, a message and a correlation id, and no token`, () => {
    assert.equal(answer.status, status);
    assert.equal(answer.body.statusCode, status);
    assert.match(String(answer.body.message), message);
    assert.equal(answer.body.correlationId, 'corr-1');
    assert.equal(answer.body.access_token, undefined);
    assert.doesNotMatch(JSON.stringify(answer.body), new RegExp(SECRET));
  });
}
