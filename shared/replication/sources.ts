import type { Scope } from '../config/types.ts';
import { firstScopes } from '../topology/firstScopes.ts';
import { databaseKey } from '../topology/linkKey.ts';
import type { Topology } from '../topology/types.ts';
import type { DatabaseMetrics } from './metricsPorts.ts';
import type { Primary } from './primaries.ts';

export type Source = Scope['source'];

/** Who is asked about a primary in a sweep. `both`: Azure Monitor showed something, and the primary is asked what it is. */
export type Asked = 'sql' | 'metrics' | 'both';

/** A reading that is older says nothing of now: Azure Monitor is read every minute where it is the routine source. */
export const READING_LASTS_MS = 5 * 60_000;

/** What is known of a primary besides its metrics. */
export interface Look {
  /** A lag above it shows something. */
  calmLagSeconds: number;
  nowMs: number;
}

/** Where nothing is known yet, or nothing fresh, `economy` asks the primary: it saves questions, never knowledge. */
export function whoIsAsked(source: Source, metrics: DatabaseMetrics | undefined, primary: Primary, look: Look): Asked {
  if (source === 'sql') return 'sql';
  if (source === 'metricsOnly') return 'metrics';
  return isCalm(metrics, primary, look) ? 'metrics' : 'both';
}

/** Fresh, every link caught up with a known and small lag, and nobody was turned away. */
function isCalm(metrics: DatabaseMetrics | undefined, { links }: Primary, { calmLagSeconds, nowMs }: Look): boolean {
  if (metrics === undefined || metrics.unread !== undefined) return false;
  if (nowMs - metrics.atMs > READING_LASTS_MS) return false;
  if (metrics.availability !== null && metrics.availability.percent < 100) return false;
  if (metrics.connectionFailed !== null && metrics.connectionFailed > 0) return false;
  return links.every(({ armState, secondary }) => {
    const lag = metrics.lag[databaseKey(secondary)];
    return armState.toUpperCase() === 'CATCH_UP' && lag !== undefined && lag.lagSeconds <= calmLagSeconds;
  });
}

/** Where a primary's lag is read: as the first scope says that matches it or one of its geo-secondaries. Made once; asking is a look-up. */
export function sourcesFor(
  scopes: readonly Scope[],
  topology: Pick<Topology, 'servers' | 'databases'>,
): (primary: Primary) => Source {
  if (scopes.every(({ source }) => source === 'sql')) return () => 'sql';
  const scopeOf = firstScopes(scopes, topology);
  return ({ key, links }) => {
    const keys = [key, ...links.map(({ secondary }) => databaseKey(secondary))];
    const first = Math.min(...keys.map((one) => scopeOf.get(one) ?? scopes.length));
    return scopes[first]?.source ?? 'sql';
  };
}
