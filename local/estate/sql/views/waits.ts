import type { SqlSession, Value } from '../types.ts';
import { bigint, nvarchar, required } from './columnTypes.ts';

export const waitColumns = {
  wait_type: required(nvarchar(60)),
  waiting_tasks_count: required(bigint),
  wait_time_ms: required(bigint),
  max_wait_time_ms: required(bigint),
  signal_wait_time_ms: required(bigint),
};

/** The primary is held back because a geo-secondary is smaller than it. */
export const FEEDBACK_WAIT = 'HADR_THROTTLE_LOG_RATE_MISMATCHED_SLO';
/** It is held back by its own service objective. */
export const GOVERNOR_WAIT = 'LOG_RATE_GOVERNOR';

/** Waits per thousand commits, and how long one lasts: chosen for the estate. */
const ORDINARY: Record<string, { perThousand: number; eachMs: number }> = {
  PAGEIOLATCH_SH: { perThousand: 20, eachMs: 3 },
  SOS_SCHEDULER_YIELD: { perThousand: 50, eachMs: 1 },
  WRITELOG: { perThousand: 1000, eachMs: 2 },
};
/** How long a writer is held back at a time; chosen for the estate. */
export const HELD_BACK_MS = 20;

/** Cumulative waits of one database since its engine started or its role changed. */
export function waitRows(session: SqlSession, database: string): Record<keyof typeof waitColumns, Value>[] {
  const pressure = session.model.logPressure(session.server, database);
  if (pressure === undefined) return [];
  const { commits, waitedMs } = pressure;
  const ordinary = Object.entries(ORDINARY).map(([type, { perThousand, eachMs }]) => {
    const count = Math.floor((commits * perThousand) / 1000);
    return { type, count, eachMs, ms: count * eachMs };
  });
  const held = [
    { type: FEEDBACK_WAIT, ms: waitedMs.feedback },
    { type: GOVERNOR_WAIT, ms: waitedMs.governor },
  ].map((wait) => ({
    ...wait,
    ms: Math.floor(wait.ms),
    count: Math.ceil(wait.ms / HELD_BACK_MS),
    eachMs: HELD_BACK_MS,
  }));
  return [...ordinary, ...held]
    .filter(({ ms }) => ms > 0)
    .map(({ type, count, ms, eachMs }) => ({
      wait_type: type,
      waiting_tasks_count: BigInt(count),
      wait_time_ms: BigInt(ms),
      max_wait_time_ms: BigInt(eachMs * 10),
      signal_wait_time_ms: BigInt(Math.floor(ms / 10)),
    }));
}
