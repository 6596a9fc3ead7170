import type { LinkSignals } from '../signalTypes.ts';
import type { LinkState } from '../types.ts';

/** A window slides in so many steps. */
const BUCKETS = 12;

type Burn = NonNullable<LinkSignals['burn']>;

export interface BurnSample {
  state: LinkState;
  /** The time that this sample speaks for ends at `atMs` and is so long. */
  sinceLastMs: number;
  atMs: number;
}

export interface BurnOptions {
  rpoMs: number;
  /** The windows in which the time outside the objective is counted, milliseconds. */
  windowsMs: readonly number[];
}

/**
 * Counts the time outside the recovery point objective, per window in twelve buckets, each at its time: only what is bad is kept, and only
 * as long as its window reaches. Undefined while nothing is bad. Windows that are no longer asked for are forgotten.
 */
export function nextBurn(previous: Burn | undefined, sample: BurnSample, options: BurnOptions): Burn | undefined {
  const badMs = isBad(sample.state, options.rpoMs) ? Math.max(0, sample.sinceLastMs) : 0;
  // Nearly always, for each of thousands of links.
  if (previous === undefined && badMs === 0) return undefined;
  const burn: Burn = {};
  for (const windowMs of options.windowsMs) {
    const buckets = nextBuckets(previous?.[windowMs] ?? [], windowMs, { badMs, atMs: sample.atMs });
    if (buckets.length > 0) burn[windowMs] = buckets;
  }
  return Object.keys(burn).length === 0 ? undefined : burn;
}

/** Milliseconds outside the objective within the window that ends now; never more than the window. */
export function burntMs(burn: Burn | undefined, windowMs: number, nowMs: number): number {
  const counted = burn?.[windowMs];
  if (counted === undefined) return 0;
  const kept = within(counted, windowMs, nowMs);
  return Math.min(
    windowMs,
    kept.reduce((sum, [, ms]) => sum + ms, 0),
  );
}

/** A silent primary is our view that fails, not the objective: its time counts neither way. */
function isBad(state: LinkState, rpoMs: number): boolean {
  switch (state.name) {
    case 'caughtUp':
      return state.lagSeconds * 1000 > rpoMs;
    case 'unreachable':
      return false;
    default:
      return true;
  }
}

function nextBuckets(
  previous: ReadonlyArray<[number, number]>,
  windowMs: number,
  { badMs, atMs }: { badMs: number; atMs: number },
): Array<[number, number]> {
  const bucketMs = windowMs / BUCKETS;
  const buckets = new Map(within(previous, windowMs, atMs));
  const last = Math.floor(atMs / bucketMs);
  const fromMs = atMs - badMs;
  for (
    let bucket = Math.max(Math.floor(fromMs / bucketMs), last - BUCKETS + 1);
    badMs > 0 && bucket <= last;
    bucket += 1
  ) {
    const overlapMs = Math.min(atMs, (bucket + 1) * bucketMs) - Math.max(fromMs, bucket * bucketMs);
    if (overlapMs > 0) buckets.set(bucket, Math.min(bucketMs, (buckets.get(bucket) ?? 0) + overlapMs));
  }
  return [...buckets].map(([bucket, ms]): [number, number] => [bucket, Math.round(ms)]).sort(([a], [b]) => a - b);
}

/** The buckets that the window reaches: older ones are over, and later ones are of a clock that went back. */
function within(buckets: ReadonlyArray<[number, number]>, windowMs: number, nowMs: number): Array<[number, number]> {
  const last = Math.floor(nowMs / (windowMs / BUCKETS));
  return buckets.filter(([bucket]) => bucket <= last && bucket > last - BUCKETS);
}
