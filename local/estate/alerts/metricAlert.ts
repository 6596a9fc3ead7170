/** A metric alert on one database. */
import type { MetricName } from '../model/metricNames.ts';
import { type CommonAlert, commonAlert, moment } from './commonAlert.ts';

export interface MetricEvent {
  alertId: string;
  resourceId: string;
  subscriptionId: string;
  metric: MetricName;
  firedMs: number;
  /** Undefined while the threshold is broken. */
  resolvedMs?: number | undefined;
}

interface MetricRule {
  operator: 'LessThan' | 'GreaterThan';
  threshold: number;
  aggregation: 'Average' | 'Maximum' | 'Minimum' | 'Total';
  /** Values that break the threshold and that do not. */
  broken: number;
  sound: number;
}

const WINDOW_MS = 60_000;

const RULES: Readonly<Record<MetricName, MetricRule>> = {
  availability: { operator: 'LessThan', threshold: 100, aggregation: 'Average', broken: 0, sound: 100 },
  blocked_by_firewall: { operator: 'GreaterThan', threshold: 0, aggregation: 'Total', broken: 20, sound: 0 },
  connection_failed: { operator: 'GreaterThan', threshold: 5, aggregation: 'Total', broken: 40, sound: 0 },
  connection_failed_user_error: { operator: 'GreaterThan', threshold: 5, aggregation: 'Total', broken: 40, sound: 0 },
  connection_successful: { operator: 'LessThan', threshold: 1, aggregation: 'Total', broken: 0, sound: 60 },
  cpu_percent: { operator: 'GreaterThan', threshold: 90, aggregation: 'Average', broken: 99, sound: 20 },
  log_write_percent: { operator: 'GreaterThan', threshold: 90, aggregation: 'Average', broken: 98, sound: 10 },
  replication_lag_seconds: { operator: 'GreaterThan', threshold: 60, aggregation: 'Maximum', broken: 300, sound: 1 },
  sessions_percent: { operator: 'GreaterThan', threshold: 90, aggregation: 'Maximum', broken: 97, sound: 5 },
  workers_percent: { operator: 'GreaterThan', threshold: 90, aggregation: 'Maximum', broken: 97, sound: 5 },
};

/** Thresholds are texts and values numbers. Source: Azure Monitor, common alert schema, monitoringService Platform. */
export function metricAlert(event: MetricEvent): CommonAlert {
  const { resourceId, metric, firedMs, resolvedMs } = event;
  const { operator, threshold, aggregation, broken, sound } = RULES[metric];
  const endMs = resolvedMs ?? firedMs;
  return commonAlert({
    id: event.alertId,
    subscriptionId: event.subscriptionId,
    rule: `metric-${metric.replaceAll('_', '-')}`,
    severity: 'Sev1',
    signalType: 'Metric',
    monitoringService: 'Platform',
    targets: [resourceId],
    items: [resourceId.split('/').at(-1) ?? ''],
    firedMs,
    resolvedMs,
    description: `${metric} of the databases`,
    context: {
      properties: null,
      conditionType: 'SingleResourceMultipleMetricCriteria',
      condition: {
        windowSize: 'PT1M',
        allOf: [
          {
            metricName: metric,
            metricNamespace: 'Microsoft.Sql/servers/databases',
            operator,
            threshold: String(threshold),
            timeAggregation: aggregation,
            dimensions: [{ name: 'ResourceId', value: resourceId }],
            metricValue: resolvedMs === undefined ? broken : sound,
            webTestName: null,
          },
        ],
        windowStartTime: moment(endMs - WINDOW_MS),
        windowEndTime: moment(endMs),
      },
    },
  });
}
