import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { signApprovalToken, type TokenContext, verifyApprovalToken } from '../../../shared/access/approvalToken.ts';

const NOW = Date.UTC(2026, 10, 22);
const KEY = Buffer.alloc(32, 7);
const OTHER_KEY = Buffer.alloc(32, 8);
const claims = {
  tokenId: 't-1',
  incidentId: 'i-1',
  fingerprint: 'abc',
  page: '/incidents/i-1',
  expiresAtMs: NOW + 60_000,
};
const context: TokenContext = {
  nowMs: NOW,
  incidentId: 'i-1',
  page: '/incidents/i-1',
  currentFingerprint: 'abc',
  isUsed: () => false,
};
const token = signApprovalToken(claims, KEY);
const reason = (text: string, overrides: Partial<TokenContext> = {}, key = KEY) => {
  const answer = verifyApprovalToken(text, key, { ...context, ...overrides });
  return answer.ok ? 'ok' : answer.reason;
};

test('a token that was signed is read back', () => {
  assert.deepEqual(verifyApprovalToken(token, KEY, context), { ok: true, claims });
});

test('a token fits into a link as it is', () => {
  assert.match(token, /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{43}$/);
});

for (const [name, overrides, expected] of [
  ['another incident', { incidentId: 'i-2' }, 'otherIncident'],
  ['another page', { page: '/incidents/i-1/retry' }, 'otherPage'],
  ['another plan', { currentFingerprint: 'abd' }, 'otherPlan'],
  ['no plan any more', { currentFingerprint: null }, 'otherPlan'],
  ['the moment it expires', { nowMs: NOW + 60_000 }, 'expired'],
  ['long after', { nowMs: NOW + 600_000 }, 'expired'],
  ['a clock that is none', { nowMs: Number.NaN }, 'expired'],
  ['used', { isUsed: (id: string) => id === 't-1' }, 'used'],
  ['used and expired', { isUsed: () => true, nowMs: NOW + 600_000 }, 'used'],
  ['another one used', { isUsed: (id: string) => id === 't-2' }, 'ok'],
  ['the last millisecond', { nowMs: NOW + 59_999 }, 'ok'],
] as Array<[string, Partial<TokenContext>, string]>) {
  test(`${name}: ${expected}`, () => {
    assert.equal(reason(token, overrides), expected);
  });
}

test('a key of another deployment forges', () => {
  assert.equal(reason(token, {}, OTHER_KEY), 'forged');
});

test('what is no token at all is forged, and the answer repeats nothing of it', () => {
  for (const text of [
    '',
    '.',
    'a',
    'a.b',
    `${token}.`,
    `.${token}`,
    `${token}.x`,
    token.split('.')[0] ?? '',
    'x'.repeat(5000),
  ]) {
    const answer = verifyApprovalToken(text, KEY, context);
    assert.ok(!answer.ok && answer.reason === 'forged' && answer.claims === undefined, text.slice(0, 80));
  }
});

test('any one letter changed forges', () => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.='.split('');
  for (let at = 0; at < token.length; at++) {
    for (const letter of letters.filter((one) => one !== token[at]).slice(0, 66)) {
      assert.equal(reason(token.slice(0, at) + letter + token.slice(at + 1)), 'forged', `${at} ${letter}`);
    }
  }
});

test('claims cannot be exchanged under an old signature', () => {
  const forever = signApprovalToken({ ...claims, expiresAtMs: NOW + 9e12 }, OTHER_KEY);
  assert.equal(reason(`${forever.split('.')[0]}.${token.split('.')[1]}`), 'forged');
});

test('a signature made for another purpose with the same key is none', () => {
  const payload = token.split('.')[0] ?? '';
  const bare = createHmac('sha256', KEY).update(payload).digest('base64url');
  assert.equal(reason(`${payload}.${bare}`), 'forged');
});

test('a payload that is signed but is no claims is forged', () => {
  for (const body of [
    '',
    '{}',
    '[]',
    '["a","b","c","d"]',
    '["a","b","c","d","5"]',
    '["","b","c","d",5]',
    '["a","b","c","d",1e999]',
  ]) {
    const payload = Buffer.from(body).toString('base64url');
    const signed = createHmac('sha256', KEY).update('geowarden approval token 1\n').update(payload).digest('base64url');
    assert.equal(reason(`${payload}.${signed}`), 'forged', body);
  }
});

test('a short key is refused, on both sides', () => {
  const short = Buffer.alloc(31, 1);
  assert.throws(() => signApprovalToken(claims, short), /at least 32 bytes/);
  assert.throws(() => verifyApprovalToken(token, short, context), /at least 32 bytes/);
});

test('claims that could not be read back are not signed', () => {
  for (const wrong of [
    { tokenId: '' },
    { page: '' },
    { expiresAtMs: Number.NaN },
    { expiresAtMs: Number.POSITIVE_INFINITY },
  ]) {
    assert.throws(() => signApprovalToken({ ...claims, ...wrong }, KEY), RangeError);
  }
  assert.throws(() => signApprovalToken({ ...claims, page: 'x'.repeat(5000) }, KEY), /at most 4096/);
});

test('whatever the claims, they come back whole, and only for themselves', () => {
  const text = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' });
  const anyClaims = fc.record(
    {
      tokenId: text,
      incidentId: text,
      fingerprint: text,
      page: text,
      expiresAtMs: fc.integer({ min: NOW + 1, max: NOW + 1e9 }),
    },
    { noNullPrototype: true },
  );
  const contextOf = (of: typeof claims): TokenContext => ({
    ...context,
    incidentId: of.incidentId,
    page: of.page,
    currentFingerprint: of.fingerprint,
  });
  fc.assert(
    fc.property(anyClaims, anyClaims, (mine, other) => {
      assert.deepEqual(verifyApprovalToken(signApprovalToken(mine, KEY), KEY, contextOf(mine)), {
        ok: true,
        claims: mine,
      });
      const isSame =
        mine.incidentId === other.incidentId && mine.page === other.page && mine.fingerprint === other.fingerprint;
      assert.equal(verifyApprovalToken(signApprovalToken(mine, KEY), KEY, contextOf(other)).ok, isSame);
    }),
  );
});
