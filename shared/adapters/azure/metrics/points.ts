/** From the library's answer to ours. What is not a number is none: nothing is concluded from it. */
import type { Metric, MetricsQueryResult, MetricValue, TimeSeriesElement } from '@azure/monitor-query-metrics';
import type { MetricPoint, ResourceMetrics } from '../../../replication/metricsPorts.ts';

type Aggregation = 'average' | 'maximum' | 'total';

/** The metric of this name, by its id: where the metric has a display name, the library gives that for the name. */
export function metricOf(result: MetricsQueryResult, name: string): Metric | undefined {
  return result.metrics.find(({ id }) => id.toLowerCase().endsWith(`/metrics/${name}`));
}

/** Every series of the metric in one: there is one where the metric was not split. */
export function pointsOf(metric: Metric | undefined, aggregation: Aggregation): MetricPoint[] {
  return (metric?.timeseries ?? []).flatMap(({ data = [] }) => data.flatMap((value) => pointOf(value, aggregation)));
}

/** replication_lag_seconds by partner. A series without its two names belongs to nobody and is left out. */
export function lagOf(metric: Metric | undefined): ResourceMetrics['lag'] {
  return (metric?.timeseries ?? []).flatMap((series) => {
    const partnerServer = dimension(series, 'partnerservername');
    const partnerDatabase = dimension(series, 'partnerdatabasename');
    if (partnerServer === undefined || partnerDatabase === undefined) return [];
    const points = (series.data ?? []).flatMap((value) => pointOf(value, 'maximum'));
    // The metric may name the logical server with its domain.
    return [{ partnerServer: partnerServer.split('.')[0] ?? partnerServer, partnerDatabase, points }];
  });
}

function dimension({ metadatavalues = [] }: TimeSeriesElement, name: string): string | undefined {
  const value = metadatavalues.find((one) => one.name?.toLowerCase() === name)?.value?.toLowerCase();
  return value === undefined || value === '' ? undefined : value;
}

function pointOf(point: MetricValue, aggregation: Aggregation): MetricPoint[] {
  const atMs = point.timeStamp.getTime();
  if (Number.isNaN(atMs)) return [];
  const value = point[aggregation];
  // A negative lag, count or percentage is none.
  return [{ atMs, value: typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null }];
}
