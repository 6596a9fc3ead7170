import { lastCronMs } from '../../config/cron.ts';
import type { MaintenanceWindow, Matcher } from '../../config/types.ts';

/** A maintenance window that is open now. */
interface OpenWindow {
  name: string;
  match: Matcher;
  untilMs: number;
}

/**
 * Those that are open at `nowMs`: from the moment that the cron expression names, that one included, for as long as the duration says in
 * real time, also in a night in which the clocks change. Beginnings that come before the end of the last one prolong it.
 * @throws TypeError | RangeError when the expression or the time zone is none (the configuration's check refuses those)
 */
export function openWindows(maintenance: readonly MaintenanceWindow[], nowMs: number): OpenWindow[] {
  return maintenance.flatMap(({ name, match, cron, timeZone, durationMs }) => {
    const begunMs = lastCronMs(cron, timeZone, nowMs);
    if (begunMs === undefined || begunMs + durationMs <= nowMs) return [];
    return [{ name, match, untilMs: begunMs + durationMs }];
  });
}
