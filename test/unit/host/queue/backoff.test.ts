import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pollingPauseMs } from '../../../../local/host/queue/backoff.ts';

test('after messages there is no pause', () => {
  assert.equal(pollingPauseMs(0, 60_000, 0.5), 0);
});

test('pauses double from 100 ms up to the longest', () => {
  assert.deepEqual(
    [1, 2, 3, 4, 20, 10_000].map((looks) => pollingPauseMs(looks, 1_000, 0.5)),
    [100, 200, 400, 800, 1_000, 1_000],
  );
});

test('pauses are spread by a fifth, yet never below 100 ms nor above the longest', () => {
  assert.deepEqual(
    [0, 1].map((random) => pollingPauseMs(3, 60_000, random)),
    [320, 480],
  );
  assert.equal(pollingPauseMs(1, 60_000, 0), 100);
  assert.equal(pollingPauseMs(4, 800, 1), 800);
});
