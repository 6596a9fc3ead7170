import type { SqlSession, Value } from '../types.ts';
import { bigint, nvarchar, required } from './columnTypes.ts';
import { isGeoLink } from './linkCodes.ts';

export const waitColumns = {
  wait_type: required(nvarchar(60)),
  waiting_tasks_count: required(bigint),
  wait_time_ms: required(bigint),
  max_wait_time_ms: required(bigint),
  signal_wait_time_ms: required(bigint),
};

/** Waits per thousand commits, and how long one lasts: chosen for the estate. */
const ORDINARY: Record<string, { perThousand: number; eachMs: number }> = {
  LOG_RATE_GOVERNOR: { perThousand: 1, eachMs: 4 },
  PAGEIOLATCH_SH: { perThousand: 20, eachMs: 3 },
  SOS_SCHEDULER_YIELD: { perThousand: 50, eachMs: 1 },
  WRITELOG: { perThousand: 1000, eachMs: 2 },
};
/** The primary is held back because a geo-secondary is smaller than it. */
const THROTTLE = 'HADR_THROTTLE_LOG_RATE_MISMATCHED_SLO';
const THROTTLED = { perThousand: 100, eachMs: 20 };

/** Cumulative waits of one database, counted by its commits, so that they only grow. */
export function waitRows(session: SqlSession, database: string): Record<keyof typeof waitColumns, Value>[] {
  const state = session.model.database(session.server, database);
  if (state === undefined) return [];
  const waits = isThrottled(session, database) ? { ...ORDINARY, [THROTTLE]: THROTTLED } : ORDINARY;
  return Object.entries(waits)
    .map(([type, { perThousand, eachMs }]) => ({
      type,
      eachMs,
      count: Math.floor((state.position * perThousand) / 1000),
    }))
    .filter(({ count }) => count > 0)
    .map(({ type, count, eachMs }) => ({
      wait_type: type,
      waiting_tasks_count: BigInt(count),
      wait_time_ms: BigInt(count * eachMs),
      max_wait_time_ms: BigInt(eachMs * 10),
      signal_wait_time_ms: BigInt(Math.floor((count * eachMs) / 10)),
    }));
}

function isThrottled({ model, server }: SqlSession, database: string): boolean {
  const capacity = model.database(server, database)?.sku.capacity ?? 0;
  return model
    .linkViews(server, database)
    .filter((link) => isGeoLink(link) && link.role === 'PRIMARY')
    .some((link) => (model.database(link.partnerServer, link.partnerDatabase)?.sku.capacity ?? capacity) < capacity);
}
