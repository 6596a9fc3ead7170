/**
 * Azure Monitor's metrics of databases: a second opinion on replication, and the only word where nothing may be asked of SQL.
 * Times are epoch milliseconds; a point stands at the beginning of its minute.
 */
import type { ReadFailureKind } from '../topology/errors.ts';

/** NULL is not zero: a minute for which Azure has no number has none here either. */
export interface MetricPoint {
  atMs: number;
  value: number | null;
}

/** The metrics of one database, oldest point first. Empty: Azure has nothing, also no minute without a number. */
export interface ResourceMetrics {
  /** Resource Manager's id of the database, lower case. */
  resourceId: string;
  /** replication_lag_seconds, the highest of each minute, by partner. Only a primary has any. Names in lower case. */
  lag: Array<{ partnerServer: string; partnerDatabase: string; points: MetricPoint[] }>;
  /** Percent: 100 for a minute with a login that worked, 0 where all failed by errors of the system; no number without logins. */
  availability: MetricPoint[];
  /** Logins that failed by errors of the system, counted by the minute. */
  connectionFailed: MetricPoint[];
  /** Mean of each minute, of what the service objective allows. */
  logWritePercent: MetricPoint[];
}

/** Databases of one subscription in one region that could not be read, and why. */
export interface MetricsFailure {
  /** For people: `northeurope, subscription 5f3d…`. */
  subject: string;
  kind: ReadFailureKind;
  /** Expected, seen, what to do; never a secret. */
  message: string;
  resourceIds: string[];
}

export interface MetricsAnswer {
  resources: ResourceMetrics[];
  failures: MetricsFailure[];
}

export interface MetricsReader {
  /**
   * Asks Azure Monitor in one region for databases of that region, of whatever subscriptions: at most 50 in one request, few at once.
   * Never throws: what could not be read is in `failures`, and the rest is there all the same.
   * @param sinceMs from then on, by the minute
   */
  read(question: { region: string; resourceIds: readonly string[]; sinceMs: number }): Promise<MetricsAnswer>;
}

/** What was last read of one database: one number each, null where there is none that is fresh. */
export interface DatabaseMetrics {
  /** When it was read. */
  atMs: number;
  /** By partner, `server/database`: the newest minute that has a number, if it is fresh. */
  lag: Record<string, { lagSeconds: number; atMs: number }>;
  availability: { percent: number; atMs: number } | null;
  connectionFailed: number | null;
  /** Over the fresh minutes: their mean, and the highest. */
  logWritePercent: { sustained: number; peak: number } | null;
  /** Why the last try gave nothing; what was read before it stands above. */
  unread?: { kind: ReadFailureKind; atMs: number; subject: string; message: string };
}

/** By `server/database`. */
export type StoredMetrics = Record<string, DatabaseMetrics>;

export interface MetricsStore {
  /** Empty before the first reading, and when what is stored cannot be read. */
  load(): Promise<StoredMetrics>;
  /** The last writer wins: one timer writes, and the next minute brings everything again. */
  save(metrics: StoredMetrics): Promise<void>;
}
