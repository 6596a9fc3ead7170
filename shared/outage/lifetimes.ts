import type { VerdictRules } from './types.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** An alert is told once and not repeated while it lasts: it speaks until it is resolved, or for so long. */
export const ALERT_LIFETIME_MS = 60 * MINUTE;

/** Azure's word that a resource is well again is told once too, but must not hold back an outage that begins afterwards for long. */
export const ALERT_AGAINST_LIFETIME_MS = 5 * MINUTE;

/** Reporters' clocks may be ahead by so much; what they stamp beyond it does not speak for an outage. */
export const MAX_CLOCK_SKEW_MS = 2 * MINUTE;

/**
 * How long a probe's word holds: three rounds may be late or lost before it says nothing any more. A round over a dead database takes two
 * timeouts, of its sample and of the login after it, where that is longer than the interval.
 */
export function probeLifetimeMs(everyMs: number, timeoutMs: number): number {
  return 3 * Math.max(everyMs, 2 * timeoutMs) + timeoutMs;
}

/** A group's rules for its verdict. Evidence may be as old as an alert may be: probes have shorter lives of their own. */
export function verdictRules(group: { confirmForMs: number; minKinds: number }): VerdictRules {
  return { confirmForMs: group.confirmForMs, minKinds: group.minKinds, maxAgeMs: ALERT_LIFETIME_MS };
}

/** How old our own sight may be: a sweep over a dead region takes its timeouts, so a minute is allowed however short confirmFor is. */
export function maxSightAgeMs(rules: VerdictRules): number {
  return rules.maxSightAgeMs ?? Math.min(rules.maxAgeMs, Math.max(rules.confirmForMs, MINUTE));
}
