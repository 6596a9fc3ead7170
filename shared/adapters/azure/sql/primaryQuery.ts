import type { PrimarySignals, WaitCounters } from '../../../replication/signalTypes.ts';
import type { Statement } from './optionalStatements.ts';
import type { Row } from './sqlConnection.ts';

const THROTTLE = 'HADR_THROTTLE_LOG_RATE_MISMATCHED_SLO';
/**
 * Every wait of log-rate governance. Sources: learn.microsoft.com, resource-limits-logical-server ("Transaction log rate governance") and
 * active-geo-replication-overview. The first is the geo-replication feedback; the others have other causes.
 */
const WAIT_TYPES = [
  THROTTLE,
  'HADR_THROTTLE_LOG_RATE_SEND_RECV_QUEUE_SIZE',
  'HADR_THROTTLE_LOG_RATE_LOG_SIZE',
  'LOG_RATE_GOVERNOR',
  'POOL_LOG_RATE_GOVERNOR',
  'INSTANCE_LOG_RATE_GOVERNOR',
];
const LIST = WAIT_TYPES.map((type) => `'${type}'`).join(', ');

/** dm_db_resource_stats has a row for 15 seconds. */
const ROW_SECONDS = 15;

/** One row, whatever the view holds: the mean of the last five minutes, and the highest of all that it still has (about an hour). */
export const LOG_WRITE: Statement = {
  view: 'sys.dm_db_resource_stats',
  text: [
    'SELECT AVG(CASE WHEN end_time > DATEADD(minute, -5, GETUTCDATE()) THEN avg_log_write_percent END) AS sustained_percent,',
    'MAX(avg_log_write_percent) AS peak_percent, DATEDIFF(second, MIN(end_time), MAX(end_time)) AS span_seconds',
    'FROM sys.dm_db_resource_stats;',
  ].join(' '),
};

export const REQUESTS: Statement = {
  view: 'sys.dm_exec_requests',
  text: `SELECT COUNT(*) AS throttled_requests FROM sys.dm_exec_requests WHERE wait_type = '${THROTTLE}';`,
};

export const DATABASE_WAITS: Statement = {
  view: 'sys.dm_db_wait_stats',
  text: `SELECT wait_type AS database_wait, wait_time_ms AS database_wait_ms FROM sys.dm_db_wait_stats WHERE wait_type IN (${LIST});`,
};

/**
 * Last, because it is the one that is refused: on Basic, S0 and S1 and in elastic pools it takes a server administrator or membership in
 * ##MS_ServerStateReader##, elsewhere VIEW DATABASE STATE (learn.microsoft.com, sys.dm_os_wait_stats, 03/09/2025).
 */
export const SERVER_WAITS: Statement = {
  view: 'sys.dm_os_wait_stats',
  text: `SELECT wait_type AS server_wait, wait_time_ms AS server_wait_ms FROM sys.dm_os_wait_stats WHERE wait_type IN (${LIST});`,
};

/** @param unread views whose rows are missing because they could not be read; an empty answer of the others is a zero. */
export function readPrimarySignals(
  rows: readonly Row[],
  unread: ReadonlySet<string>,
): Pick<PrimarySignals, 'waits' | 'throttledRequests' | 'logWrite'> {
  const waits: WaitCounters[] = [];
  if (!unread.has(SERVER_WAITS.view)) waits.push({ source: 'server', waitedMs: waitedMs(rows, 'server_wait') });
  if (!unread.has(DATABASE_WAITS.view)) waits.push({ source: 'database', waitedMs: waitedMs(rows, 'database_wait') });
  return { waits, throttledRequests: throttledRequests(rows, unread), logWrite: logWrite(rows) };
}

function waitedMs(rows: readonly Row[], column: 'server_wait' | 'database_wait'): Record<string, number> {
  const found: Record<string, number> = {};
  for (const row of rows) {
    const waited = numberOf(row[`${column}_ms`]);
    if (column in row && waited !== null && waited >= 0) found[String(row[column])] = waited;
  }
  return found;
}

/** Whoever may not read the server's waits sees only requests of their own: then none is no answer. */
function throttledRequests(rows: readonly Row[], unread: ReadonlySet<string>): number | null {
  const count = numberOf(rows.find((row) => 'throttled_requests' in row)?.throttled_requests);
  return count === 0 && unread.has(SERVER_WAITS.view) ? null : count;
}

/** Null where the view has no row of the last five minutes, as just after a failover. */
function logWrite(rows: readonly Row[]): PrimarySignals['logWrite'] {
  const row = rows.find((one) => 'sustained_percent' in one);
  const sustainedPercent = numberOf(row?.sustained_percent);
  const peakPercent = numberOf(row?.peak_percent);
  const spanSeconds = numberOf(row?.span_seconds);
  if (sustainedPercent === null || peakPercent === null || spanSeconds === null) return null;
  return { sustainedPercent, peakPercent, spanMs: (spanSeconds + ROW_SECONDS) * 1000 };
}

/** The driver gives a bigint as text. Null for what is no number. */
export function numberOf(value: unknown): number | null {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}
