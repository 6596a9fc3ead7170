import type { DatabaseRecord, LinkRecord } from './entities.ts';
import { lagSecondsAt, lastReplicationAt } from './lag.ts';
import { acknowledgedAt, committedMs, hardenedAt, positionOf, redoneAt } from './positions.ts';
import { percentAt, phaseAt } from './seeding.ts';
import type { LinkView } from './types.ts';

/** One end's view of a link at a moment. */
function linkView(link: LinkRecord, end: DatabaseRecord, atMs: number): LinkView {
  const isPrimary = end === link.primary;
  const partner = isPrimary ? link.secondary : link.primary;
  const acknowledged = acknowledgedAt(link, atMs);
  const redone = redoneAt(link, atMs);
  return {
    linkId: isPrimary ? link.primaryLinkId : link.secondaryLinkId,
    server: end.server.definition.name,
    database: end.name,
    partnerServer: partner.server.definition.name,
    partnerDatabase: partner.name,
    partnerRegion: partner.server.definition.region,
    partnerResourceId: partner.resourceId,
    kind: link.kind,
    role: isPrimary ? 'PRIMARY' : 'SECONDARY',
    phase: phaseAt(link, atMs),
    connected: link.plan?.isConnected ?? false,
    byHand: { suspended: link.isSuspended, cut: link.isCut },
    percentComplete: Math.floor(percentAt(link, atMs)),
    startMs: link.startMs,
    modifiedMs: link.modifiedMs,
    lastReplicationMs: isPrimary ? lastReplicationAt(link, atMs) : null,
    lagSeconds: isPrimary ? lagSecondsAt(link, atMs) : null,
    secondaryAllowConnections: link.secondaryAllowConnections,
    lastCommitMs: committedMs(end, positionOf(end, atMs)),
    hardenedPosition: isPrimary ? acknowledged : hardenedAt(link, atMs),
    redonePosition: isPrimary ? acknowledged : redone,
    redonePerSecond: isPrimary ? 0 : redone - redoneAt(link, atMs - 1000),
    unredoneSinceMs: isPrimary || redone >= hardenedAt(link, atMs) ? null : committedMs(end, redone + 1),
  };
}

/** Every link with this database at one end: the one it replicates from first. */
export function linkViewsOf(database: DatabaseRecord, atMs: number): LinkView[] {
  const { superseded, up, down } = database;
  const below = down.map((link) => linkView(link, database, atMs));
  if (superseded !== null) {
    const lastCommitMs = committedMs(database, positionOf(database, atMs));
    return [...superseded.links.map((view) => ({ ...view, lastCommitMs })), ...below];
  }
  return up === null ? below : [linkView(up, database, atMs), ...below];
}
