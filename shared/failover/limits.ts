/** How old what we know may be. Ages in milliseconds. */
export interface FailoverLimits {
  /** A sample older than this at onset says nothing of the link at onset. @default 10 minutes */
  maxSampleAgeMs: number;
  /** What a candidate said longer ago than this is not "now". @default 1 minute */
  maxAnswerAgeMs: number;
  /** A decision longer ago than this is not for today's plan, whatever its fingerprint. @default 30 minutes */
  maxApprovalAgeMs: number;
  /**
   * How far apart our clock and the clocks of Azure SQL may be. Commit times are on the primary's clock, the moment of forcing on ours;
   * the loss bound is longer by this much, and a moment that lies further ahead than this is not believed.
   * @default 2 seconds: Azure keeps its hosts well within it
   */
  clockSkewMs: number;
}

export const FAILOVER_LIMITS: FailoverLimits = {
  maxSampleAgeMs: 10 * 60_000,
  maxAnswerAgeMs: 60_000,
  maxApprovalAgeMs: 30 * 60_000,
  clockSkewMs: 2000,
};

/**
 * Is a moment at most so long ago, and not ahead by more than the clocks may differ? False for anything that is no number: what cannot be
 * compared is not fresh.
 */
export function isFresh(atMs: number, nowMs: number, maxAgeMs: number, limits: FailoverLimits): boolean {
  const ageMs = nowMs - atMs;
  return ageMs <= maxAgeMs && ageMs >= -limits.clockSkewMs;
}
