/** What a sampling sweep met that discovery did not say, and since when: linkKeys with other roles, partners that nobody found. */
export type Moved = Record<string, number>;

/** Discovery is not asked again for this long after it was. */
const SHORTEST_GAP_MS = 15_000;
/** Kept per sweep; a failover of a whole region is one reason to look, however many links it moved. */
const MOST_KEPT = 500;

/** What was there last time keeps its beginning. */
export function movedSince(keys: Iterable<string>, before: Moved, nowMs: number): Moved {
  const kept = [...new Set(keys)].sort().slice(0, MOST_KEPT);
  return Object.fromEntries(kept.map((key) => [key, before[key] ?? nowMs]));
}

/**
 * Is a discovery worth its requests now? At once for what is new, then after twice the time each: Resource Manager needs a while to tell
 * of a failover, and some partners no discovery ever finds.
 * @param lastLookMs when the last discovery began; null when there was none
 */
export function isWorthDiscovering(moved: Moved, lastLookMs: number | null, nowMs: number): boolean {
  const newestMs = Math.max(...Object.values(moved));
  if (!Number.isFinite(newestMs)) return false;
  if (lastLookMs === null) return true;
  return nowMs - lastLookMs >= Math.max(SHORTEST_GAP_MS, lastLookMs - newestMs);
}
