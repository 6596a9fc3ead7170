/** Loaded on demand, when a query is first run. */
export { LogsQueryClient } from '@azure/monitor-query-logs';
