export interface RetryPolicy {
  /** Tries in all, the first one included. */
  attempts: number;
  firstRetryMs: number;
  longestRetryMs: number;
}

/** A channel may ask for patience, not for ever: beyond this the sweeper would look stuck to the people reading the status. */
export const LONGEST_RETRY_AFTER_MS = 3_600_000;

/**
 * How long to wait after try number `attempt` (1, 2, …) failed, milliseconds: doubling from `firstRetryMs` up to `longestRetryMs`, spread
 * over the upper half so that many messages refused together do not come back together. A longer Retry-After wins, spread by a tenth.
 * @param random a number in [0, 1)
 */
export function retryDelayMs(attempt: number, policy: RetryPolicy, random: number, retryAfterMs?: number): number {
  const doubled = policy.firstRetryMs * 2 ** Math.min(Math.max(attempt - 1, 0), 30);
  const backOff = Math.min(doubled, policy.longestRetryMs) * (0.5 + random / 2);
  const asked = Number.isFinite(retryAfterMs) ? Math.min(Math.max(retryAfterMs ?? 0, 0), LONGEST_RETRY_AFTER_MS) : 0;
  return Math.ceil(Math.max(backOff, asked * (1 + random / 10)));
}
