/** Azure Monitor's metrics of databases, by region and in batches. */
import type { MetricsClient, MetricsQueryResourcesOptions, MetricsQueryResult } from '@azure/monitor-query-metrics';
import { mapBounded } from '../../../limits/mapBounded.ts';
import type { MetricsAnswer, MetricsReader, ResourceMetrics } from '../../../replication/metricsPorts.ts';
import type { ReadFailureKind } from '../../../topology/errors.ts';
import { regionName } from '../../../topology/regionName.ts';
import { type Request, readFailure } from '../resourceManager/failures.ts';
import { type ReadLimits, readBounded } from '../resourceManager/readBounded.ts';
import { type Batch, batchesOf } from './batches.ts';
import { type ClientOptions, createClients } from './clients.ts';
import { lagOf, metricOf, pointsOf } from './points.ts';

export interface MetricsReaderOptions extends ClientOptions {
  limits: ReadLimits;
  /** Batches at the same time, each of three requests. @default 4 */
  concurrency?: number;
}

const NAMESPACE = 'Microsoft.Sql/servers/databases';
const GRAIN = 'PT1M';
/** A primary has at most four geo-secondaries; Azure would cut at ten unasked. */
const MOST_PARTNERS = 20;
const DEFAULT_CONCURRENCY = 4;

/** One request for each way of aggregating: not every metric has every one, and only the lag may be split by partner. */
const QUESTIONS = [
  {
    names: ['replication_lag_seconds'],
    options: {
      aggregation: 'maximum',
      filter: "PartnerServerName eq '*' and PartnerDatabaseName eq '*'",
      top: MOST_PARTNERS,
    },
  },
  { names: ['availability', 'log_write_percent'], options: { aggregation: 'average' } },
  { names: ['connection_failed'], options: { aggregation: 'total' } },
] as const;

const ADVICE = {
  identity: 'Give the app an identity that can get tokens.',
  unauthorised: "The token was refused: check the cloud and the tenant of the app's identity.",
  forbidden: "Give the app's identity the role Monitoring Reader on the subscription, or leave metrics out.",
  notFound: 'Check that Azure Monitor serves this region.',
  throttled:
    'Azure limits reads of metrics; they are read again with the next round. A longer signals.metricsEvery helps.',
  unavailable: "This is Azure's trouble; metrics are read again with the next round.",
  timeout: 'Metrics are read again with the next round.',
  other: 'Metrics are read again with the next round.',
} satisfies Request['advice'];

/** Nothing is loaded and nobody is asked before the first reading. See MetricsReader. */
export function createMetricsReader(options: MetricsReaderOptions): MetricsReader {
  const clientOf = createClients(options);
  const { limits, concurrency = DEFAULT_CONCURRENCY } = options;
  return {
    async read({ region, resourceIds, sinceMs }) {
      const answers = await mapBounded(batchesOf(resourceIds), concurrency, (batch) =>
        readBatch(batch, { region: regionName(region), sinceMs, clientOf, limits }),
      );
      return {
        resources: answers.flatMap(({ resources }) => resources),
        failures: answers.flatMap(({ failures }) => failures),
      };
    },
  };
}

interface Asking {
  region: string;
  sinceMs: number;
  clientOf: (region: string) => Promise<MetricsClient>;
  limits: ReadLimits;
}

/** What one database alone may be to blame for: the others of its batch are asked again without it. */
const WORTH_HALVING: ReadonlySet<ReadFailureKind> = new Set(['notFound', 'other']);

/** Of a database everything or nothing: half of a reading would look like metrics that Azure does not have. */
async function readBatch(batch: Batch, asking: Asking): Promise<MetricsAnswer> {
  const { region } = asking;
  const { subscriptionId, resourceIds } = batch;
  const what = `metrics of ${resourceIds.length} database(s) in ${region}, subscription ${subscriptionId}`;
  const request: Request = { what, advice: ADVICE };
  try {
    const results = await readBounded(request, asking.limits, (signal) => ask(batch, asking, signal));
    return { resources: resourceIds.map((id) => metricsOf(id, results)), failures: [] };
  } catch (error) {
    const { kind, message } = readFailure(error, request);
    if (resourceIds.length > 1 && WORTH_HALVING.has(kind)) return await readHalves(batch, asking);
    const subject = `${region}, subscription ${subscriptionId}`;
    return { resources: [], failures: [{ subject, kind, message, resourceIds }] };
  }
}

async function readHalves({ subscriptionId, resourceIds }: Batch, asking: Asking): Promise<MetricsAnswer> {
  const middle = Math.ceil(resourceIds.length / 2);
  const first = await readBatch({ subscriptionId, resourceIds: resourceIds.slice(0, middle) }, asking);
  const second = await readBatch({ subscriptionId, resourceIds: resourceIds.slice(middle) }, asking);
  return {
    resources: [...first.resources, ...second.resources],
    failures: [...first.failures, ...second.failures],
  };
}

async function ask({ resourceIds }: Batch, { region, sinceMs, clientOf }: Asking, abortSignal: AbortSignal) {
  const client = await clientOf(region);
  const answers = await Promise.all(
    QUESTIONS.map(({ names, options }) => {
      // The library hands the signal on; its types forget to say so. Without an end Azure takes the present: its own, not ours.
      const bounded: MetricsQueryResourcesOptions & { abortSignal: AbortSignal } = {
        ...options,
        abortSignal,
        interval: GRAIN,
        startTime: new Date(sinceMs),
      };
      return client.queryResources(resourceIds, [...names], NAMESPACE, bounded);
    }),
  );
  return answers.flat();
}

function metricsOf(resourceId: string, results: readonly MetricsQueryResult[]): ResourceMetrics {
  const own = results.filter((result) => result.resourceId?.toLowerCase() === resourceId);
  const find = (name: string) => own.map((result) => metricOf(result, name)).find((metric) => metric !== undefined);
  return {
    resourceId,
    lag: lagOf(find('replication_lag_seconds')),
    availability: pointsOf(find('availability'), 'average'),
    connectionFailed: pointsOf(find('connection_failed'), 'total'),
    logWritePercent: pointsOf(find('log_write_percent'), 'average'),
  };
}
