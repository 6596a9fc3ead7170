import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signApprovalToken } from '../../../shared/access/approvalToken.ts';
import { approvalKeyFault, readApprovalKey } from '../../../shared/config/approvalKey.ts';

const KEY = { setting: 'APPROVAL' };
const LONG = 'abcdefghijklmnopqrstuvwxyz012345';

test('the key is the UTF-8 of its setting, without the blanks around it', () => {
  assert.deepEqual(readApprovalKey(KEY, { APPROVAL: ` ${LONG}\n` }), new TextEncoder().encode(LONG));
});

test('bytes count, not letters', () => {
  assert.equal(readApprovalKey(KEY, { APPROVAL: 'ä'.repeat(16) })?.byteLength, 32);
  assert.equal(readApprovalKey(KEY, { APPROVAL: 'a'.repeat(31) }), undefined);
});

test('a missing, an empty, an unresolved and a short key give none, and the fault says which', () => {
  const faults = [
    {},
    { APPROVAL: '' },
    { APPROVAL: '@Microsoft.KeyVault(VaultName=v)' },
    { APPROVAL: 'TOPSECRET' },
  ].map((settings) => {
    assert.equal(readApprovalKey(KEY, settings), undefined);
    return approvalKeyFault(KEY, settings);
  });
  assert.deepEqual(
    faults.map((fault) => fault?.seen.split(' ').slice(0, 3).join(' ')),
    ['no such app', 'an empty app', 'a Key Vault', '9 bytes'],
  );
  assert.match(faults[3]?.expected ?? '', /APPROVAL with at least 32 bytes/);
  assert.doesNotMatch(JSON.stringify(faults), /TOPSECRET|VaultName/);
});

test('a key that passes signs: the least length is that of the signature', () => {
  assert.equal(approvalKeyFault(KEY, { APPROVAL: LONG }), undefined);
  const key = readApprovalKey(KEY, { APPROVAL: LONG }) ?? new Uint8Array();
  const claims = { tokenId: 't', incidentId: 'i', fingerprint: 'f', page: '/decision', expiresAtMs: 1 };
  assert.match(signApprovalToken(claims, key), /^[\w-]+\.[\w-]+$/);
});
