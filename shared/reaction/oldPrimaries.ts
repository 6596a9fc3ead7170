import type { Evidence, Incident } from '../outage/types.ts';
import { databaseKey } from '../topology/linkKey.ts';
import { regionName } from '../topology/regionName.ts';
import type { LinkEnd, Topology } from '../topology/types.ts';
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
    const ends = memberships.linksOf(incident.group).flatMap(({ primary, secondary }) => [primary, secondary]);
    for (const end of [...ends, ...named(incident, topology)]) {
      const key = databaseKey(end);
      if (!primaries.has(key) && !found.has(key) && isIn(end, incident.scope)) found.set(key, end);
    }
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, end]) => end);
}

function isIn(end: LinkEnd, scope: Evidence['scope']): boolean {
  if (scope.kind === 'database') return databaseKey(end) === databaseKey(scope);
  return regionName(end.region) === regionName(scope.region);
}

/** A forced failover may leave the old primary without a link: its server still says where it is. */
function named({ scope, verdict }: Incident, { servers }: Pick<Topology, 'servers'>): LinkEnd[] {
  return [scope, ...verdict.evidenceFor.map((evidence) => evidence.scope)].flatMap((one) => {
    if (one.kind !== 'database') return [];
    const server = servers.find(({ name }) => name.toLowerCase() === one.server.toLowerCase());
    if (server === undefined) return [];
    const { fullyQualifiedDomainName } = server;
    return [{ server: one.server, database: one.database, region: one.region, fullyQualifiedDomainName }];
  });
}
