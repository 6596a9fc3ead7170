/** The answer of `metrics:getBatch`, in Azure's shape. */
import type { DatabaseState } from '../model/types.ts';
import { type Aggregation, type MetricDefinition, NAMESPACE, type ReadableMetric } from './definitions.ts';
import { type Measured, type MetricsSource, MINUTE_MS, measuredIn, type Partner } from './minutes.ts';
import type { Question } from './question.ts';

type Json = Record<string, unknown>;

export function answerBatch(question: Question, source: MetricsSource): Json {
  const { startMs, endMs, resources, metrics } = question;
  return {
    values: resources.map(({ id, database }) => ({
      starttime: iso(startMs),
      endtime: iso(endMs),
      interval: 'PT1M',
      namespace: NAMESPACE,
      resourceregion: database.region,
      resourceid: id,
      value: metrics.map(({ name, definition }) => ({
        id: `${id}/providers/Microsoft.Insights/metrics/${name}`,
        type: 'Microsoft.Insights/metrics',
        name: { value: name, localizedValue: definition.displayName },
        displayDescription: definition.displayName,
        unit: definition.unit,
        timeseries: seriesOf(database, { name, definition }, question, source),
        errorCode: 'Success',
      })),
    })),
  };
}

/** A minute without a value stands there with its moment only; a series without any value is not there at all. */
function seriesOf(
  database: DatabaseState,
  { name, definition }: { name: ReadableMetric; definition: MetricDefinition },
  question: Question,
  source: MetricsSource,
): Json[] {
  const { aggregations = [definition.primary], startMs, endMs, isSplit, top } = question;
  const firstMs = Math.floor(startMs / MINUTE_MS) * MINUTE_MS;
  const minutes = Array.from({ length: Math.ceil((endMs - firstMs) / MINUTE_MS) }, (_, at) => firstMs + at * MINUTE_MS);
  const partners = name === 'replication_lag_seconds' ? partnersOf(database, source) : [undefined];
  const measured = partners.map((partner) =>
    minutes.map((minute) =>
      measuredIn(source, database, {
        metric: name,
        startMs: minute,
        ...(partner === undefined ? {} : { partner }),
      }),
    ),
  );
  const series = isSplit
    ? measured.map((values, index) => ({ values, partner: partners[index] }))
    : [{ values: minutes.map((_, at) => measured.flatMap((values) => values[at] ?? [])), partner: undefined }];
  return series
    .filter(({ values }) => values.some((value) => value.length > 0))
    .slice(0, isSplit ? top : 1)
    .map(({ values, partner }) => ({
      metadatavalues: partner === undefined ? [] : metadataOf(partner),
      data: values.map((value, at) => ({ timeStamp: iso(minutes[at] ?? firstMs), ...aggregated(value, aggregations) })),
    }));
}

function partnersOf({ server, name }: DatabaseState, { model }: MetricsSource): Partner[] {
  return model.partnerLags(server, name, model.clock.now());
}

function metadataOf({ server, database }: Partner): Json[] {
  return [
    { name: { value: 'partnerservername', localizedValue: 'partnerservername' }, value: server },
    { name: { value: 'partnerdatabasename', localizedValue: 'partnerdatabasename' }, value: database },
  ];
}

/** Of the measured values, each way that was asked for; nothing where nothing was measured. */
export function aggregated(
  values: Measured,
  aggregations: readonly Aggregation[],
): Partial<Record<Aggregation, number>> {
  if (values.length === 0) return {};
  const total = values.reduce((sum, value) => sum + value, 0);
  const all: Record<Aggregation, number> = {
    average: total / values.length,
    minimum: Math.min(...values),
    maximum: Math.max(...values),
    total,
    count: values.length,
  };
  return Object.fromEntries(aggregations.map((one) => [one, all[one]]));
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
