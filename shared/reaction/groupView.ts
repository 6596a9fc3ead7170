import { contestedMembers, membersOf } from '../failover/membersOf.ts';
import type { RecoveryGroup } from '../failover/types.ts';
import { verdictRules } from '../outage/lifetimes.ts';
import type { VerdictRules } from '../outage/types.ts';
import { databaseKey } from '../topology/linkKey.ts';
import { regionName } from '../topology/regionName.ts';
import type { DatabaseRef, ReplicationLink, Topology } from '../topology/types.ts';

/** A recovery group as the topology shows it now. */
export interface GroupView {
  group: RecoveryGroup;
  /** Its primaries, each once, with the region each is in. */
  members: Array<DatabaseRef & { region: string }>;
  contested: DatabaseRef[];
  /** Every way to move one of them. */
  links: ReplicationLink[];
  rules: VerdictRules;
}

/** @param groups all of them: a database that two of them claim is moved by neither */
export function viewOf(group: RecoveryGroup, groups: readonly RecoveryGroup[], topology: Topology): GroupView {
  const names = membersOf(group, topology);
  const keys = new Set(names.map(databaseKey));
  const links = topology.links.filter(({ primary }) => keys.has(databaseKey(primary)));
  const regions = new Map<string, string>();
  for (const { primary } of links) regions.set(databaseKey(primary), regionName(primary.region));
  for (const one of topology.unprotected) {
    if (keys.has(databaseKey(one))) regions.set(databaseKey(one), regionName(one.region));
  }
  const guarded = links.flatMap(({ primary, secondary }) => [primary.region, secondary.region]).map(regionName);
  return {
    group,
    members: names.map((member) => ({ ...member, region: regions.get(databaseKey(member)) ?? 'unknown' })),
    contested: contestedMembers(group, groups, topology),
    links,
    rules: { ...verdictRules(group), guardedRegions: [...new Set([...guarded, ...regions.values()])] },
  };
}
