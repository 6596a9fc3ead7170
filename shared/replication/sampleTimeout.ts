/** Below this a timeout would say more of the network than of the database. */
const SHORTEST_MS = 2_000;
/** A sample that hangs is followed by a fresh login that may hang as well, and both are to be over before the next sweep. */
const SHARE = 0.4;

/**
 * How long one question to a database may take: as long as is configured, unless one that hangs would make a sweep miss the next tick.
 * Where an interval is shorter than a few seconds it does.
 */
export function sampleTimeoutMs({ everyMs, timeoutMs }: { everyMs: number; timeoutMs: number }): number {
  return Math.min(timeoutMs, Math.max(SHORTEST_MS, everyMs * SHARE));
}
