import { flatCurve, forkAt } from './curve.ts';
import type { DatabaseRecord, LinkRecord } from './entities.ts';
import { isGeo } from './entities.ts';
import { refreshFamily } from './family.ts';
import { committedMs, hardenedAt, logOf, positionOf } from './positions.ts';
import type { FailoverRequest } from './types.ts';
import type { World } from './world.ts';
import { newLinkId } from './world.ts';

/**
 * The secondary of `link` becomes the primary with what it has hardened; the old primary becomes its secondary, the other
 * geo-secondaries are linked to the new primary. What the old primary had alone is counted as lost and gone from then on.
 */
export function swapRoles(
  world: World,
  link: LinkRecord,
  { mode, by }: Pick<FailoverRequest, 'mode' | 'by'>,
  nowMs: number,
): void {
  const { primary: old, secondary: next } = link;
  const kept = hardenedAt(link, nowMs);
  countLoss(world, link, kept, { mode, by }, nowMs);

  const moved = old.down.filter((other) => other !== link && isGeo(other));
  const staying = old.down.filter((other) => other !== link && !isGeo(other));
  // Taken before anything is rewired: a position is read through the links above it.
  const had = new Map([...moved, ...staying, ...next.down].map((other) => [other, hardenedAt(other, nowMs)]));
  next.log = forkAt(logOf(old), kept, nowMs);
  next.up = null;
  next.workload = old.workload;
  old.workload = 0;
  old.up = link;
  old.down = staying;
  turnRound(link, old, next);
  link.isReturning = mode === 'forced';
  resetLink(link, kept, mode === 'forced', nowMs);
  for (const other of moved) {
    other.primary = next;
    other.primaryLinkId = newLinkId(world, next);
  }
  next.down = [link, ...next.down, ...moved];
  for (const [other, position] of had) {
    // Whoever was ahead of the new primary holds commits that are no more: it is reseeded.
    const isAhead = position > kept;
    if (isAhead) other.isReturning = true;
    resetLink(other, Math.min(position, kept), isAhead, nowMs);
  }
  refreshFamily(world, next, nowMs);
}

function turnRound(link: LinkRecord, old: DatabaseRecord, next: DatabaseRecord): void {
  link.primary = next;
  link.secondary = old;
  [link.primaryLinkId, link.secondaryLinkId] = [link.secondaryLinkId, link.primaryLinkId];
}

/** A fresh start from what the secondary holds; the primary knows nothing before the first acknowledgement. */
function resetLink(link: LinkRecord, position: number, isReseeded: boolean, nowMs: number): void {
  link.hardened = flatCurve(nowMs, position);
  link.plan = undefined;
  link.unknown = { fromMs: nowMs, untilMs: Number.POSITIVE_INFINITY };
  link.modifiedMs = nowMs;
  if (isReseeded) link.seeding = { percent: 0, sinceMs: nowMs, isMoving: false, snapshot: position };
}

function countLoss(
  world: World,
  link: LinkRecord,
  kept: number,
  { mode, by }: Pick<FailoverRequest, 'mode' | 'by'>,
  nowMs: number,
): void {
  const had = positionOf(link.primary, nowMs);
  const lastMs = committedMs(link.primary, had);
  // Nothing survived of a database without a first commit on the secondary: everything since the log began is lost.
  const keptMs = committedMs(link.primary, kept) ?? logOf(link.primary)[0]?.startMs ?? nowMs;
  world.accepted.push({
    atMs: nowMs,
    server: link.secondary.server.definition.name,
    database: link.secondary.name,
    mode,
    by,
    lostCommits: had - kept,
    lostSeconds: had === kept || lastMs === null ? 0 : Math.max(0, (lastMs - keptMs) / 1000),
  });
}
