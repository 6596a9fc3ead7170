import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retryAfterMs } from '../../../shared/adapters/channels/retryAfter.ts';

const NOW = Date.UTC(2026, 10, 22, 3, 4, 5);

test('seconds and dates are understood', () => {
  assert.equal(retryAfterMs('0', NOW), 0);
  assert.equal(retryAfterMs(' 120 ', NOW), 120_000);
  assert.equal(retryAfterMs('Sun, 22 Nov 2026 03:05:05 GMT', NOW), 60_000);
  assert.equal(retryAfterMs('Sunday, 22-Nov-26 03:05:05 GMT', NOW), 60_000);
});

test('a date that has passed means now', () => {
  assert.equal(retryAfterMs('Sun, 22 Nov 2026 03:04:00 GMT', NOW), 0);
});

test('anything else is as if it were not there', () => {
  for (const header of [null, undefined, '', '-5', '1.5', 'soon', '99999999999', 'Sun, 99 Nov', '1e3']) {
    assert.equal(retryAfterMs(header, NOW), undefined, String(header));
  }
});
