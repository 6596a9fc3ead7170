import { MAX_CLOCK_SKEW_MS } from './lifetimes.ts';
import type { Evidence } from './types.ts';

/** The time a piece of evidence speaks for, on our clock. */
export interface Span {
  evidence: Evidence;
  fromMs: number;
  /** Last confirmed. */
  seenMs: number;
  /** Says nothing after this. */
  untilMs: number;
}

/**
 * When a piece of evidence speaks, with the reporter's clock bounded: a future stamp is drawn back to now, and one beyond the allowed skew
 * does not speak for an outage. A voice *against* is never dropped for its clock: that errs towards doing nothing.
 * Undefined when it cannot be placed in time at all.
 */
export function spanOf(evidence: Evidence, maxAgeMs: number, nowMs: number): Span | undefined {
  const { sinceMs, atMs, expiresAtMs, vote } = evidence;
  if (!(Number.isFinite(sinceMs) && Number.isFinite(atMs) && Number.isFinite(expiresAtMs))) return undefined;
  if (vote === 'down' && atMs > nowMs + MAX_CLOCK_SKEW_MS) return undefined;
  const seenMs = Math.min(atMs, nowMs);
  return {
    evidence,
    fromMs: Math.min(sinceMs, nowMs),
    seenMs,
    untilMs: Math.min(expiresAtMs, seenMs + maxAgeMs),
  };
}

/** Does it speak now? */
export function speaksAt(span: Span, atMs: number): boolean {
  return span.fromMs <= atMs && atMs <= span.untilMs;
}
