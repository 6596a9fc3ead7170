import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { decodeToken, encodeToken, isSignedBy } from '../../../../local/estate/identity/jsonWebToken.ts';

const ours = generateKeyPairSync('rsa', { modulusLength: 2048 });
const theirs = generateKeyPairSync('rsa', { modulusLength: 2048 });
const segment = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function decoded(token: string) {
  const result = decodeToken(token);
  assert.ok(result, `expected a readable token: ${token.slice(0, 40)}`);
  return result;
}

test('what was encoded is decoded and is signed by the key', () => {
  const token = decoded(
    encodeToken({ aud: 'https://database.windows.net/', n: 1, text: 'é' }, ours.privateKey, 'key-1'),
  );
  assert.deepEqual(token.header, { typ: 'JWT', alg: 'RS256', kid: 'key-1' });
  assert.deepEqual(token.claims, { aud: 'https://database.windows.net/', n: 1, text: 'é' });
  assert.equal(isSignedBy(token, ours.publicKey), true);
});

test('another key did not sign it', () => {
  assert.equal(isSignedBy(decoded(encodeToken({ a: 1 }, ours.privateKey, 'k')), theirs.publicKey), false);
});

test('changed claims break the signature', () => {
  const [head, , tail] = encodeToken({ aud: 'a' }, ours.privateKey, 'k').split('.');
  assert.equal(isSignedBy(decoded(`${head}.${segment({ aud: 'b' })}.${tail}`), ours.publicKey), false);
});

for (const alg of ['none', 'HS256', 'RS512', undefined]) {
  test(`a header that says ${alg} is not believed, even over a good signature`, () => {
    const token = decoded(encodeToken({ a: 1 }, ours.privateKey, 'k'));
    assert.equal(isSignedBy({ ...token, header: { ...token.header, alg } }, ours.publicKey), false);
  });
}

const NOT_TOKENS: [string, string][] = [
  ['empty text', ''],
  ['one part', 'abc'],
  ['two parts', `${segment({})}.${segment({})}`],
  ['four parts', `${segment({})}.${segment({})}.abc.abc`],
  ['an empty signature', `${segment({})}.${segment({})}.`],
  ['claims that are not JSON', `${segment({})}.YWJj.abc`],
  ['claims that are a list', `${segment({})}.${segment([1])}.abc`],
  ['claims that are null', `${segment({})}.${segment(null)}.abc`],
  ['a header that is a number', `${segment(7)}.${segment({})}.abc`],
  ['characters outside base64url', `${segment({})}.${segment({})}.a+b/`],
  ['more than 16,384 characters', `${segment({})}.${segment({ a: 'x'.repeat(20_000) })}.abc`],
];
for (const [what, text] of NOT_TOKENS) {
  test(`${what}: not a token`, () => assert.equal(decodeToken(text), undefined));
}
