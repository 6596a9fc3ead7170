import type { Fault } from './definitionFaults.ts';
import { databaseKey } from './identifiers.ts';
import type { EstateDefinition, FailoverGroupDefinition } from './types.ts';

/** Failover groups: names, servers in two regions, members with a link, grace period only where Azure decides. */
export function groupFaults(definition: EstateDefinition): Fault[] {
  const names = new Set<string>();
  const members = new Set<string>();
  return definition.failoverGroups.flatMap((group, index) => {
    const path = `failoverGroups[${index}]`;
    const faults = [...serverFaults(path, group, definition), ...graceFaults(path, group)];
    // The name becomes <name>.database.windows.net, so it shares the servers' name space.
    const isTaken = definition.servers.some((server) => server.name.toLowerCase() === group.name.toLowerCase());
    if (names.has(group.name.toLowerCase()) || isTaken) {
      faults.push({ path: `${path}.name`, expected: 'a name unique in Azure', seen: `'${group.name}' a second time` });
    }
    names.add(group.name.toLowerCase());
    for (const [place, database] of group.databases.entries()) {
      const key = databaseKey(group.server, database);
      const memberPath = `${path}.databases[${place}]`;
      if (!hasLink(definition, group, database)) {
        const expected = `a database of '${group.server}' with a link to '${group.partnerServer}'`;
        faults.push({ path: memberPath, expected, seen: `'${database}'` });
      }
      if (members.has(key)) {
        faults.push({ path: memberPath, expected: 'a database in one group', seen: `'${key}' a second time` });
      }
      members.add(key);
    }
    return faults;
  });
}

function serverFaults(path: string, group: FailoverGroupDefinition, { servers }: EstateDefinition): Fault[] {
  const find = (name: string) => servers.find((server) => server.name.toLowerCase() === name.toLowerCase());
  const server = find(group.server);
  const partner = find(group.partnerServer);
  const faults: Fault[] = [];
  const expected = 'a server of the estate';
  if (server === undefined) faults.push({ path: `${path}.server`, expected, seen: `'${group.server}'` });
  if (partner === undefined) faults.push({ path: `${path}.partnerServer`, expected, seen: `'${group.partnerServer}'` });
  if (server !== undefined && partner !== undefined && server.region === partner.region) {
    const seen = `'${group.partnerServer}' in ${partner.region}`;
    faults.push({ path: `${path}.partnerServer`, expected: 'a server in another region', seen });
  }
  return faults;
}

function graceFaults(path: string, group: FailoverGroupDefinition): Fault[] {
  const grace = group.gracePeriodMinutes;
  if (grace === undefined) return [];
  const field = `${path}.gracePeriodMinutes`;
  if (group.policy === 'Manual') {
    return [{ path: field, expected: 'nothing under policy Manual', seen: String(grace) }];
  }
  return grace >= 60 ? [] : [{ path: field, expected: 'at least 60 minutes', seen: String(grace) }];
}

function hasLink({ links }: EstateDefinition, group: FailoverGroupDefinition, database: string): boolean {
  const wanted = `${databaseKey(group.server, database)}>${group.partnerServer.toLowerCase()}`;
  return links.some(
    (link) =>
      (link.kind === 'GEO' || link.kind === 'STANDBY') &&
      `${databaseKey(link.server, link.database)}>${link.secondaryServer.toLowerCase()}` === wanted,
  );
}
