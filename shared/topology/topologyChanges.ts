/** What is different between two topologies: for logs, for closing connections, for alerts about links that went away. */
import { databaseKey } from './linkKey.ts';
import type { ReplicationLink, Topology } from './types.ts';

export interface TopologyChanges {
  added: ReplicationLink[];
  removed: ReplicationLink[];
  /** Same pair, other primary. */
  swapped: Array<{ before: ReplicationLink; after: ReplicationLink }>;
}

/** Links by link key; without a topology before, every link is added. */
export function topologyChanges(before: Topology | undefined, after: Topology): TopologyChanges {
  const old = new Map((before?.links ?? []).map((link) => [link.linkKey, link]));
  const current = new Set(after.links.map(({ linkKey }) => linkKey));
  return {
    added: after.links.filter(({ linkKey }) => !old.has(linkKey)),
    removed: [...old.values()].filter(({ linkKey }) => !current.has(linkKey)),
    swapped: after.links.flatMap((link) => {
      const previous = old.get(link.linkKey);
      return previous && databaseKey(previous.primary) !== databaseKey(link.primary)
        ? [{ before: previous, after: link }]
        : [];
    }),
  };
}
