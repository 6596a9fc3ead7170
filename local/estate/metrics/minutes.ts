/** One minute of one metric, computed from the model when somebody asks: nothing is recorded but logins. */
import type { DatabaseState, EstateModel } from '../model/types.ts';
import { loadAt, logWriteIn } from '../sql/views/workload.ts';
import type { ReadableMetric } from './definitions.ts';
import type { LoginCounts, LoginLedger } from './loginLedger.ts';

export interface MetricsSource {
  model: EstateModel;
  logins: LoginLedger;
  /** Before this moment there was no estate, and so there are no metrics. */
  sinceMs: number;
}

/** What was measured in one minute; the aggregations follow from it. Empty: nothing was. */
export type Measured = readonly number[];

export interface Partner {
  server: string;
  database: string;
  resourceId: string;
}

export const MINUTE_MS = 60_000;
/** How often Azure looks is not documented; the estate looks every five seconds. */
const LOOK_MS = 5_000;
/** As in sys.dm_db_resource_stats. */
const LOAD_MS = 15_000;

/**
 * Values of a minute, as far as they have reached the metrics: a minute is there when it ended long enough ago, with no delay also the
 * one that runs.
 * @param partner only for the lag: of which geo-secondary
 */
export function measuredIn(
  source: MetricsSource,
  database: DatabaseState,
  { metric, startMs, partner }: { metric: ReadableMetric; startMs: number; partner?: Partner },
): Measured {
  const { model, logins } = source;
  const { delayMs } = model.monitorState();
  const nowMs = model.clock.now();
  const hasArrived = delayMs === 0 ? startMs <= nowMs : startMs + MINUTE_MS + delayMs <= nowMs;
  if (!hasArrived || startMs + MINUTE_MS <= source.sinceMs) return [];
  const looks = (everyMs: number) => momentsIn(startMs, everyMs, source.sinceMs, nowMs);
  switch (metric) {
    case 'replication_lag_seconds':
      return partner === undefined ? [] : looks(LOOK_MS).flatMap((atMs) => lagAt(model, database, partner, atMs));
    case 'cpu_percent':
      return looks(LOAD_MS).map((atMs) => loadAt(database, atMs).cpu);
    case 'log_write_percent':
      return looks(LOAD_MS).map((atMs) => logWriteIn(pressureOf(model, database), atMs - LOAD_MS, atMs));
    default:
      return countedIn(metric, logins.minute(database.server, database.name, startMs));
  }
}

const pressureOf = (model: EstateModel, { server, name }: DatabaseState) => model.logPressure(server, name);

function lagAt(model: EstateModel, database: DatabaseState, partner: Partner, atMs: number): number[] {
  const reported = model.reportedLag(database.server, database.name);
  if (reported !== undefined) return reported === null ? [] : [reported];
  const lags = model.partnerLags(database.server, database.name, atMs);
  const lag = lags.find(({ resourceId }) => resourceId === partner.resourceId)?.lagSeconds ?? null;
  return lag === null ? [] : [lag];
}

/** 100 with a login that worked, 0 when all failed by errors of the system; a wrong password says nothing of availability. */
function countedIn(metric: ReadableMetric, counts: LoginCounts | undefined): Measured {
  if (counts === undefined) return [];
  const { successful, failedBySystem, failedByUser } = counts;
  switch (metric) {
    case 'availability':
      return successful > 0 ? [100] : failedBySystem > 0 ? [0] : [];
    case 'connection_failed':
      return failedBySystem > 0 ? [failedBySystem] : [];
    case 'connection_failed_user_error':
      return failedByUser > 0 ? [failedByUser] : [];
    default:
      return successful > 0 ? [successful] : [];
  }
}

function momentsIn(startMs: number, everyMs: number, sinceMs: number, nowMs: number): number[] {
  const all = Array.from({ length: MINUTE_MS / everyMs }, (_, index) => startMs + index * everyMs);
  const past = all.filter((atMs) => atMs >= sinceMs && atMs <= nowMs);
  // The minute that has just begun has been looked at once.
  return past.length === 0 && startMs <= nowMs ? [nowMs] : past;
}
