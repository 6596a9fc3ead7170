import type { Configuration } from '../../config/types.ts';
import { membersOf } from '../../failover/membersOf.ts';
import { firstScopes } from '../../topology/firstScopes.ts';
import { databaseKey } from '../../topology/linkKey.ts';
import type { Topology } from '../../topology/types.ts';
import type { Labels, Notice } from '../types.ts';

/** What an alert belongs to, as discovery and configuration have it now. Made once for a topology; asking is a look-up. Pure. */
export function labelsFor(
  topology: Topology | undefined,
  { scopes, groups }: Pick<Configuration, 'scopes' | 'groups'>,
): (notice: Notice) => Labels {
  const known: Known = { regions: new Map(), scopes: new Map(), groups: new Map() };
  if (topology !== undefined) {
    learnRegions(topology, known.regions);
    for (const [key, index] of firstScopes(scopes, topology)) known.scopes.set(key, scopes[index]?.name ?? '');
    for (const group of groups) {
      for (const member of membersOf(group, topology)) known.groups.set(databaseKey(member), group.name);
    }
    // A pair is in its group by either end.
    for (const { primary, secondary } of topology.links) {
      const group = known.groups.get(databaseKey(primary));
      if (group !== undefined) known.groups.set(databaseKey(secondary), group);
    }
  }
  return (notice) => labelsOf(notice, known);
}

/** Each by `server/database`, regions also by the server's name. */
interface Known {
  regions: Map<string, string>;
  scopes: Map<string, string>;
  groups: Map<string, string>;
}

function learnRegions({ servers, databases, links }: Topology, regions: Map<string, string>): void {
  const ofServer = new Map(servers.map(({ name, region }) => [name, region]));
  for (const [name, region] of ofServer) regions.set(name, region);
  for (const database of databases)
    regions.set(databaseKey(database), ofServer.get(database.server) ?? database.region);
  for (const { primary, secondary } of links) {
    for (const end of [primary, secondary]) regions.set(databaseKey(end), end.region);
  }
}

function labelsOf({ condition, severity, subject, outage }: Notice, known: Known): Labels {
  const databases = databasesOf(subject);
  const of = (values: Map<string, string>) => distinct(databases.map((key) => values.get(key)));
  const group = outage?.group ?? (subject.kind === 'group' ? subject.key : undefined);
  return {
    condition: [condition],
    severity: [severity],
    scope: of(known.scopes),
    group: distinct([group === '' ? undefined : group, ...of(known.groups)]),
    region:
      subject.kind === 'region'
        ? [subject.key]
        : subject.kind === 'server'
          ? distinct([known.regions.get(subject.key)])
          : of(known.regions),
    server:
      subject.kind === 'server'
        ? [subject.key]
        : distinct(databases.map((key) => key.slice(0, Math.max(0, key.indexOf('/'))))),
    database: databases,
  };
}

function databasesOf({ kind, key, primary, secondary }: Notice['subject']): string[] {
  if (kind === 'database') return [key];
  return distinct([primary, secondary]);
}

function distinct(values: ReadonlyArray<string | undefined>): string[] {
  return [...new Set(values.filter((value) => value !== undefined && value !== ''))] as string[];
}
