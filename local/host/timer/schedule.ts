/** A timer trigger's schedule: an NCRONTAB expression or a TimeSpan, `%SETTING%` filled in. */
import { resolveSettings, type Settings } from '../settings.ts';
import { parseTimeSpan } from '../timeSpan.ts';
import { parseNcrontab } from './ncrontab.ts';

export interface Schedule {
  /** The expression after `%SETTING%` was filled in. */
  expression: string;
  /** The next occurrence after a moment, epoch milliseconds. @throws Error when the schedule has none */
  next(afterMs: number): number;
  /**
   * Whether the host takes it for faster than a minute: a TimeSpan below one, or an expression with more than one
   * occurrence in the minute after `nowMs` (azure-webjobs-sdk-extensions, TimerSchedule.Create).
   */
  isSubMinute(nowMs: number): boolean;
}

const MINUTE_MS = 60_000;

/** @throws Error when a setting is missing, or the text is neither an NCRONTAB expression nor a TimeSpan above zero. */
export function parseSchedule(text: string, settings: Settings): Schedule {
  const expression = resolveSettings(text, settings).trim();
  const period = parseTimeSpan(expression);
  if (period !== undefined) {
    if (period <= 0) throw new Error(`The TimeSpan schedule "${expression}" must be above zero.`);
    return { expression, next: (afterMs) => afterMs + period, isSubMinute: () => period < MINUTE_MS };
  }
  const parsed = parseNcrontab(expression);
  const next = (afterMs: number) => {
    const at = parsed(afterMs);
    if (at === undefined) throw new Error(`The schedule "${expression}" never occurs.`);
    return at;
  };
  return { expression, next, isSubMinute: (nowMs) => next(next(nowMs)) - nowMs <= MINUTE_MS };
}
