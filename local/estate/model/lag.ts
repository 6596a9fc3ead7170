import { timeOf } from './curve.ts';
import type { LinkRecord } from './entities.ts';
import { acknowledgedAt, committedMs, positionOf } from './positions.ts';
import { percentAt } from './seeding.ts';
import { ACKNOWLEDGEMENT_MS } from './timings.ts';

/** When the primary received the acknowledgement of the last hardened block: `last_replication`. */
export function lastReplicationAt(link: LinkRecord, atMs: number): number | null {
  if (percentAt(link, atMs) < 100) return null;
  const acknowledged = acknowledgedAt(link, atMs);
  const hardenedMs = timeOf(link.hardened, acknowledged);
  return hardenedMs === undefined ? null : Math.min(hardenedMs + ACKNOWLEDGEMENT_MS, atMs);
}

/**
 * `replication_lag_sec` on the primary: whole seconds between a commit and its acknowledgement, on the primary's clock.
 * While something is outstanding its age counts too, so that the number grows when a backlog stalls; once everything is
 * acknowledged it is back at the link's round trip. Null: the primary does not know (still seeding, after a restart until
 * the next acknowledgement, or the interlink is lost).
 */
export function lagSecondsAt(link: LinkRecord, atMs: number): number | null {
  if (percentAt(link, atMs) < 100) return null;
  if (link.unknown.fromMs <= atMs && atMs < link.unknown.untilMs) return null;
  const acknowledged = acknowledgedAt(link, atMs);
  const lagMs = Math.max(settledLagMs(link, acknowledged), oldestOutstandingMs(link, acknowledged, atMs));
  return Math.max(0, Math.floor(lagMs / 1000));
}

function settledLagMs(link: LinkRecord, acknowledged: number): number {
  const committed = committedMs(link.primary, acknowledged);
  const hardenedMs = timeOf(link.hardened, acknowledged);
  if (committed === null || hardenedMs === undefined) return 0;
  return Math.min(hardenedMs + ACKNOWLEDGEMENT_MS - committed, link.shippingDelayMs + ACKNOWLEDGEMENT_MS);
}

function oldestOutstandingMs(link: LinkRecord, acknowledged: number, atMs: number): number {
  if (acknowledged >= positionOf(link.primary, atMs)) return 0;
  return atMs - (committedMs(link.primary, acknowledged + 1) ?? atMs);
}
