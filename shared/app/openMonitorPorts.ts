/** The ports that ask Azure Monitor. Each adapter is loaded when it is first needed. */
import type { TokenCredential } from '@azure/identity';
import type { Cloud } from '../config/types.ts';
import type { LogsReader } from '../outage/logPorts.ts';
import type { MetricsReader } from '../replication/metricsPorts.ts';
import type { ActivityLog } from '../topology/ports.ts';

/** A batch, with its retries. A region that is silent costs this much of a round, which has less than a minute. */
const METRICS_TIMEOUT_MS = 15_000;
const QUERY_TIMEOUT_MS = 20_000;
/** Discovery waits for it, and goes on without it. */
const ACTIVITY_TIMEOUT_MS = 15_000;
/** The next round is the retry. */
const ATTEMPTS = 2;

export async function openMetrics(cloud: Cloud, credential: TokenCredential): Promise<MetricsReader> {
  const { createMetricsReader } = await import('../adapters/azure/metrics/metricsReader.ts');
  return createMetricsReader({ cloud, credential, limits: { timeoutMs: METRICS_TIMEOUT_MS, attempts: ATTEMPTS } });
}

export async function openLogs(cloud: Cloud, credential: TokenCredential): Promise<LogsReader> {
  const { createLogsReader } = await import('../adapters/azure/logs/logsReader.ts');
  return createLogsReader({ cloud, credential, limits: { timeoutMs: QUERY_TIMEOUT_MS, attempts: ATTEMPTS } });
}

export async function openActivityLog(cloud: Cloud, credential: TokenCredential): Promise<ActivityLog> {
  const { createActivityLog } = await import('../adapters/azure/activityLog/activityLog.ts');
  return createActivityLog({ cloud, credential, limits: { timeoutMs: ACTIVITY_TIMEOUT_MS, attempts: ATTEMPTS } });
}
