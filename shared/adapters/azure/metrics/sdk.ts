/** Loaded on demand, when metrics are first read. */
export { MetricsClient } from '@azure/monitor-query-metrics';
