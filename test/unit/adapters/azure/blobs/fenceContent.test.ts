import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type FenceContent,
  isFree,
  isInForce,
  nextToken,
  parseFence,
} from '../../../../../shared/adapters/azure/blobs/fenceContent.ts';

const held: FenceContent = { token: 7, holder: 'a', leaseMs: 120_000, released: false, intents: [] };

test('the fence is free for others three seconds after its lease ended, and not a millisecond earlier', () => {
  assert.equal(isFree(held, 'b', 0, 122_999), false);
  assert.equal(isFree(held, 'b', 0, 123_000), true);
});

test('the lease is in force until it ends, and never after it was released', () => {
  assert.equal(isInForce(held, 0, 119_999), true);
  assert.equal(isInForce(held, 0, 120_000), false);
  assert.equal(isInForce({ ...held, released: true }, 0, 1), false);
});

test('nobody can take it while somebody may still act: the end for the one lies before the beginning for the other', () => {
  for (let nowMs = 0; nowMs <= 200_000; nowMs += 500) {
    assert.equal(isInForce(held, 0, nowMs) && isFree(held, 'b', 0, nowMs), false, String(nowMs));
  }
});

test('a service that does not say the time frees nothing and renews nothing', () => {
  assert.equal(isFree(held, 'b', Number.NaN, Number.NaN), false);
  assert.equal(isInForce(held, Number.NaN, Number.NaN), false);
});

test('its holder, and everybody after a release, may take it at once', () => {
  assert.equal(isFree(held, 'a', 0, 0), true);
  assert.equal(isFree({ ...held, released: true }, 'b', 0, 0), true);
});

test('a new blob begins with the present second, an old one with the next number', () => {
  assert.equal(nextToken(undefined, 1_795_000_000_999), 1_795_000_000);
  assert.equal(nextToken(held, 0), 8);
});

test('what is no fence is none', () => {
  assert.deepEqual(parseFence(JSON.stringify(held)), held);
  for (const text of [
    '',
    'null',
    '[]',
    '{}',
    '{"token":1.5}',
    JSON.stringify({ ...held, token: '7' }),
    JSON.stringify({ ...held, intents: [null] }),
    JSON.stringify({ ...held, intents: [{ operationId: 'x', deadlineMs: 1, link: {} }] }),
    JSON.stringify({ ...held, leaseMs: null }),
  ]) {
    assert.equal(parseFence(text), undefined, text);
  }
});
