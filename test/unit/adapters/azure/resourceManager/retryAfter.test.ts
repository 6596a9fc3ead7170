import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retryAfterMs } from '../../../../../shared/adapters/azure/resourceManager/retryAfter.ts';

const NOW = Date.parse('2026-05-04T10:00:00Z');

function refused(value: string | undefined): Error {
  return Object.assign(new Error('refused'), { response: { headers: { get: () => value } } });
}

test('seconds', () => {
  assert.equal(retryAfterMs(refused('17'), NOW), 17_000);
  assert.equal(retryAfterMs(refused('0'), NOW), 0);
  assert.equal(retryAfterMs(refused('-5'), NOW), 0);
});

test('a date', () => {
  assert.equal(retryAfterMs(refused('Mon, 04 May 2026 10:00:30 GMT'), NOW), 30_000);
  assert.equal(retryAfterMs(refused('Mon, 04 May 2026 09:00:00 GMT'), NOW), 0);
});

test('nothing, or nothing readable', () => {
  for (const error of [refused(undefined), refused('soon'), new Error('x'), 'x', undefined, { response: {} }]) {
    assert.equal(retryAfterMs(error, NOW), undefined);
  }
  assert.equal(retryAfterMs(Object.assign(new Error('x'), { response: null }), NOW), undefined);
  assert.equal(retryAfterMs(Object.assign(new Error('x'), { response: { headers: 5 } }), NOW), undefined);
});
