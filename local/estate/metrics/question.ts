/** What a client may ask of `metrics:getBatch`, and how Azure refuses the rest. */
import type { DatabaseState, EstateModel } from '../model/types.ts';
import type { SiteRequest } from '../network/types.ts';
import { parameter } from '../resourceManager/apiVersions.ts';
import { ArmError } from '../resourceManager/armError.ts';
import {
  type Aggregation,
  definitionOf,
  type MetricDefinition,
  NAMESPACE,
  type ReadableMetric,
} from './definitions.ts';
import { MINUTE_MS } from './minutes.ts';

export interface Question {
  resources: Array<{ id: string; database: DatabaseState }>;
  metrics: Array<{ name: ReadableMetric; definition: MetricDefinition }>;
  aggregations: readonly Aggregation[] | undefined;
  /** Split by the dimensions of the filter. */
  isSplit: boolean;
  /** Series of one resource. */
  top: number;
  startMs: number;
  endMs: number;
}

/** Azure Monitor, "metrics:getBatch", 2024-02-01. */
const API_VERSIONS = ['2023-10-01', '2024-02-01'];
const MOST_RESOURCES = 50;
const MOST_METRICS = 20;
const DEFAULT_TOP = 10;
/** Without a span, the last hour. */
const DEFAULT_SPAN_MS = 60 * MINUTE_MS;
/** More minutes are not asked of a rehearsal. */
const LONGEST_SPAN_MS = 24 * 60 * MINUTE_MS;
const PATH = /^\/subscriptions\/([^/]+)\/metrics:getBatch$/i;
const AGGREGATIONS: readonly string[] = ['average', 'minimum', 'maximum', 'total', 'count'];

/** @throws ArmError */
export function readQuestion(request: SiteRequest, model: EstateModel, region: string): Question {
  const { url, method } = request;
  const subscription = PATH.exec(decodeURIComponent(url.pathname))?.[1];
  if (subscription === undefined) throw new ArmError(404, 'NotFound', `There is nothing at ${url.pathname}.`);
  if (method !== 'POST') throw new ArmError(405, 'MethodNotAllowed', `A batch is posted; this was ${method}.`);
  const given = (name: string) => parameter(url.searchParams, name);
  const version = given('api-version') ?? '';
  if (!API_VERSIONS.includes(version)) {
    throw bad(`The api-version '${version}' is not one of ${API_VERSIONS.join(', ')}.`);
  }
  if (given('metricnamespace')?.toLowerCase() !== NAMESPACE.toLowerCase()) {
    throw bad(`The metric namespace has to be ${NAMESPACE}: the estate has no other.`);
  }
  if ((given('interval') ?? 'PT1M').toUpperCase() !== 'PT1M') throw bad('The estate has the time grain PT1M only.');
  const metrics = readMetrics(given('metricnames'));
  const endMs = readMoment(given('endtime'), 'endtime') ?? model.clock.now();
  const startMs = readMoment(given('starttime'), 'starttime') ?? endMs - DEFAULT_SPAN_MS;
  if (startMs >= endMs || endMs - startMs > LONGEST_SPAN_MS) throw bad('The time span has no length, or is too long.');
  return {
    resources: readResources(request.body, model, { subscription, region }),
    metrics,
    aggregations: readAggregations(given('aggregation'), metrics),
    isSplit: readFilter(given('filter'), metrics),
    top: readTop(given('top')),
    startMs,
    endMs,
  };
}

function readMetrics(text: string | undefined): Question['metrics'] {
  const names = (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.length === 0 || names.length > MOST_METRICS) throw bad(`Expected 1 to ${MOST_METRICS} metric names.`);
  return names.map((name) => {
    const found = definitionOf(name);
    if (found === undefined) throw bad(`Failed to find metric configuration for metric ${name} in ${NAMESPACE}.`);
    return found;
  });
}

function readAggregations(text: string | undefined, metrics: Question['metrics']): readonly Aggregation[] | undefined {
  if (text === undefined || text === '') return undefined;
  const wanted = text.split(',').map((one) => one.trim().toLowerCase());
  const unknown = wanted.find((one) => !AGGREGATIONS.includes(one));
  if (unknown !== undefined) throw bad(`There is no aggregation '${unknown}'.`);
  for (const { name, definition } of metrics) {
    const missing = wanted.find((one) => !definition.aggregations.includes(one as Aggregation));
    if (missing !== undefined) throw bad(`The metric ${name} has no aggregation ${missing}.`);
  }
  return wanted as Aggregation[];
}

/** Only `Dimension eq '*'` joined by `and`: series are split, none is left out. */
function readFilter(text: string | undefined, metrics: Question['metrics']): boolean {
  if (text === undefined || text === '') return false;
  for (const part of text.split(/\s+and\s+/i)) {
    const dimension = /^(\w+)\s+eq\s+'\*'$/i.exec(part.trim())?.[1]?.toLowerCase();
    if (dimension === undefined) throw bad(`The estate understands DIMENSION eq '*' joined by and; this was ${text}.`);
    for (const { name, definition } of metrics) {
      if (definition.dimensions.some((one) => one.toLowerCase() === dimension)) continue;
      throw bad(`The metric ${name} has no dimension '${dimension}'.`);
    }
  }
  return true;
}

function readTop(text: string | undefined): number {
  if (text === undefined) return DEFAULT_TOP;
  const top = Number(text);
  if (!Number.isInteger(top) || top < 1) throw bad(`The parameter top has to be a whole number above 0.`);
  return top;
}

function readMoment(text: string | undefined, name: string): number | undefined {
  if (text === undefined || text === '') return undefined;
  const atMs = Date.parse(text);
  if (Number.isNaN(atMs)) throw bad(`The parameter ${name} is no moment.`);
  return atMs;
}

function readResources(
  body: Uint8Array,
  model: EstateModel,
  place: { subscription: string; region: string },
): Question['resources'] {
  const ids = idsIn(body);
  if (ids.length === 0 || ids.length > MOST_RESOURCES) {
    throw bad(`Expected 1 to ${MOST_RESOURCES} resource ids, saw ${ids.length}.`);
  }
  return ids.map((id) => {
    const match =
      /^\/subscriptions\/([^/]+)\/resourceGroups\/[^/]+\/providers\/Microsoft\.Sql\/servers\/([^/]+)\/databases\/([^/]+)$/i.exec(
        id,
      );
    const [, subscription = '', server = '', name = ''] = match ?? [];
    if (match === null) throw bad(`'${id}' is not the id of a database.`);
    if (subscription.toLowerCase() !== place.subscription.toLowerCase()) {
      throw bad('All resources of a batch have to be in the subscription of the request.');
    }
    const database = model.database(server, name);
    if (database === undefined || database.resourceId.toLowerCase() !== id.toLowerCase()) {
      throw new ArmError(404, 'ResourceNotFound', `The resource '${id}' was not found.`);
    }
    if (database.region !== place.region) throw bad(`The resource '${id}' is not in the region ${place.region}.`);
    return { id, database };
  });
}

function idsIn(body: Uint8Array): string[] {
  try {
    const { resourceids } = JSON.parse(Buffer.from(body).toString('utf8')) as { resourceids?: unknown };
    if (Array.isArray(resourceids) && resourceids.every((id) => typeof id === 'string')) return resourceids;
  } catch {
    // Told below: what is no JSON holds no ids either.
  }
  throw bad('The body has to be a JSON object with a list of texts in resourceids.');
}

function bad(message: string): ArmError {
  return new ArmError(400, 'BadRequest', message);
}
