import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DeadlineExceeded, type Timer, withDeadline } from '../../../shared/limits/withDeadline.ts';

/** A timer that fires when the test says so. */
function handTimer(): { timer: Timer; fire: () => void; pending: () => number; lastMs: () => number } {
  const callbacks = new Set<() => void>();
  let last = 0;
  return {
    timer: {
      after(ms, callback) {
        last = ms;
        callbacks.add(callback);
        return () => callbacks.delete(callback);
      },
    },
    fire: () => {
      for (const callback of callbacks) callback();
    },
    pending: () => callbacks.size,
    lastMs: () => last,
  };
}

test('work in time gives its result, and the timer is gone', async () => {
  const hand = handTimer();
  assert.equal(await withDeadline(hand.timer, 50, async () => 'done'), 'done');
  assert.equal(hand.pending(), 0);
  assert.equal(hand.lastMs(), 50);
});

test('work that fails gives its own error, and the timer is gone', async () => {
  const hand = handTimer();
  await assert.rejects(
    withDeadline(hand.timer, 50, async () => {
      throw new TypeError('own');
    }),
    TypeError,
  );
  assert.equal(hand.pending(), 0);
});

test('work that ignores its signal cannot hold the caller up', async () => {
  const hand = handTimer();
  const result = withDeadline(hand.timer, 50, () => new Promise<never>(() => {}));
  hand.fire();
  await assert.rejects(result, (error) => error instanceof DeadlineExceeded && error.timeoutMs === 50);
});

test('the work is told through its signal, with the reason', async () => {
  const hand = handTimer();
  let reason: unknown;
  const result = withDeadline(hand.timer, 50, (signal) => {
    signal.addEventListener('abort', () => {
      reason = signal.reason;
    });
    return new Promise<never>(() => {});
  });
  hand.fire();
  await assert.rejects(result, DeadlineExceeded);
  assert.ok(reason instanceof DeadlineExceeded);
});

test('work that rejects after the deadline is no unhandled rejection', async () => {
  const hand = handTimer();
  const unhandled: unknown[] = [];
  const listener = (error: unknown): void => {
    unhandled.push(error);
  };
  process.on('unhandledRejection', listener);
  const late = Promise.withResolvers<never>();
  const result = withDeadline(hand.timer, 50, () => late.promise);
  hand.fire();
  await assert.rejects(result, DeadlineExceeded);
  late.reject(new Error('late'));
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', listener);
  assert.deepEqual(unhandled, []);
});
