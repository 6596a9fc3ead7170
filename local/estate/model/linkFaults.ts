import { databaseNameFault } from './databaseFaults.ts';
import type { Fault } from './definitionFaults.ts';
import { databaseKey } from './identifiers.ts';
import { parseObjective } from './sku.ts';
import type { EstateDefinition, LinkDefinition } from './types.ts';

/** Azure's limit for active geo-replication. */
export const MAX_GEO_SECONDARIES = 4;

interface Known {
  servers: Set<string>;
  /** Service objective by database key, declared databases and secondaries alike. */
  objectives: Map<string, string>;
  declared: Set<string>;
}

/** Links that Azure could not have: ends, kinds, tiers, limits, numbers. */
export function linkFaults(definition: EstateDefinition): Fault[] {
  const known = knownDatabases(definition);
  const faults = definition.links.flatMap((link, index) => {
    const path = `links[${index}]`;
    return [...endFaults(path, link, known), ...tierFaults(path, link, known), ...numberFaults(path, link)];
  });
  return [...faults, ...sharedSecondaryFaults(definition.links), ...limitFaults(definition.links)];
}

function secondaryKey(link: LinkDefinition): string {
  return databaseKey(link.secondaryServer, link.secondaryDatabase);
}

function knownDatabases({ servers, databases, links }: EstateDefinition): Known {
  const objectives = new Map(databases.map((one) => [databaseKey(one.server, one.name), one.sku]));
  const declared = new Set(objectives.keys());
  // A chain's second link starts at a database that exists only through the first, in whatever order they are written.
  let grew = true;
  while (grew) {
    grew = false;
    for (const link of links) {
      const primary = objectives.get(databaseKey(link.server, link.database));
      if (primary === undefined || objectives.has(secondaryKey(link))) continue;
      objectives.set(secondaryKey(link), link.secondarySku ?? primary);
      grew = true;
    }
  }
  return { servers: new Set(servers.map((server) => server.name.toLowerCase())), objectives, declared };
}

function endFaults(path: string, link: LinkDefinition, known: Known): Fault[] {
  const faults: Fault[] = [];
  const sameServer = link.server.toLowerCase() === link.secondaryServer.toLowerCase();
  const isGeo = link.kind === 'GEO' || link.kind === 'STANDBY';
  if (!known.servers.has(link.secondaryServer.toLowerCase())) {
    faults.push({
      path: `${path}.secondaryServer`,
      expected: 'a server of the estate',
      seen: `'${link.secondaryServer}'`,
    });
  }
  if (!known.objectives.has(databaseKey(link.server, link.database))) {
    const seen = `'${link.server}/${link.database}'`;
    faults.push({ path: `${path}.database`, expected: 'a database of the estate', seen });
  }
  if (isGeo && sameServer) {
    const expected = "another server than the primary's: a secondary on the same server protects nothing";
    faults.push({ path: `${path}.secondaryServer`, expected, seen: `'${link.secondaryServer}'` });
  }
  if (isGeo && link.secondaryDatabase.toLowerCase() !== link.database.toLowerCase()) {
    const expected = `the primary's name '${link.database}' for a geo-secondary`;
    faults.push({ path: `${path}.secondaryDatabase`, expected, seen: `'${link.secondaryDatabase}'` });
  }
  if (!isGeo && sameServer && link.secondaryDatabase.toLowerCase() === link.database.toLowerCase()) {
    const expected = 'another name than the primary on the same server';
    faults.push({ path: `${path}.secondaryDatabase`, expected, seen: `'${link.secondaryDatabase}'` });
  }
  const nameFault = databaseNameFault(`${path}.secondaryDatabase`, link.secondaryDatabase);
  if (nameFault !== undefined) faults.push(nameFault);
  const isItself = secondaryKey(link) === databaseKey(link.server, link.database);
  if (known.declared.has(secondaryKey(link)) && !isItself) {
    const expected = 'a name that is free on the secondary server: the link makes its secondary';
    faults.push({ path: `${path}.secondaryDatabase`, expected, seen: `the declared database '${secondaryKey(link)}'` });
  }
  return faults;
}

function tierFaults(path: string, link: LinkDefinition, known: Known): Fault[] {
  const primaryObjective = known.objectives.get(databaseKey(link.server, link.database));
  const primary = primaryObjective === undefined ? undefined : parseObjective(primaryObjective);
  if (primary === undefined) return [];
  if (link.kind === 'NAMED' && primary.tier !== 'Hyperscale') {
    return [{ path: `${path}.kind`, expected: 'NAMED only for a Hyperscale primary', seen: primary.tier }];
  }
  if (link.secondarySku === undefined) return [];
  const secondary = parseObjective(link.secondarySku);
  if (secondary === undefined) {
    const expected = 'a service objective such as GP_Gen5_4';
    return [{ path: `${path}.secondarySku`, expected, seen: `'${link.secondarySku}'` }];
  }
  if (link.kind === 'COPY' || secondary.tier === primary.tier) return [];
  const expected = `the primary's tier ${primary.tier}: Azure asks for the same service tier on both sides`;
  return [{ path: `${path}.secondarySku`, expected, seen: secondary.tier }];
}

function numberFaults(path: string, link: LinkDefinition): Fault[] {
  const faults: Fault[] = [];
  const expectRange = (field: keyof LinkDefinition, value: number, isRight: boolean, expected: string): void => {
    if (!isRight) faults.push({ path: `${path}.${field}`, expected, seen: String(value) });
  };
  const isDuration = (value: number): boolean => Number.isFinite(value) && value >= 0;
  expectRange('shippingDelayMs', link.shippingDelayMs, isDuration(link.shippingDelayMs), 'milliseconds, 0 or more');
  expectRange('redoDelayMs', link.redoDelayMs, isDuration(link.redoDelayMs), 'milliseconds, 0 or more');
  expectRange('shippingRate', link.shippingRate, link.shippingRate > 0, 'commits per second above 0, or Infinity');
  expectRange('seedingRate', link.seedingRate, isDuration(link.seedingRate), 'percent per second, 0 or more');
  const isPercent = link.seededPercent >= 0 && link.seededPercent <= 100;
  expectRange('seededPercent', link.seededPercent, isPercent, 'a percentage from 0 to 100');
  return faults;
}

function sharedSecondaryFaults(links: LinkDefinition[]): Fault[] {
  const seen = new Set<string>();
  return links.flatMap((link, index) => {
    const key = secondaryKey(link);
    const isTwice = seen.has(key);
    seen.add(key);
    if (!isTwice) return [];
    const expected = 'a secondary with one primary';
    return [{ path: `links[${index}].secondaryDatabase`, expected, seen: `'${key}' a second time` }];
  });
}

function limitFaults(links: LinkDefinition[]): Fault[] {
  const counts = new Map<string, number>();
  return links.flatMap((link, index) => {
    if (link.kind !== 'GEO' && link.kind !== 'STANDBY') return [];
    const key = databaseKey(link.server, link.database);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count <= MAX_GEO_SECONDARIES) return [];
    const expected = `at most ${MAX_GEO_SECONDARIES} geo-secondaries for '${key}'`;
    return [{ path: `links[${index}]`, expected, seen: `number ${count}` }];
  });
}
