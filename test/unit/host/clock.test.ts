import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../local/host/clock.ts';

test('a wait ends by itself', async () => {
  const before = systemClock.now();
  await systemClock.wait(5);
  assert.ok(systemClock.now() - before >= 4);
});

test('an aborted wait ends at once, without an error', async () => {
  const stopping = new AbortController();
  const waiting = systemClock.wait(60_000, stopping.signal);
  stopping.abort();
  assert.equal(await waiting, undefined);
  assert.equal(await systemClock.wait(60_000, stopping.signal), undefined, 'also when it was aborted before');
});

test('a wait of weeks does not end at once, and one of the past does', async () => {
  const stopping = new AbortController();
  let ended = false;
  const waiting = systemClock.wait(60 * 86_400_000, stopping.signal).then(() => {
    ended = true;
  });
  await systemClock.wait(-1);
  await systemClock.wait(5);
  assert.equal(ended, false);
  stopping.abort();
  await waiting;
});
