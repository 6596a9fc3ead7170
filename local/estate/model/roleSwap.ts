import { forkAt } from './curve.ts';
import type { DatabaseRecord, LinkRecord } from './entities.ts';
import { isGeo } from './entities.ts';
import { refreshFamily } from './family.ts';
import { linkViewsOf } from './linkView.ts';
import { endPressure, resetCounters } from './logPressure.ts';
import { hardenedAt, logOf } from './positions.ts';
import { resetLink } from './resetLink.ts';
import { canHear, isAlive, lossOf, supersede } from './superseded.ts';
import type { AcceptedFailover, FailoverRequest } from './types.ts';
import type { World } from './world.ts';
import { newLinkId } from './world.ts';

/**
 * The secondary of `link` becomes the primary with what it has hardened; the old primary becomes its secondary, the other
 * geo-secondaries are linked to the new primary. What the old primary had alone is counted as lost and gone from then on;
 * one that is alive and cannot be told goes on for the time being (see superseded.ts).
 */
export function swapRoles(
  world: World,
  link: LinkRecord,
  { mode, by }: Pick<FailoverRequest, 'mode' | 'by'>,
  nowMs: number,
): void {
  const { primary: old, secondary: next } = link;
  const kept = hardenedAt(link, nowMs);
  const accepted = countLoss(world, link, kept, { mode, by }, nowMs);

  const moved = old.down.filter((other) => other !== link && isGeo(other));
  const staying = old.down.filter((other) => other !== link && !isGeo(other));
  const isUnheard = mode === 'forced' && isAlive(world, old) && !canHear(world, link);
  const links = linkViewsOf(old, nowMs).filter(({ kind }) => kind === 'GEO' || kind === 'STANDBY');
  // Taken before anything is rewired: a position is read through the links above it.
  const following = isUnheard ? [] : staying;
  const had = new Map([...moved, ...following, ...next.down].map((other) => [other, hardenedAt(other, nowMs)]));
  next.log = forkAt(logOf(old), kept, nowMs);
  next.up = null;
  next.workload = old.workload;
  next.kbPerCommit = old.kbPerCommit;
  old.up = link;
  if (isUnheard) supersede(world, old, { kept, accepted, links }, nowMs);
  else {
    old.workload = 0;
    endPressure(old, nowMs);
  }
  old.down = staying;
  turnRound(link, old, next);
  link.isReturning = mode === 'forced';
  resetLink(link, kept, mode === 'forced', nowMs);
  for (const other of moved) {
    other.primary = next;
    other.primaryLinkId = newLinkId(world, next);
  }
  next.down = [link, ...next.down, ...moved];
  for (const one of [old, next]) resetCounters(one, nowMs);
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

function countLoss(
  world: World,
  link: LinkRecord,
  kept: number,
  { mode, by }: Pick<FailoverRequest, 'mode' | 'by'>,
  nowMs: number,
): AcceptedFailover {
  const accepted: AcceptedFailover = {
    atMs: nowMs,
    server: link.secondary.server.definition.name,
    database: link.secondary.name,
    mode,
    by,
    ...lossOf(link.primary, kept, nowMs),
  };
  world.accepted.push(accepted);
  return accepted;
}
