import type { DatabaseMetrics } from '../metricsPorts.ts';
import type { LinkSignals } from '../signalTypes.ts';

/**
 * Azure Monitor's figure for one link, from what was last read of its primary. Null: it was asked and has no fresh number.
 * @param secondary `server/database`
 */
export function foldMetrics(read: DatabaseMetrics | undefined, secondary: string): LinkSignals['metrics'] {
  if (read === undefined) return undefined;
  const known = read.lag[secondary];
  return known === undefined
    ? { atMs: read.atMs, lagSeconds: null }
    : { atMs: known.atMs, lagSeconds: known.lagSeconds };
}
