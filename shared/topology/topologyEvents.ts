/** What changed from one discovery to the next, kept for a while: who looks later still hears of it. */
import { databaseKey } from './linkKey.ts';
import { topologyChanges } from './topologyChanges.ts';
import type { ReplicationLink, Topology, TopologyEvent } from './types.ts';

/** A failover of Geowarden: which pair it turned, which end (`server/database`) it made the primary, and when its call was intended. */
export interface OwnFailover {
  operationId: string;
  linkKey: string;
  primary: string;
  intendedAtMs: number;
}

const KEPT_MS = 7 * 24 * 3_600_000;
const MOST_KEPT = 500;
/** Resource Manager may tell of a role change some time after it was made, and discovery looks now and then. */
const OURS_WITHIN_MS = 3_600_000;

/**
 * The events of `before` that are still young enough, and those that `found` adds; newest last. Pure.
 * Without a topology before, or with one of another configuration, nothing is news. A failover re-links the other geo-secondaries to the new
 * primary by itself (active-geo-replication-overview): that is told with the role change, not as links added and removed.
 */
export function topologyEvents(input: {
  /** Undefined when there was none, or when it was found under other scopes. */
  before: Topology | undefined;
  found: Topology;
  ownFailovers: readonly OwnFailover[];
  nowMs: number;
}): TopologyEvent[] {
  const { before, found, ownFailovers, nowMs } = input;
  const kept = (before?.events ?? []).filter(({ atMs }) => nowMs - atMs < KEPT_MS);
  if (before === undefined) return [];
  const { added, removed, swapped } = topologyChanges(before, found);
  const lostRole = new Set(swapped.map((swap) => databaseKey(swap.before.primary)));
  const tookRole = new Set(swapped.map((swap) => databaseKey(swap.after.primary)));
  const events: TopologyEvent[] = [
    ...swapped.map(({ after }) => {
      const own = ownFailovers.find(
        (one) =>
          one.linkKey === after.linkKey &&
          one.primary === databaseKey(after.primary) &&
          Math.abs(nowMs - one.intendedAtMs) <= OURS_WITHIN_MS &&
          !isTold(one, kept),
      );
      return { ...eventOf('rolesSwapped', after, nowMs), ...(own ? { operationId: own.operationId } : {}) };
    }),
    ...added
      .filter((link) => !tookRole.has(databaseKey(link.primary)))
      .map((link) => eventOf('linkAdded', link, nowMs)),
    ...removed
      .filter((link) => !lostRole.has(databaseKey(link.primary)))
      .map((link) => eventOf('linkRemoved', link, nowMs)),
  ];
  return [...kept, ...events].slice(-MOST_KEPT);
}

/** A failover turns a pair once: what turns it again is somebody else's. */
function isTold({ operationId, linkKey }: OwnFailover, events: readonly TopologyEvent[]): boolean {
  return events.some((event) => event.operationId === operationId && event.linkKey === linkKey);
}

function eventOf(kind: TopologyEvent['kind'], link: ReplicationLink, atMs: number): TopologyEvent {
  const { linkKey, primary, secondary } = link;
  return { atMs, kind, linkKey, primary: databaseKey(primary), secondary: databaseKey(secondary) };
}
