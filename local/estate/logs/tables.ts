/** The workspace's tables, made from the model when somebody asks. */
import { aggregated } from '../metrics/answer.ts';
import { definitionOf, READABLE_METRICS, type ReadableMetric } from '../metrics/definitions.ts';
import { type MetricsSource, MINUTE_MS, measuredIn } from '../metrics/minutes.ts';
import type { AcceptedFailover, DatabaseState } from '../model/types.ts';
import type { Column, Row, Table, ValueType } from './tree.ts';

/** Metrics take three minutes more to be exported to a workspace (Azure Monitor, log data ingestion time). */
const EXPORT_MS = 3 * MINUTE_MS;

const METRICS_COLUMNS = columns({
  TimeGenerated: 'datetime',
  ResourceId: 'string',
  Resource: 'string',
  MetricName: 'string',
  UnitName: 'string',
  TimeGrain: 'string',
  Average: 'number',
  Minimum: 'number',
  Maximum: 'number',
  Total: 'number',
  Count: 'number',
});
const ACTIVITY_COLUMNS = columns({
  TimeGenerated: 'datetime',
  OperationNameValue: 'string',
  ActivityStatusValue: 'string',
  CategoryValue: 'string',
  Level: 'string',
  ResourceProviderValue: 'string',
  _ResourceId: 'string',
});

export interface Span {
  fromMs: number;
  toMs: number;
}

/** Undefined when the workspace has no such table. */
export function tableNamed(name: string, source: MetricsSource, span: Span): Table | undefined {
  if (name === 'AzureMetrics') return { columns: METRICS_COLUMNS, rows: metricRows(source, span) };
  if (name === 'AzureActivity') return { columns: ACTIVITY_COLUMNS, rows: activityRows(source, span) };
  return undefined;
}

/** Dimensions do not come to a workspace: the lag of all partners is one value. */
function metricRows(source: MetricsSource, { fromMs, toMs }: Span): Row[] {
  const { model } = source;
  const { delayMs } = model.monitorState();
  const lastMs = Math.min(toMs, model.clock.now() - (delayMs === 0 ? 0 : EXPORT_MS));
  const firstMs = Math.floor(Math.max(fromMs, source.sinceMs) / MINUTE_MS) * MINUTE_MS;
  const rows: Row[] = [];
  const databases = model.servers().flatMap((server) => model.databases(server.name));
  for (let startMs = firstMs; startMs < lastMs; startMs += MINUTE_MS) {
    for (const database of databases) {
      for (const metric of READABLE_METRICS) rows.push(...metricRow(source, database, metric, startMs));
    }
  }
  return rows;
}

function metricRow(source: MetricsSource, database: DatabaseState, metric: ReadableMetric, startMs: number): Row[] {
  const { model } = source;
  const partners =
    metric === 'replication_lag_seconds'
      ? model.partnerLags(database.server, database.name, model.clock.now())
      : [undefined];
  const measured = partners.flatMap((partner) =>
    measuredIn(source, database, { metric, startMs, ...(partner === undefined ? {} : { partner }) }),
  );
  if (measured.length === 0) return [];
  const all = aggregated(measured, ['average', 'minimum', 'maximum', 'total', 'count']);
  return [
    {
      TimeGenerated: startMs,
      // Azure writes it in capitals here.
      ResourceId: database.resourceId.toUpperCase(),
      Resource: database.name.toUpperCase(),
      MetricName: metric,
      UnitName: definitionOf(metric)?.definition.unit ?? null,
      TimeGrain: 'PT1M',
      Average: all.average ?? null,
      Minimum: all.minimum ?? null,
      Maximum: all.maximum ?? null,
      Total: all.total ?? null,
      Count: all.count ?? null,
    },
  ];
}

/** What went through Resource Manager: a failover by T-SQL leaves no entry. */
function activityRows({ model }: MetricsSource, { fromMs, toMs }: Span): Row[] {
  return model
    .acceptedFailovers()
    .filter(({ by, atMs }) => by === 'arm' && atMs >= fromMs && atMs <= toMs)
    .map((failover) => ({
      TimeGenerated: failover.atMs,
      OperationNameValue: operationName(failover),
      ActivityStatusValue: 'Success',
      CategoryValue: 'Administrative',
      Level: 'Informational',
      ResourceProviderValue: 'MICROSOFT.SQL',
      _ResourceId: (model.database(failover.server, failover.database)?.resourceId ?? '').toLowerCase(),
    }));
}

function operationName({ mode }: AcceptedFailover): string {
  const action = mode === 'planned' ? 'failover' : 'forceFailoverAllowDataLoss';
  return `Microsoft.Sql/servers/databases/replicationLinks/${action}/action`.toUpperCase();
}

function columns(types: Record<string, ValueType>): Column[] {
  return Object.entries(types).map(([name, type]) => ({ name, type }));
}
