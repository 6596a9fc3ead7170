import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLoginLedger, outcomeOf } from '../../../../local/estate/metrics/loginLedger.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 20, 9);

test('logins are counted by the minute and database, however its name is written', () => {
  const ledger = createLoginLedger();
  ledger.note('Shop-WE', 'Orders', 'successful', START);
  ledger.note('shop-we', 'orders', 'successful', START + 59_999);
  ledger.note('shop-we', 'orders', 'failedBySystem', START + 30_000);
  ledger.note('shop-we', 'stock', 'failedByUser', START);
  ledger.note('shop-we', 'orders', 'failedByUser', START + MINUTE);
  assert.deepEqual(ledger.minute('SHOP-WE', 'orders', START), { successful: 2, failedBySystem: 1, failedByUser: 0 });
  assert.deepEqual(ledger.minute('shop-we', 'orders', START + MINUTE), {
    successful: 0,
    failedBySystem: 0,
    failedByUser: 1,
  });
  assert.equal(ledger.minute('shop-we', 'orders', START + 2 * MINUTE), undefined);
});

test('what is an hour old is forgotten, so that nothing grows', () => {
  const ledger = createLoginLedger();
  for (let minute = 0; minute < 120; minute += 1) ledger.note('s', 'd', 'successful', START + minute * MINUTE);
  assert.equal(ledger.minute('s', 'd', START), undefined);
  assert.ok(ledger.minute('s', 'd', START + 119 * MINUTE));
  assert.ok(ledger.minute('s', 'd', START + 80 * MINUTE));
});

test("an unavailable database is the system's fault; rights, firewall and passwords are the user's", () => {
  for (const number of [40613, 40197]) assert.equal(outcomeOf(number), 'failedBySystem');
  for (const number of [18456, 40615, 4060, 976, 0]) assert.equal(outcomeOf(number), 'failedByUser');
});
