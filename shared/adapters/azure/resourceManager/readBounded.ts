/** One read with an end: a deadline over everything, few retries, and waits with jitter. Reads only: nothing here may be used to write. */
import { withDeadline } from '../../../limits/withDeadline.ts';
import type { ReadFailure, ReadFailureKind } from '../../../topology/errors.ts';
import { nodeTimer } from '../../nodeTimer.ts';
import { type Request, readFailure } from './failures.ts';
import { retryAfterMs } from './retryAfter.ts';

export interface ReadLimits {
  /** All attempts and the waits between them. */
  timeoutMs: number;
  /** @default 3 */
  attempts?: number;
  /** The first wait; it doubles. @default 250 */
  firstWaitMs?: number;
  /** 0 to 1. @default Math.random */
  random?: () => number;
  /** Epoch milliseconds. @default Date.now */
  now?: () => number;
}

/** What may be different in a moment. */
const WORTH_RETRYING: ReadonlySet<ReadFailureKind> = new Set(['throttled', 'unavailable', 'unreachable']);

/** @throws ReadFailure */
export async function readBounded<Result>(
  request: Request,
  limits: ReadLimits,
  read: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { timeoutMs, attempts = 3, firstWaitMs = 250, random = Math.random, now = Date.now } = limits;
  const endMs = now() + timeoutMs;
  try {
    return await withDeadline(nodeTimer, timeoutMs, async (signal) => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await read(signal);
        } catch (error) {
          const failure: ReadFailure = readFailure(error, request);
          // Full jitter above half the wait: many deployments that fail together do not come back together.
          const backoff = firstWaitMs * 2 ** (attempt - 1) * (0.5 + random() / 2);
          const waitMs = Math.max(backoff, retryAfterMs(error, now()) ?? 0);
          // Azure asked for more time than there is: say what it said instead of waiting for the deadline.
          const isHopeless = attempt >= attempts || !WORTH_RETRYING.has(failure.kind) || now() + waitMs >= endMs;
          if (isHopeless || signal.aborted) throw failure;
          await pause(waitMs, signal);
        }
      }
    });
  } catch (error) {
    throw readFailure(error, request);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const cancel = nodeTimer.after(ms, resolve);
  signal.addEventListener(
    'abort',
    () => {
      cancel();
      reject(signal.reason);
    },
    { once: true },
  );
  return promise;
}
