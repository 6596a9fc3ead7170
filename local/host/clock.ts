/** Time, as the host's loops use it: given from outside, so that a test needs no patience. */
import { setTimeout as delay } from 'node:timers/promises';

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves after `ms`, or as soon as the signal is aborted; never rejects. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Longer waits overflow Node's timers (2^31 ms, 24.8 days) and would end at once. */
const LONGEST_WAIT_MS = 24 * 86_400_000;

export const systemClock: Clock = {
  now: () => Date.now(),
  async wait(ms, signal) {
    try {
      await delay(Math.min(Math.max(0, ms), LONGEST_WAIT_MS), undefined, signal ? { signal } : {});
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  },
};
