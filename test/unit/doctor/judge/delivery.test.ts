import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeDelivery } from '../../../../doctor/judge/delivery.ts';

test('a receipt is good', () => {
  const check = judgeDelivery('channel mail', 'a login', { ok: true, detail: 'TLS and login' });
  assert.deepEqual([check.result, check.seen, check.advice], ['ok', 'TLS and login', '']);
});

test('a failure is told as what was seen, and what to do, and where the password is', () => {
  const message = 'The mail server answered 535 5.7.8: it did not accept user and password. Check both. Ask the owner.';
  const check = judgeDelivery('channel mail', 'a login', { ok: false, retry: false, message }, 'It is in X.');
  assert.equal(check.result, 'failed');
  assert.equal(check.seen, 'The mail server answered 535 5.7.8: it did not accept user and password.');
  assert.equal(check.advice, 'Check both. Ask the owner. It is in X.');
});

test('a failure of one sentence is shown whole, and one that might pass is a failure all the same', () => {
  const message = 'The mail server gave no answer within 300 ms.';
  const check = judgeDelivery('channel mail', 'a login', { ok: false, retry: true, message });
  assert.deepEqual([check.result, check.seen, check.advice], ['failed', message, 'See what was seen.']);
});
