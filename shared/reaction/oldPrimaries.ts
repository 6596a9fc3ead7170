import type { Evidence, Incident } from '../outage/types.ts';
import { databaseKey } from '../topology/linkKey.ts';
import { regionName } from '../topology/regionName.ts';
import type { DatabaseRef, LinkEnd, Topology } from '../topology/types.ts';
import type { Memberships } from './memberships.ts';

/**
 * Databases in the scope of an open incident that are not primaries any more: sampling does not ask them, and only they can show that the
 * outage is over. Ends of the group's links, and what the evidence named where the link is gone. Each once, in the order of their names.
 */
export function oldPrimaries(
  incidents: readonly Incident[],
  topology: Pick<Topology, 'links' | 'servers'>,
  memberships: Memberships,
): LinkEnd[] {
  const primaries = new Set(topology.links.map(({ primary }) => databaseKey(primary)));
  const found = new Map<string, LinkEnd>();
  for (const incident of incidents) {
    if (incident.phase === 'over') continue;
    const isWanted = (end: DatabaseRef & { region: string }): boolean => {
      const key = databaseKey(end);
      return !primaries.has(key) && !found.has(key) && isIn(end, incident.scope);
    };
    for (const { primary, secondary } of memberships.linksOf(incident.group))
      for (const end of [primary, secondary]) if (isWanted(end)) found.set(databaseKey(end), end);
    for (const scope of named(incident)) {
      const end = isWanted(scope) ? endOf(scope, topology) : undefined;
      if (end !== undefined) found.set(databaseKey(end), end);
    }
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, end]) => end);
}

function isIn(end: DatabaseRef & { region: string }, scope: Evidence['scope']): boolean {
  if (scope.kind === 'database') return databaseKey(end) === databaseKey(scope);
  return regionName(end.region) === regionName(scope.region);
}

type DatabaseScope = Extract<Evidence['scope'], { kind: 'database' }>;

function named({ scope, verdict }: Incident): DatabaseScope[] {
  const scopes = [scope, ...verdict.evidenceFor.map((evidence) => evidence.scope)];
  return scopes.filter((one) => one.kind === 'database');
}

/** A forced failover may leave the old primary without a link: its server still says where it is. */
function endOf(
  { server, database, region }: DatabaseScope,
  { servers }: Pick<Topology, 'servers'>,
): LinkEnd | undefined {
  const name = server.toLowerCase();
  const found = servers.find((one) => one.name.toLowerCase() === name);
  if (found === undefined) return undefined;
  return { server, database, region, fullyQualifiedDomainName: found.fullyQualifiedDomainName };
}
