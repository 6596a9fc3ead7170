import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCertificateNames } from '../../../../local/estate/certificates/certificateNames.ts';
import { workerName, workerPort } from '../../../../local/estate/network/workerName.ts';

test('a worker has a stable name of its region that does not tell the server', () => {
  const name = workerName('shop-we', 'westeurope');
  assert.match(name, /^[0-9a-f]{12}\.tr1\.westeurope1-a\.worker\.database\.windows\.net$/);
  assert.equal(workerName('SHOP-WE', 'westeurope'), name);
  assert.doesNotMatch(name, /shop/);
});

test('two servers have two names, and each can stand in a certificate', () => {
  const names = [workerName('shop-we', 'westeurope'), workerName('shop-ne', 'westeurope')];
  assert.equal(new Set(names).size, 2);
  checkCertificateNames(names);
});

test('ports are those that Azure redirects to, for any number of servers', () => {
  assert.equal(workerPort(0), 11_000);
  assert.equal(workerPort(999), 11_999);
  assert.equal(workerPort(1000), 11_000);
});
