import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ReadLimits, readBounded } from '../../../../../shared/adapters/azure/resourceManager/readBounded.ts';
import { ReadFailure, type ReadFailureKind } from '../../../../../shared/topology/errors.ts';
import { failureOf } from './fakeAzure.ts';

const REQUEST = { what: 'the list' };
const LIMITS: ReadLimits = { timeoutMs: 2000, firstWaitMs: 1, random: () => 0 };

function failing(kind: ReadFailureKind, times: number) {
  let calls = 0;
  return {
    calls: () => calls,
    read: async () => {
      if (++calls <= times) throw new ReadFailure(kind, kind);
      return 'list';
    },
  };
}

test('an answer is given as it is', async () => {
  assert.equal(await readBounded(REQUEST, LIMITS, async () => 5), 5);
});

test('only what may be different in a moment is asked again', async () => {
  const again: ReadFailureKind[] = ['throttled', 'unavailable', 'unreachable'];
  const never: ReadFailureKind[] = ['identity', 'unauthorised', 'forbidden', 'notFound', 'timeout', 'garbage', 'other'];
  for (const kind of again) {
    const work = failing(kind, 2);
    assert.equal(await readBounded(REQUEST, LIMITS, work.read), 'list', kind);
    assert.equal(work.calls(), 3, kind);
  }
  for (const kind of never) {
    const work = failing(kind, 2);
    assert.equal((await failureOf(readBounded(REQUEST, LIMITS, work.read))).kind, kind);
    assert.equal(work.calls(), 1, kind);
  }
});

test('the number of attempts is bounded', async () => {
  for (const kind of ['throttled', 'unavailable', 'unreachable'] as const) {
    const work = failing(kind, 12);
    assert.equal((await failureOf(readBounded(REQUEST, { ...LIMITS, attempts: 5 }, work.read))).kind, kind);
    assert.equal(work.calls(), 5, kind);
  }
});

test('waits grow and are spread by chance', async () => {
  const spent = async (random: number): Promise<number> => {
    const startedAt = performance.now();
    await failureOf(
      readBounded(REQUEST, { ...LIMITS, firstWaitMs: 40, random: () => random }, failing('unavailable', 9).read),
    );
    return performance.now() - startedAt;
  };
  const [short, long] = [await spent(0), await spent(1)];
  // 20 + 40 against 40 + 80 milliseconds; timers may be late, never early by more than one.
  assert.ok(short >= 58, `${short}`);
  assert.ok(long >= 118, `${long}`);
});

test('the deadline counts over all attempts and waits', async () => {
  const startedAt = performance.now();
  let calls = 0;
  const failure = await failureOf(
    readBounded(REQUEST, { ...LIMITS, timeoutMs: 60, attempts: 1000, firstWaitMs: 1 }, async () => {
      calls++;
      await new Promise((resolve) => setTimeout(resolve, 25));
      throw new ReadFailure('unavailable', 'Azure answered 503');
    }),
  );
  assert.ok(performance.now() - startedAt < 1000);
  assert.ok(calls <= 4, String(calls));
  assert.match(failure.kind, /^(timeout|unavailable)$/);
});

test('nothing is started after the deadline has passed during a wait', async () => {
  let calls = 0;
  const clock = { now: 0 };
  const failure = await failureOf(
    readBounded(REQUEST, { ...LIMITS, timeoutMs: 50, firstWaitMs: 100, now: () => clock.now }, async () => {
      calls++;
      throw new ReadFailure('throttled', 'Azure answered 429');
    }),
  );
  assert.equal(failure.kind, 'throttled');
  assert.equal(calls, 1);
});

test('whatever is thrown becomes a ReadFailure that says what was asked', async () => {
  for (const thrown of [new TypeError('x'), 'text', undefined, new Error('y')]) {
    const failure = await failureOf(readBounded(REQUEST, LIMITS, () => Promise.reject(thrown)));
    assert.equal(failure.kind, 'other');
    assert.match(failure.message, /^Expected the list; /);
  }
});
