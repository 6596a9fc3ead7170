/** A timer is a little early or late: by so much, or by so much of a short interval. */
const SLACK_MS = 15_000;
const SLACK_SHARE = 0.15;

/** Is it the turn of what is asked for at this interval, when a timer that ticks at least as often fires now? */
export function isTurn(lastMs: number, everyMs: number, nowMs: number): boolean {
  return lastMs + everyMs - Math.min(SLACK_MS, everyMs * SLACK_SHARE) <= nowMs;
}
