import type { LinkSignals, PrimarySignals } from '../signalTypes.ts';

/** The log that the primary writes, in percent of what its size allows; undefined where it could not be read or is no percentage. */
export function logWriteOf({ atMs, logWrite }: Pick<PrimarySignals, 'atMs' | 'logWrite'>): LinkSignals['logWrite'] {
  if (logWrite === null) return undefined;
  const { sustainedPercent, peakPercent } = logWrite;
  if (![sustainedPercent, peakPercent].every((percent) => Number.isFinite(percent) && percent >= 0)) return undefined;
  return { atMs, sustainedPercent, peakPercent };
}
