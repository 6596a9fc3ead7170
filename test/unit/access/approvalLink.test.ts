import assert from 'node:assert/strict';
import { test } from 'node:test';
import { approvalLinks } from '../../../shared/access/approvalLink.ts';
import { verifyApprovalToken } from '../../../shared/access/approvalToken.ts';
import type { ApprovalClaims } from '../../../shared/access/types.ts';

const KEY = new Uint8Array(32).fill(7);
const CLAIMS: ApprovalClaims = {
  tokenId: 't1',
  incidentId: 'i1',
  fingerprint: 'f1',
  page: '/api/incidents/i1/decision',
  expiresAtMs: 10_000,
};
const PAGE = 'https://geowarden.example.net/guard/';

test('the link opens the page of the claims, below the address of the app, and its token is good there', () => {
  const url = new URL(approvalLinks(PAGE, () => KEY)(CLAIMS) ?? assert.fail('no link'));
  assert.equal(url.origin + url.pathname, 'https://geowarden.example.net/guard/api/incidents/i1/decision');
  assert.deepEqual([...url.searchParams.keys()], ['token']);
  const answer = verifyApprovalToken(url.searchParams.get('token') ?? '', KEY, {
    nowMs: 9_999,
    incidentId: 'i1',
    page: CLAIMS.page,
    currentFingerprint: 'f1',
    isUsed: () => false,
  });
  assert.deepEqual(answer, { ok: true, claims: CLAIMS });
});

test('a slash more or less at the end of the address makes no difference', () => {
  const ends = ['', '/', '//'].map((end) => approvalLinks(`https://x.example${end}`, () => KEY)(CLAIMS));
  assert.equal(new Set(ends).size, 1);
});

test('the key is asked for at every link', () => {
  let key: Uint8Array | undefined;
  const link = approvalLinks(PAGE, () => key);
  assert.equal(link(CLAIMS), undefined);
  key = KEY;
  assert.ok(link(CLAIMS));
});

test('without an address, a sound key or sound claims there is no link, and nothing is thrown', () => {
  assert.equal(approvalLinks(undefined, () => KEY)(CLAIMS), undefined);
  assert.equal(approvalLinks(PAGE, () => KEY.slice(0, 31))(CLAIMS), undefined);
  assert.equal(approvalLinks(PAGE, () => KEY)({ ...CLAIMS, tokenId: '' }), undefined);
  assert.equal(approvalLinks(PAGE, () => KEY)({ ...CLAIMS, expiresAtMs: Number.NaN }), undefined);
});

test('a page that is no path of this app makes no link', () => {
  for (const page of ['', 'decision', '//evil.example/x?', '/x?token=1', '/x#y', '@evil.example/']) {
    const url = approvalLinks('https://x.example', () => KEY)({ ...CLAIMS, page });
    assert.ok(url === undefined || new URL(url).host === 'x.example', page);
  }
  assert.equal(approvalLinks(PAGE, () => KEY)({ ...CLAIMS, page: '/x?token=1' }), undefined);
});
