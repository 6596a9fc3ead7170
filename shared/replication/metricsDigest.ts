import { databaseKey } from '../topology/linkKey.ts';
import type { DatabaseMetrics, MetricPoint, ResourceMetrics } from './metricsPorts.ts';

/**
 * A number older than this is not one of now. Azure has a minute of metrics about a minute after it ended, and points bear the moment at
 * which their minute began.
 */
export const FRESH_MS = 5 * 60_000;

/**
 * The newest number of each metric, where it is fresh. A minute without a number is passed over while one before it is fresh: the newest
 * minutes may not have arrived. @param nowMs when it was read
 */
export function digestMetrics(read: ResourceMetrics, nowMs: number): DatabaseMetrics {
  const lag: DatabaseMetrics['lag'] = {};
  for (const { partnerServer, partnerDatabase, points } of read.lag) {
    const newest = newestOf(points, nowMs);
    if (newest === undefined) continue;
    const partner = databaseKey({ server: partnerServer, database: partnerDatabase });
    // Whole seconds, as the primary itself tells them; never less than it was.
    lag[partner] = { lagSeconds: Math.ceil(newest.value), atMs: newest.atMs };
  }
  const availability = newestOf(read.availability, nowMs);
  return {
    atMs: nowMs,
    lag,
    availability: availability === undefined ? null : { percent: availability.value, atMs: availability.atMs },
    connectionFailed: newestOf(read.connectionFailed, nowMs)?.value ?? null,
    logWritePercent: sustainedOf(read.logWritePercent, nowMs),
  };
}

function sustainedOf(points: readonly MetricPoint[], nowMs: number): DatabaseMetrics['logWritePercent'] {
  const fresh = points.flatMap(({ atMs, value }) => (value === null || nowMs - atMs > FRESH_MS ? [] : [value]));
  if (fresh.length === 0) return null;
  return { sustained: fresh.reduce((sum, value) => sum + value, 0) / fresh.length, peak: Math.max(...fresh) };
}

function newestOf(points: readonly MetricPoint[], nowMs: number): { atMs: number; value: number } | undefined {
  let newest: { atMs: number; value: number } | undefined;
  for (const { atMs, value } of points) {
    if (value === null || nowMs - atMs > FRESH_MS) continue;
    if (newest === undefined || atMs >= newest.atMs) newest = { atMs, value };
  }
  return newest;
}
