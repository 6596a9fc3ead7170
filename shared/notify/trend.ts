import { sayDuration } from '../alerting/spokenTime.ts';
import type { LagTrend } from '../alerting/types.ts';
import type { Trend } from './types.ts';

const BARS = [...'▁▂▃▄▅▆▇█'];
const UNKNOWN = '·';
const MOST_POINTS = 60;

/**
 * The lag before a message as a line of characters, and its scale in words. What is not known is a dot and never a low bar.
 * Undefined for a trend without points, or of no time.
 */
export function renderTrend({ fromMs, toMs, lagSeconds }: LagTrend): Trend | undefined {
  const points = lagSeconds
    .slice(-MOST_POINTS)
    .map((lag) => (lag !== null && lag >= 0 && Number.isFinite(lag) ? lag : null));
  const spanMs = ((toMs - fromMs) * points.length) / lagSeconds.length;
  if (points.length === 0 || !(spanMs > 0) || !Number.isFinite(spanMs)) return undefined;
  const known = points.filter((lag) => lag !== null);
  const highest = Math.max(0, ...known);
  return {
    bars: points.map((lag) => (lag === null ? UNKNOWN : bar(lag, highest))).join(''),
    scale: scaleOf({ known: known.length, of: points.length, highest, spanMs }),
  };
}

function bar(lag: number, highest: number): string {
  const level = highest === 0 ? 0 : Math.ceil((lag / highest) * BARS.length) - 1;
  return BARS[Math.max(0, level)] ?? UNKNOWN;
}

function scaleOf(seen: { known: number; of: number; highest: number; spanMs: number }): string {
  const span = sayDuration(seen.spanMs);
  if (seen.known === 0) return `unknown for all of ${span}`;
  const range = seen.highest === 0 ? `0 s over ${span}` : `0 to ${sayDuration(seen.highest * 1_000)} over ${span}`;
  return seen.known === seen.of ? range : `${range}, unknown where ${UNKNOWN}`;
}
