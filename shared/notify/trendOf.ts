import type { LagTrend } from '../alerting/types.ts';
import type { HistoryLine } from '../replication/types.ts';

/**
 * The lag of one link between two moments, from its history in any order: the highest of each of so many stretches. A stretch in which it was
 * unknown once, or nobody asked, has no highest: null. Pure; milliseconds since the epoch, `toMs` excluded.
 */
export function trendOf(lines: readonly HistoryLine[], fromMs: number, toMs: number, points: number): LagTrend {
  const widthMs = (toMs - fromMs) / points;
  if (!Number.isInteger(points) || points < 1 || !(widthMs > 0)) return { fromMs, toMs, lagSeconds: [] };
  const highest = Array.from({ length: points }, (): number | null | undefined => undefined);
  for (const { atMs, lagSeconds, maxLagSeconds } of lines) {
    if (!(atMs >= fromMs && atMs < toMs)) continue;
    const stretch = Math.min(points - 1, Math.floor((atMs - fromMs) / widthMs));
    const seen = highest[stretch];
    if (seen === null) continue;
    highest[stretch] = lagSeconds === null ? null : Math.max(seen ?? 0, lagSeconds, maxLagSeconds ?? 0);
  }
  return { fromMs, toMs, lagSeconds: highest.map((lag) => lag ?? null) };
}
