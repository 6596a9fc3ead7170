/** Cron expressions of five fields, in a time zone: minute, hour, day of the month, month, day of the week. */
import { Cron } from 'croner';

/** Five fields, and there is a moment that fits them: the 31st of February never comes. */
export function isCron(expression: string): boolean {
  if (!/^\S+( +\S+){4}$/.test(expression)) return false;
  try {
    return scheduleOf(expression, 'UTC').nextRun(new Date(0)) !== null;
  } catch {
    return false;
  }
}

/**
 * The last moment that the expression names, `nowMs` included; undefined when there was none. One that a night leaves out in which the
 * clocks change is made up for when that hour is over; one that comes twice counts the first time (unless hours or minutes are `*` or a step).
 * @throws TypeError | RangeError when the expression or the time zone is none
 */
export function lastCronMs(expression: string, timeZone: string, nowMs: number): number | undefined {
  // What is asked for lies strictly before what is given.
  return scheduleOf(expression, timeZone)
    .previousRuns(1, new Date(nowMs + 1))
    .at(0)
    ?.getTime();
}

function scheduleOf(expression: string, timezone: string): Cron {
  return new Cron(expression, { timezone, mode: '5-part', fixedTimeRule: 'no-wildcard' });
}
