/** Metrics of Microsoft.Sql/servers/databases that the estate has alert rules for (Azure Monitor, supported metrics, 07/31/2026). */
export const METRIC_NAMES = [
  'availability',
  'blocked_by_firewall',
  'connection_failed',
  'connection_failed_user_error',
  'connection_successful',
  'cpu_percent',
  'log_write_percent',
  'replication_lag_seconds',
  'sessions_percent',
  'workers_percent',
] as const;

export type MetricName = (typeof METRIC_NAMES)[number];

export function isMetricName(name: string): name is MetricName {
  return METRIC_NAMES.some((known) => known === name);
}
