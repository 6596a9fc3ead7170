const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Nothing, one minute, five, fifteen, half an hour, one hour, two, four, eight, a day; beyond it whole days. */
export const CEILINGS_MS: readonly number[] = [
  0,
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  DAY,
];

/**
 * The bound rounded up to the next step of a fixed ladder. While a partitioned primary may still take writes the bound grows with every
 * second; a person needs minutes to read a plan. So the person is shown the bound and this ceiling, and approves up to the ceiling: the
 * fingerprint holds it, and once the bound has grown beyond it the plan is another one and is asked about again.
 * @returns milliseconds, never less than the bound; null for null
 */
export function lossCeiling(boundMs: number | null): number | null {
  if (boundMs === null || Number.isNaN(boundMs)) return null;
  return CEILINGS_MS.find((step) => boundMs <= step) ?? Math.ceil(boundMs / DAY) * DAY;
}
