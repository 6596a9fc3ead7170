/** A function's retry policy, which the host applies to some triggers only. */
import type { RetryOptions } from './worker/types.ts';

/** For the others a policy is ignored: queues have their own dequeue count, and Event Grid's policy lives in the subscription. */
const RETRIED_TRIGGERS = new Set(['timertrigger', 'eventhubtrigger', 'kafkatrigger', 'cosmosdbtrigger']);

/** Whether the policy of a function with this trigger is applied. */
export function isRetried(triggerType: string): boolean {
  return RETRIED_TRIGGERS.has(triggerType.toLowerCase());
}

/**
 * The pause before retry number `retry` (the first is 1), or undefined when no retry is left. A maximum of -1 never
 * ends. Exponential pauses double from the minimum to the maximum.
 */
export function retryDelayMs(policy: RetryOptions | undefined, triggerType: string, retry: number): number | undefined {
  if (!policy || !isRetried(triggerType)) return undefined;
  if (policy.maxRetryCount !== -1 && retry > policy.maxRetryCount) return undefined;
  if (/^fixed/i.test(policy.retryStrategy)) return (policy.delayInterval?.seconds ?? 0) * 1000;
  const least = policy.minimumInterval?.seconds ?? 0;
  const most = policy.maximumInterval?.seconds ?? least;
  return Math.min(most, least * 2 ** Math.min(retry - 1, 30)) * 1000;
}
