import { databaseKey } from '../topology/linkKey.ts';
import type { LinkEnd, ReplicationLink, Topology } from '../topology/types.ts';
import type { LinkFacts } from './signalTypes.ts';

/** What discovery knows of each link, for the conditions that compare. Made once for a sweep; asking is a look-up. */
export function linkFactsIn({
  databases,
  discoveredAtMs,
}: Pick<Topology, 'databases' | 'discoveredAtMs'>): (link: ReplicationLink) => LinkFacts {
  const skus = new Map(databases.map((database) => [databaseKey(database), database.sku]));
  const skuOf = (end: LinkEnd) => skus.get(databaseKey(end));
  return (link) => {
    const primarySku = skuOf(link.primary);
    const secondarySku = skuOf(link.secondary);
    return {
      type: link.type,
      armState: link.armState,
      armAtMs: discoveredAtMs,
      ...(link.conflict === undefined ? {} : { conflict: link.conflict }),
      ...(primarySku === undefined ? {} : { primarySku }),
      ...(secondarySku === undefined ? {} : { secondarySku }),
    };
  };
}
