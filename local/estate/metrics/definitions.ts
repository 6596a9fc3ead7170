/** Metrics of Microsoft.Sql/servers/databases that can be read (Azure Monitor, supported metrics, 07/31/2026). */

export type Aggregation = 'average' | 'minimum' | 'maximum' | 'total' | 'count';

export interface MetricDefinition {
  displayName: string;
  unit: 'Seconds' | 'Percent' | 'Count';
  aggregations: readonly Aggregation[];
  /** The first one is what is answered when nobody asks for one. */
  primary: Aggregation;
  dimensions: readonly string[];
}

export const NAMESPACE = 'Microsoft.Sql/servers/databases';

const GAUGE = { aggregations: ['average', 'maximum', 'minimum'], primary: 'average', dimensions: [] } as const;
const COUNTER = { unit: 'Count', aggregations: ['total', 'count'], primary: 'total' } as const;

const DEFINITIONS = {
  replication_lag_seconds: {
    ...GAUGE,
    displayName: 'Replication lag (preview)',
    unit: 'Seconds',
    primary: 'maximum',
    dimensions: ['PartnerResourceId', 'PartnerServerName', 'PartnerDatabaseName'],
  },
  availability: {
    displayName: 'Availability',
    unit: 'Percent',
    aggregations: ['average', 'maximum', 'minimum', 'count', 'total'],
    primary: 'average',
    dimensions: [],
  },
  connection_failed: {
    ...COUNTER,
    displayName: 'Failed Connections : System Errors',
    dimensions: ['Error', 'ValidatedDriverNameAndVersion'],
  },
  connection_failed_user_error: {
    ...COUNTER,
    displayName: 'Failed Connections : User Errors',
    dimensions: ['Error', 'ValidatedDriverNameAndVersion'],
  },
  connection_successful: {
    ...COUNTER,
    displayName: 'Successful Connections',
    dimensions: ['SslProtocol', 'ValidatedDriverNameAndVersion'],
  },
  cpu_percent: { ...GAUGE, displayName: 'CPU percentage', unit: 'Percent' },
  log_write_percent: { ...GAUGE, displayName: 'Log IO percentage', unit: 'Percent' },
} as const satisfies Record<string, MetricDefinition>;

export type ReadableMetric = keyof typeof DEFINITIONS;
export const READABLE_METRICS = Object.keys(DEFINITIONS) as ReadableMetric[];

/** Case is not minded, as in Azure. */
export function definitionOf(name: string): { name: ReadableMetric; definition: MetricDefinition } | undefined {
  const found = READABLE_METRICS.find((known) => known === name.toLowerCase());
  return found === undefined ? undefined : { name: found, definition: DEFINITIONS[found] };
}
