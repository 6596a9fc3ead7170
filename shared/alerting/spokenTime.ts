/** Durations and moments as people say them in an alert. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * `850 ms`, `2.5 s`, `42 s`, `2 min 10 s`, `1 h 5 min`, `3 d 4 h`: two units at most, cut off and never rounded up, so that
 * `59.9 s` does not read as a minute that has not passed. Anything below zero or not a number reads as `0 s`.
 * @param ms milliseconds
 */
export function sayDuration(ms: number): string {
  if (ms === Number.POSITIVE_INFINITY) return 'for ever';
  if (!(ms >= 1)) return '0 s';
  if (ms < SECOND) return `${Math.floor(ms)} ms`;
  if (ms < 10 * SECOND) return `${Math.floor(ms / 100) / 10} s`;
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`;
  if (ms < HOUR) return twoUnits(ms, MINUTE, 'min', SECOND, 's');
  if (ms < DAY) return twoUnits(ms, HOUR, 'h', MINUTE, 'min');
  return twoUnits(ms, DAY, 'd', HOUR, 'h');
}

/**
 * An upper bound as people say it: rounded up where `sayDuration` cuts off, because "at most 4.9 s" is not true of 4.99.
 * @param ms milliseconds
 */
export function sayAtMost(ms: number): string {
  if (!(ms > 0) || !Number.isFinite(ms)) return sayDuration(ms);
  const step = shownStep(ms);
  return sayDuration(Math.ceil(ms / step) * step);
}

/** The smallest part of such a duration that is shown. */
function shownStep(ms: number): number {
  if (ms < SECOND) return 1;
  if (ms < 10 * SECOND) return 100;
  if (ms < HOUR) return SECOND;
  return ms < DAY ? MINUTE : HOUR;
}

function twoUnits(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % large) / small);
  const head = `${Math.floor(ms / large)} ${largeName}`;
  return rest === 0 ? head : `${head} ${rest} ${smallName}`;
}

/** `2026-11-22 01:02:03 UTC`; `an unknown time` for what no calendar holds. */
export function sayMoment(atMs: number): string {
  const second = Math.floor(atMs / SECOND);
  const known = SAID.get(second);
  if (known !== undefined) return known;
  const date = new Date(second * SECOND);
  if (Number.isNaN(date.getTime())) return 'an unknown time';
  const said = `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  if (SAID.size >= MOST_SAID) SAID.clear();
  SAID.set(second, said);
  return said;
}

/** While an outage lasts, every look at it says the same few moments. */
const SAID = new Map<number, string>();
const MOST_SAID = 200;
