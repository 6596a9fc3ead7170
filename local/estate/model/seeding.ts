import type { LinkRecord } from './entities.ts';
import { positionOf } from './positions.ts';
import { PENDING_MS, UNDO_MS } from './timings.ts';
import type { LinkPhase } from './types.ts';

/** 0 to 100, with fractions. */
export function percentAt(link: LinkRecord, atMs: number): number {
  const { percent, sinceMs, isMoving } = link.seeding;
  if (!isMoving || atMs <= sinceMs) return percent;
  return Math.min(100, percent + ((atMs - sinceMs) * link.seedingRate) / 1000);
}

/** When the running seeding will be done; Infinity while it does not move. */
export function seededMs(link: LinkRecord): number {
  const { percent, sinceMs, isMoving } = link.seeding;
  if (percent >= 100) return sinceMs;
  if (!isMoving || link.seedingRate <= 0) return Number.POSITIVE_INFINITY;
  return sinceMs + ((100 - percent) / link.seedingRate) * 1000;
}

/** Keeps what is seeded so far and goes on, or stands still, from now. */
export function settleSeeding(link: LinkRecord, isMoving: boolean, nowMs: number): void {
  const percent = percentAt(link, nowMs);
  const isFirst = percent === 0;
  const waitMs = link.isReturning ? UNDO_MS : PENDING_MS;
  link.seeding = {
    percent,
    sinceMs: isFirst && isMoving ? nowMs + waitMs : nowMs,
    isMoving: isMoving && percent < 100,
    // Seeding copies the database as it is when the copying begins; what is committed meanwhile is shipped afterwards.
    snapshot: isFirst ? positionOf(link.primary, nowMs) : link.seeding.snapshot,
  };
}

/**
 * After a forced failover the link to the old primary was seen SUSPENDED, then SEEDING, then CATCH_UP
 * (a public drill on Azure, September 2026).
 */
export function phaseAt(link: LinkRecord, atMs: number): LinkPhase {
  if (link.isSuspended) return 'SUSPENDED';
  const percent = percentAt(link, atMs);
  if (percent >= 100) return 'CATCH_UP';
  if (percent > 0) return 'SEEDING';
  return link.isReturning ? 'SUSPENDED' : 'PENDING';
}

/** The old primary still has commits of its own: it cannot become primary now. */
export function isUndoing(link: LinkRecord, atMs: number): boolean {
  return link.isReturning && percentAt(link, atMs) === 0;
}
