/** From what the servers say to what is watched. Pure: the same reading gives the same topology, in whatever order it came. */
import type { Scope } from '../config/types.ts';
import { databaseKey } from './linkKey.ts';
import { type LinkSide, readSide } from './linkSides.ts';
import { mergeSides } from './mergeSides.ts';
import type { InventoryDatabase } from './ports.ts';
import { regionName } from './regionName.ts';
import { isWatched } from './scopes.ts';
import { databasesOf, type InventorySnapshot, knowsLinksOf, linksOf, placeOf, type ServerReading } from './snapshot.ts';
import type { Database, DatabaseRef, DiscoveryProblem, ReplicationLink, Server, Topology } from './types.ts';
import { findUnprotected } from './unprotected.ts';

export interface BuiltTopology {
  topology: Topology;
  problems: DiscoveryProblem[];
  /** `server/database` of watched databases whose links could not be read or understood: nothing is concluded about them. */
  unread: Set<string>;
}

/**
 * The watched databases with everything they are linked to. A link is kept when either end is watched, wherever the other end lives.
 * @param previous decides who is primary while both sides claim the same role, and keeps findings that could not be checked anew.
 */
export function buildTopology(
  inventory: InventorySnapshot,
  scopes: readonly Scope[],
  nowMs: number,
  previous?: Topology,
): BuiltTopology {
  const databases = inventory.servers.flatMap((reading) =>
    databasesOf(reading).map((each) => databaseOf(reading, each)),
  );
  const watchedKeys = new Set(inventory.servers.flatMap((reading) => watchedOn(reading, scopes)));
  const { sides, problems } = sidesOf(inventory);
  const readings = new Map(inventory.servers.map((reading) => [reading.server.name.toLowerCase(), reading]));
  const knowsLinks = ({ server, database }: DatabaseRef): boolean => {
    const reading = readings.get(server);
    return reading !== undefined && knowsLinksOf(reading, database);
  };
  const relevant = sides.filter(
    (side) =>
      watchedKeys.has(databaseKey(side.own)) ||
      watchedKeys.has(databaseKey(side.partner)) ||
      // The list of databases could not be read, but the links could: better watched than lost.
      isWatchedByName(side, readings, scopes),
  );
  const links = mergeAll(relevant, databases, knowsLinks, previous);
  const involved = new Set([
    ...watchedKeys,
    ...links.flatMap((link) => [databaseKey(link.primary), databaseKey(link.secondary)]),
  ]);
  const listed = databases.filter((database) => involved.has(databaseKey(database)));
  const topology: Topology = {
    discoveredAtMs: nowMs,
    servers: serversOf(inventory, listed),
    databases: sorted(listed, databaseKey),
    links,
    unprotected: sorted(
      findUnprotected(
        listed.filter((database) => watchedKeys.has(databaseKey(database))),
        { links, sides, knowsLinks, previous: previous?.unprotected ?? [] },
      ),
      databaseKey,
    ),
    notGeo: notGeoOf(relevant),
  };
  const unread = databases.filter((database) => watchedKeys.has(databaseKey(database)) && !knowsLinks(database));
  return { topology, problems, unread: new Set(unread.map(databaseKey)) };
}

function sidesOf(inventory: InventorySnapshot): { sides: LinkSide[]; problems: DiscoveryProblem[] } {
  const readings = inventory.servers.flatMap((reading) => linksOf(reading).map((link) => readSide(reading, link)));
  return {
    sides: readings.flatMap((each) => ('side' in each ? [each.side] : [])),
    problems: readings.flatMap((each) => ('problem' in each ? [each.problem] : [])),
  };
}

function mergeAll(
  relevant: readonly LinkSide[],
  databases: readonly Database[],
  knowsLinks: (reference: DatabaseRef) => boolean,
  previous: Topology | undefined,
): ReplicationLink[] {
  const geo = relevant.filter((side) => side.kind === 'GEO' || side.kind === 'STANDBY');
  const context = {
    previousPrimary: new Map((previous?.links ?? []).map((link) => [link.linkKey, databaseKey(link.primary)])),
    knownSecondaries: new Set(databases.filter(({ secondaryType }) => secondaryType !== undefined).map(databaseKey)),
    knowsLinks,
  };
  const byKey = Object.groupBy(geo, (side) => side.linkKey);
  return Object.keys(byKey)
    .sort()
    .flatMap((key) => (byKey[key] ? [mergeSides(byKey[key], context)] : []));
}

/** The replica or copy is the entry; its partner is what it is made from. */
function notGeoOf(sides: readonly LinkSide[]): Topology['notGeo'] {
  const entries = new Map<string, Topology['notGeo'][number]>();
  for (const side of sides) {
    if (side.kind === 'GEO' || side.kind === 'STANDBY') continue;
    const [copy, source] = side.role === 'secondary' ? [side.own, side.partner] : [side.partner, side.own];
    entries.set(`${side.linkKey} ${side.kind}`, {
      server: copy.server,
      database: copy.database,
      partner: { server: source.server, database: source.database },
      kind: side.kind,
    });
  }
  return sorted([...entries.values()], (entry) => `${databaseKey(entry)} ${databaseKey(entry.partner)} ${entry.kind}`);
}

function databaseOf(reading: ServerReading, database: InventoryDatabase): Database {
  const { name, region, ...rest } = database;
  return {
    ...rest,
    server: reading.server.name.toLowerCase(),
    database: name.toLowerCase(),
    region: regionName(region),
  };
}

function watchedOn(reading: ServerReading, scopes: readonly Scope[]): string[] {
  const place = placeOf(reading.server);
  if (!place) return [];
  return databasesOf(reading)
    .filter(({ name, tags }) => isWatched({ ...place, database: name, tags, serverTags: reading.server.tags }, scopes))
    .filter(({ name }) => name.toLowerCase() !== 'master')
    .map(({ name }) => databaseKey({ server: reading.server.name, database: name }));
}

/** For a server whose databases could not be listed: does the link's own end match a scope, as far as is known? */
function isWatchedByName(
  side: LinkSide,
  readings: ReadonlyMap<string, ServerReading>,
  scopes: readonly Scope[],
): boolean {
  const reading = readings.get(side.own.server);
  if (reading === undefined || reading.databases !== undefined) return false;
  const place = placeOf(reading.server);
  return (
    place !== undefined &&
    isWatched({ ...place, database: side.own.database, tags: {}, serverTags: reading.server.tags }, scopes)
  );
}

function serversOf(inventory: InventorySnapshot, databases: readonly Database[]): Server[] {
  const wanted = new Set(databases.map(({ server }) => server));
  const servers = inventory.servers.flatMap(({ server }): Server[] => {
    const place = placeOf(server);
    if (!place || !wanted.has(server.name.toLowerCase())) return [];
    const { subscriptionId, resourceGroup } = place;
    return [
      {
        id: server.id,
        name: server.name.toLowerCase(),
        fullyQualifiedDomainName: server.fullyQualifiedDomainName.toLowerCase(),
        region: regionName(server.region),
        subscriptionId,
        resourceGroup,
        tags: server.tags,
      },
    ];
  });
  return sorted(servers, ({ name }) => name);
}

/** By code units, not by locale: the order must be the same everywhere. */
function sorted<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...items].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
