import type { DatabaseMetrics } from '../replication/metricsPorts.ts';
import { databaseKey } from '../topology/linkKey.ts';
import { regionName } from '../topology/regionName.ts';
import type { DatabaseRef } from '../topology/types.ts';
import { alertEvidence } from './alertEnvelope.ts';
import type { Evidence } from './types.ts';

const MINUTE_MS = 60_000;

/**
 * What the metric `availability` says of an outage, when we read it ourselves: 0 for a minute in which all logins failed by errors of the
 * system, 100 for one in which at least one worked. Between them, and without logins, it says nothing. It is the same voice as a metric
 * alert on `availability`, under the same id: of the two the newer word stands, and they never count twice.
 * Source: Azure Monitor, Microsoft.Sql/servers/databases.
 */
export function evidenceFromMetrics(
  database: DatabaseRef & { region: string },
  { availability }: DatabaseMetrics,
  nowMs: number,
): Evidence | undefined {
  if (availability === null || (availability.percent !== 0 && availability.percent !== 100)) return undefined;
  const isDown = availability.percent === 0;
  const scope: Evidence['scope'] = {
    kind: 'database',
    server: database.server.toLowerCase(),
    database: database.database.toLowerCase(),
    region: regionName(database.region),
  };
  const said = isDown ? 'all logins of a minute failed' : 'logins work';
  return alertEvidence(
    {
      source: 'platformMetric',
      scope,
      reporter: 'availability',
      vote: isDown ? 'down' : 'against',
      sinceMs: availability.atMs,
      // The minute says so up to its end.
      atMs: availability.atMs + MINUTE_MS,
      sentence: `The metric availability of ${databaseKey(scope)}: ${said}.`,
    },
    nowMs,
  );
}
