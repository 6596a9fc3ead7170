import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccessToken } from '@azure/identity';
import {
  createTokenCache,
  FAILURE_MEMORY_MS,
  REFRESH_BEFORE_END_MS,
} from '../../../../../shared/adapters/azure/identity/tokenCache.ts';

const HOUR = 3_600_000;

function setup(answer: (scope: string, call: number) => Promise<AccessToken> | AccessToken) {
  const state = { now: 1_000_000, calls: 0 };
  const cache = createTokenCache(
    async (scope) => answer(scope, ++state.calls),
    () => state.now,
  );
  return { state, cache };
}

const token = (name: string, expiresOnTimestamp: number, refreshAfterTimestamp?: number): AccessToken => ({
  token: name,
  expiresOnTimestamp,
  ...(refreshAfterTimestamp === undefined ? {} : { refreshAfterTimestamp }),
});

test('a token is asked for once while it is fresh', async () => {
  const { state, cache } = setup((_scope, call) => token(`t${call}`, state0() + HOUR));
  const state0 = (): number => 1_000_000;
  assert.equal((await cache.get('a')).token, 't1');
  state.now += HOUR - REFRESH_BEFORE_END_MS - 1;
  assert.equal((await cache.get('a')).token, 't1');
  assert.equal(state.calls, 1);
});

test('it is renewed before it ends', async () => {
  const { state, cache } = setup((_scope, call) => token(`t${call}`, 1_000_000 + call * HOUR));
  await cache.get('a');
  state.now += HOUR - REFRESH_BEFORE_END_MS;
  assert.equal((await cache.get('a')).token, 't2');
});

test('it is renewed when the issuer says so', async () => {
  const { state, cache } = setup((_scope, call) => token(`t${call}`, 1_000_000 + 10 * HOUR, 1_000_000 + call * 1000));
  await cache.get('a');
  state.now += 1000;
  assert.equal((await cache.get('a')).token, 't2');
});

test('each scope has a token of its own', async () => {
  const { state, cache } = setup((scope) => token(scope, 1_000_000 + HOUR));
  assert.deepEqual([(await cache.get('sql')).token, (await cache.get('arm')).token], ['sql', 'arm']);
  assert.equal(state.calls, 2);
});

test('many who ask at once share one request', async () => {
  const { state, cache } = setup(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return token('t', 1_000_000 + HOUR);
  });
  const tokens = await Promise.all(Array.from({ length: 50 }, () => cache.get('a')));
  assert.equal(state.calls, 1);
  assert.equal(new Set(tokens).size, 1);
});

test('a renewal that fails leaves the living token in use', async () => {
  const { state, cache } = setup((_scope, call) => {
    if (call > 1) throw new Error('endpoint is away');
    return token('t1', 1_000_000 + HOUR);
  });
  await cache.get('a');
  state.now += HOUR - 1000;
  assert.equal((await cache.get('a')).token, 't1');
  assert.equal((await cache.get('a')).token, 't1');
  assert.equal(state.calls, 2);
});

test('a dead token is never given', async () => {
  const { state, cache } = setup((_scope, call) => {
    if (call > 1) throw new Error('endpoint is away');
    return token('t1', 1_000_000 + HOUR);
  });
  await cache.get('a');
  state.now += HOUR;
  await assert.rejects(cache.get('a'), /endpoint is away/);
});

test('a failure is remembered for a moment, so that a thousand do not wait one after another', async () => {
  const { state, cache } = setup(() => {
    throw new Error('endpoint is away');
  });
  for (let index = 0; index < 100; index++) await assert.rejects(cache.get('a'), /away/);
  assert.equal(state.calls, 1);
  state.now += FAILURE_MEMORY_MS;
  await assert.rejects(cache.get('a'), /away/);
  assert.equal(state.calls, 2);
});

test('after a failure the next success counts', async () => {
  const { state, cache } = setup((_scope, call) => {
    if (call === 1) throw new Error('endpoint is away');
    return token('t2', state1() + HOUR);
  });
  const state1 = (): number => 1_000_000;
  await assert.rejects(cache.get('a'), /away/);
  state.now += FAILURE_MEMORY_MS;
  assert.equal((await cache.get('a')).token, 't2');
});
