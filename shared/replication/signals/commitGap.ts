/**
 * Seconds of commits that the geo-secondary does not have: the primary's last_commit, read first, minus the secondary's. A secondary that
 * is ahead was only read later: 0. Null while one of them is not known.
 *
 * After an idle spell one commit makes it jump to the length of that spell until the commit arrives, so only a gap that lasts says
 * something (active-geo-replication-overview): the pending time of an alert has to outlast at least two readings.
 */
export function commitGapSeconds(primaryMs: number | null, secondaryMs: number | null): number | null {
  if (primaryMs === null || secondaryMs === null) return null;
  const gapMs = primaryMs - secondaryMs;
  return Number.isFinite(gapMs) ? Math.max(0, gapMs) / 1000 : null;
}
