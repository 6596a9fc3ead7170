import { databaseKey } from '../topology/linkKey.ts';
import type { LinkEnd, ReplicationLink } from '../topology/types.ts';

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
