import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeStorageFailure } from '../../../../doctor/judge/storage.ts';

const CASES: Array<[string, number | undefined, RegExp]> = [
  ['AuthorizationFailure', 403, /Storage Table, Blob and Queue Data Contributor/],
  ['AuthenticationFailed', 401, /roles/],
  ['ENOTFOUND', undefined, /name of the storage account/],
  ['ECONNREFUSED', undefined, /firewall/],
  ['TimeoutError', undefined, /firewall/],
  ['IdentityFailure', undefined, /'identity'/],
  ['ReadBack', undefined, /endpoints/],
];

for (const [code, statusCode, advice] of CASES) {
  test(`${statusCode ?? ''} ${code} says which step it was and what to do`, () => {
    const message = `Expected to write a row, saw ${code}. It is tried again with the next sweep.`;
    const check = judgeStorageFailure('storage table', 'a row', { code, statusCode, message });
    assert.equal(check.result, 'failed');
    assert.match(check.seen, new RegExp(`${code} when trying to write a row$`));
    assert.match(check.advice, advice);
    assert.doesNotMatch(check.advice, /next sweep/, 'a doctor has no next sweep');
  });
}
