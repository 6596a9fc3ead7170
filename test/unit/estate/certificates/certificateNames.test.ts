import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  certificateCovers,
  checkCertificateNames,
  wildcardFor,
} from '../../../../local/estate/certificates/certificateNames.ts';

test('names and wildcards that can stand in a certificate are accepted', () => {
  checkCertificateNames(['management.azure.com', '*.database.windows.net', 'a-b.c0']);
});

for (const name of [
  '',
  'single',
  '*',
  '*.',
  '*.com',
  'a..b',
  '-a.com',
  'a-.com',
  'a.*.com',
  '*a.b.com',
  'a b.com',
  `${'a'.repeat(64)}.com`,
]) {
  test(`"${name}" is refused, and named in the error`, () => {
    assert.throws(
      () => checkCertificateNames(['fine.example.net', name]),
      (error: Error) => error.message.includes(`"${name}"`) && error.message.includes('DNS name'),
    );
  });
}

test('a name of more than 253 characters is refused', () => {
  const name = `${'abcdefghi.'.repeat(26)}net`;
  assert.throws(() => checkCertificateNames([name]), /must be a DNS name/);
});

test('a certificate without names is refused', () => {
  assert.throws(() => checkCertificateNames([]), /at least one host name/);
});

test('a wildcard covers exactly one label, whatever the case', () => {
  const names = ['*.database.windows.net', 'Management.Azure.com'];
  assert.equal(certificateCovers(names, 'shop-we.database.windows.net'), true);
  assert.equal(certificateCovers(names, 'SHOP-WE.Database.Windows.NET'), true);
  assert.equal(certificateCovers(names, 'management.azure.com'), true);
  assert.equal(certificateCovers(names, 'a.b.database.windows.net'), false);
  assert.equal(certificateCovers(names, 'database.windows.net'), false);
  assert.equal(certificateCovers(names, 'azure.com'), false);
  assert.equal(certificateCovers(['*.net'], 'net'), false);
});

test('the wildcard for a host stands for its first label', () => {
  assert.equal(wildcardFor('prod-27.westeurope.logic.azure.com'), '*.westeurope.logic.azure.com');
  assert.equal(certificateCovers([wildcardFor('a.b.example.net')], 'a.b.example.net'), true);
});
