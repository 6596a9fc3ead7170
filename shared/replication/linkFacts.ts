import { databaseKey } from '../topology/linkKey.ts';
import type { LinkEnd, ReplicationLink, Topology } from '../topology/types.ts';
import type { LinkFacts } from './signalTypes.ts';

/** What discovery knows of each link, for the conditions that compare. Made once for a sweep; asking is a look-up. */
export function linkFactsIn({
  databases,
  discoveredAtMs,
  unread,
}: Pick<Topology, 'databases' | 'discoveredAtMs' | 'unread'>): (link: ReplicationLink) => LinkFacts {
  const skus = new Map(databases.map((database) => [databaseKey(database), database.sku]));
  // A link of theirs may be kept from an earlier discovery: nobody knows how old its word is.
  const unclear = new Set(unread);
  const isRead = ({ primary, secondary }: ReplicationLink) =>
    !unclear.has(databaseKey(primary)) && !unclear.has(databaseKey(secondary));
  const skuOf = (end: LinkEnd) => skus.get(databaseKey(end));
  return (link) => {
    const primarySku = skuOf(link.primary);
    const secondarySku = skuOf(link.secondary);
    return {
      type: link.type,
      ...(isRead(link) ? { armState: link.armState, armAtMs: discoveredAtMs } : {}),
      ...(link.conflict === undefined ? {} : { conflict: link.conflict }),
      ...(primarySku === undefined ? {} : { primarySku }),
      ...(secondarySku === undefined ? {} : { secondarySku }),
    };
  };
}
