import type { DatabaseMetrics } from '../metricsPorts.ts';
import type { LinkSignals } from '../signalTypes.ts';

/** Azure Monitor's figure for the log that a primary writes: for where the primary itself is not asked, or does not show it. */
export function foldLogWrite(read: DatabaseMetrics | undefined): LinkSignals['logWrite'] {
  if (read === undefined || read.logWritePercent === null) return undefined;
  const { sustained, peak } = read.logWritePercent;
  return { atMs: read.atMs, sustainedPercent: sustained, peakPercent: peak };
}

/** The newer of two; a figure of the primary's own is taken before either, by whoever calls. */
export function newerLogWrite(one: LinkSignals['logWrite'], other: LinkSignals['logWrite']): LinkSignals['logWrite'] {
  if (one === undefined || other === undefined) return one ?? other;
  return one.atMs >= other.atMs ? one : other;
}
