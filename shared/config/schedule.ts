/**
 * Intervals as timer schedules. The Functions host reads NCRONTAB with seconds: `{second} {minute} {hour} {day} {month} {weekday}`
 * (Microsoft Learn, "Timer trigger for Azure Functions"). A step of seven seconds restarts at every full minute, so only an interval that
 * divides the next larger unit is evenly spaced.
 */
import { formatDuration } from './duration.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Every interval that an NCRONTAB expression spaces evenly, shortest first, milliseconds. */
export const SCHEDULABLE_MS: readonly number[] = [
  ...divisorsBelow(60).map((count) => count * SECOND),
  ...divisorsBelow(60).map((count) => count * MINUTE),
  ...divisorsBelow(24).map((count) => count * HOUR),
  DAY,
];

/** The same list in words, for messages: `1s, 2s, … 30s, 1m, … 12h, 1d`. */
export const SCHEDULABLE_TEXT = SCHEDULABLE_MS.map(formatDuration).join(', ');

export function isSchedulable(everyMs: number): boolean {
  return SCHEDULABLE_MS.includes(everyMs);
}

/**
 * The NCRONTAB expression that fires every `everyMs`, aligned to the full minute, hour or day.
 * @throws RangeError when the interval is not one of SCHEDULABLE_MS.
 */
export function scheduleOf(everyMs: number): string {
  if (!isSchedulable(everyMs)) {
    throw new RangeError(`expected an interval of ${SCHEDULABLE_TEXT}; saw ${everyMs} ms`);
  }
  if (everyMs === DAY) return '0 0 0 * * *';
  if (everyMs >= HOUR) return `0 0 ${step(everyMs / HOUR)} * * *`;
  if (everyMs >= MINUTE) return `0 ${step(everyMs / MINUTE)} * * * *`;
  return `${step(everyMs / SECOND)} * * * * *`;
}

/** The schedulable interval nearest to `everyMs`, the shorter of two equally near: a proposal for a message. */
export function nearestSchedulable(everyMs: number): number {
  let nearest = SECOND;
  for (const candidate of SCHEDULABLE_MS) {
    if (Math.abs(candidate - everyMs) < Math.abs(nearest - everyMs)) nearest = candidate;
  }
  return nearest;
}

function step(count: number): string {
  return count === 1 ? '*' : `*/${count}`;
}

function divisorsBelow(whole: number): number[] {
  return Array.from({ length: whole - 1 }, (_, index) => index + 1).filter((count) => whole % count === 0);
}
