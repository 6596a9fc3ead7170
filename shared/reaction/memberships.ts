import { membersOf } from '../failover/membersOf.ts';
import type { RecoveryGroup } from '../failover/types.ts';
import { databaseKey } from '../topology/linkKey.ts';
import type { DatabaseRef, ReplicationLink, Topology } from '../topology/types.ts';

/** Which groups a database belongs to, by either end of its links: a pair stays in its group through role swaps. */
export interface Memberships {
  of(database: DatabaseRef): readonly string[];
  /** Every link of the group's members. */
  linksOf(group: string): readonly ReplicationLink[];
}

export function membershipsIn(
  topology: Pick<Topology, 'links' | 'unprotected'>,
  groups: ReadonlyArray<Pick<RecoveryGroup, 'name' | 'databases'>>,
): Memberships {
  const byDatabase = new Map<string, Set<string>>();
  const byGroup = new Map<string, ReplicationLink[]>();
  const join = (database: DatabaseRef, group: string) => {
    const key = databaseKey(database);
    const known = byDatabase.get(key);
    if (known === undefined) byDatabase.set(key, new Set([group]));
    else known.add(group);
  };
  for (const group of groups) {
    const members = membersOf(group, topology);
    const keys = new Set(members.map(databaseKey));
    const links = topology.links.filter(({ primary }) => keys.has(databaseKey(primary)));
    for (const member of members) join(member, group.name);
    for (const { secondary } of links) join(secondary, group.name);
    byGroup.set(group.name, links);
  }
  return {
    of: (database) => [...(byDatabase.get(databaseKey(database)) ?? [])],
    linksOf: (group) => byGroup.get(group) ?? [],
  };
}
