import { databaseKey } from '../topology/linkKey.ts';
import type { LinkEnd, ReplicationLink } from '../topology/types.ts';
import { SHARDS, shardOf } from './shards.ts';

/** One database to ask, and the links it answers for. */
export interface Primary {
  /** `server/database` */
  key: string;
  end: LinkEnd;
  links: ReplicationLink[];
}

/** Groups links by the database that knows their lag: one round trip to each reads all of them. Order of first appearance. */
export function primariesOf(links: readonly ReplicationLink[]): Primary[] {
  const primaries = new Map<string, Primary>();
  for (const link of links) {
    const key = databaseKey(link.primary);
    const known = primaries.get(key);
    if (known === undefined) primaries.set(key, { key, end: link.primary, links: [link] });
    else known.links.push(link);
  }
  return [...primaries.values()];
}

/** The shard that sweeps a primary: that of its smallest linkKey, so that it is one, and the same whichever end is the primary of a pair. */
export function sweptIn({ key, links }: Primary): string {
  const keys = links.map(({ linkKey }) => linkKey).sort();
  return shardOf(keys[0] ?? key);
}

/** The shards that have anything to sweep, in order. */
export function shardsWithPrimaries(primaries: readonly Primary[]): string[] {
  const used = new Set(primaries.map(sweptIn));
  return SHARDS.filter((shard) => used.has(shard));
}
