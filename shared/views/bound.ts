const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * A bound rounded up to what is shown of it: durations are cut off after two units, and "at most 2 h" must not stand for 2 h and 50 s.
 * @param ms milliseconds, 0 or more
 */
export function roundedUp(ms: number): number {
  const step = ms < HOUR ? 1_000 : ms < DAY ? MINUTE : HOUR;
  return Math.ceil(ms / step) * step;
}
