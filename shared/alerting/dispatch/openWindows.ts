import { Cron } from 'croner';
import type { MaintenanceWindow, Matcher } from '../../config/types.ts';

/** A maintenance window that is open now. */
interface OpenWindow {
  name: string;
  match: Matcher;
  untilMs: number;
}

/**
 * Those that are open at `nowMs`: from the moment that the cron expression names, that one included, for as long as the duration says in
 * real time, also in a night in which the clocks change. A beginning that such a night leaves out is made up for when the hour is over; one
 * that comes twice counts the first time (unless the hours or minutes are `*` or a step). Beginnings that come before the end of the last
 * one prolong it.
 * @throws TypeError | RangeError when the expression or the time zone is none (the configuration's check refuses those)
 */
export function openWindows(maintenance: readonly MaintenanceWindow[], nowMs: number): OpenWindow[] {
  return maintenance.flatMap(({ name, match, durationMs, ...window }) => {
    const begunMs = lastBeginning(window, nowMs);
    if (begunMs === undefined || begunMs + durationMs <= nowMs) return [];
    return [{ name, match, untilMs: begunMs + durationMs }];
  });
}

function lastBeginning({ cron, timeZone }: Pick<MaintenanceWindow, 'cron' | 'timeZone'>, nowMs: number) {
  const schedule = new Cron(cron, { timezone: timeZone, mode: '5-part', fixedTimeRule: 'no-wildcard' });
  // Strictly before what it is given.
  return schedule
    .previousRuns(1, new Date(nowMs + 1))
    .at(0)
    ?.getTime();
}
