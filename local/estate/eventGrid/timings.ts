/**
 * How Event Grid delivers, at the scale of a rehearsal: what Azure waits for minutes takes seconds here.
 * Source: Event Grid message delivery and retry.
 */

/** Event Grid waits 30 seconds for an answer. A subscriber must be as quick here as there. */
export const ANSWER_WITHIN_MS = 30_000;

/** Azure: 10 s, 30 s, 1 min, 5 min, 10 min, 30 min, 1 h, then longer. The last one is repeated. */
export const RETRY_AFTER_MS: readonly number[] = [1_000, 3_000, 6_000, 30_000, 60_000, 180_000, 360_000];

/** After these answers Azure waits at least so long: 401, 403, 404 five minutes, 408 two minutes, 503 thirty seconds. */
export const RETRY_AT_LEAST_MS: ReadonlyMap<number | string, number> = new Map([
  [401, 5_000],
  [403, 5_000],
  [404, 5_000],
  [408, 4_000],
  [503, 2_000],
]);

/** Azure's default, and the most that a retry policy may say. */
export const MAX_DELIVERY_ATTEMPTS = 30;

/** How often a topic that is out of order looks whether it may go on. */
export const TOPIC_RECHECK_MS = 250;

export const DELAYED_MS = 30_000;
export const REORDERING_MS = 1_000;
/** From one copy of an event to the next. */
export const COPY_AFTER_MS = 100;
