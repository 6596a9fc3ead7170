/** What could not be read this time is taken from the previous topology: a failed request removes nothing. */
import { databaseKey } from './linkKey.ts';
import type { InventoryDatabase, InventoryLink, InventoryServer } from './ports.ts';
import { databaseNamed, type InventorySnapshot, isUnclear, knowsLinksOf, type ServerReading } from './snapshot.ts';
import type { Database, LinkEnd, ReplicationLink, Server, Topology } from './types.ts';

/**
 * The snapshot with the gaps filled. A link is taken over only when neither side could be asked: a side that answers is believed, in
 * what it says and in what it no longer says.
 * @param unreadSubscriptions lower-case ids of subscriptions whose servers could not be listed.
 * @param isGone does a list of this time show that the server is no longer there? A partner out of scope is asked only where a link led to it
 * this time; where that link could not be read it is kept with the link.
 */
export function fillFromPrevious(
  snapshot: InventorySnapshot,
  previous: Topology | undefined,
  unreadSubscriptions: ReadonlySet<string>,
  isGone: (server: Server) => boolean = () => true,
): InventorySnapshot {
  if (!previous) return snapshot;
  const present = new Set(snapshot.servers.map(({ server }) => server.name.toLowerCase()));
  const lost = previous.servers
    .filter((server) => unreadSubscriptions.has(server.subscriptionId) && !present.has(server.name))
    .map(unanswered);
  const asked = byServer([...snapshot.servers, ...lost]);
  const led = partnersOfUnanswered(previous, asked);
  const partners = previous.servers
    .filter((server) => led.has(server.name) && !asked.has(server.name) && !isGone(server))
    .map(unanswered);
  const readings = [...asked.values(), ...partners];
  const byName = byServer(readings);
  return { servers: readings.map((reading) => withKept(reading, previous, byName)) };
}

function unanswered(server: Server): ServerReading {
  return { server: inventoryServer(server), databases: undefined, links: undefined, unclear: new Set() };
}

function byServer(readings: readonly ServerReading[]): Map<string, ServerReading> {
  return new Map(readings.map((reading) => [reading.server.name.toLowerCase(), reading]));
}

/** The servers at the other ends of links whose one end was asked and did not answer. */
function partnersOfUnanswered({ links }: Topology, asked: ReadonlyMap<string, ServerReading>): Set<string> {
  const isSilent = ({ server, database }: LinkEnd): boolean => {
    const reading = asked.get(server);
    return reading !== undefined && !knowsLinksOf(reading, database);
  };
  return new Set(
    links.flatMap(({ primary, secondary }) => [
      ...(isSilent(primary) ? [secondary.server] : []),
      ...(isSilent(secondary) ? [primary.server] : []),
    ]),
  );
}

function withKept(
  reading: ServerReading,
  previous: Topology,
  byName: ReadonlyMap<string, ServerReading>,
): ServerReading {
  const name = reading.server.name.toLowerCase();
  const databases = previous.databases
    .filter((database) => database.server === name && isMissing(reading, database))
    .map(inventoryDatabase);
  const isUnanswered = (end: { server: string; database: string }): boolean => {
    const asked = byName.get(end.server);
    return asked === undefined || !knowsLinksOf(asked, end.database);
  };
  const listed = new Set((reading.links ?? []).map(pairOf));
  const geo = previous.links.flatMap((link) => {
    const side = sideOn(name, link);
    return side && isUnanswered(side.own) && isUnanswered(side.partner) && !listed.has(pairOf(side.entry))
      ? [side.entry]
      : [];
  });
  const others = previous.notGeo
    .filter((entry) => entry.server === name && isUnanswered(entry) && isUnanswered(entry.partner))
    .map((entry) => notGeoEntry(entry));
  const links = [...geo, ...others];
  return databases.length + links.length === 0 ? reading : { ...reading, kept: { databases, links } };
}

/** Not read at all, or there but not understood. */
function isMissing(reading: ServerReading, database: Database): boolean {
  if (reading.databases === undefined) return true;
  return isUnclear(reading, database.database) && databaseNamed(reading, database.database) === undefined;
}

interface KeptSide {
  own: LinkEnd;
  partner: LinkEnd;
  entry: InventoryLink;
}

function sideOn(server: string, link: ReplicationLink): KeptSide | undefined {
  const isPrimary = link.primary.server === server;
  if (!isPrimary && link.secondary.server !== server) return undefined;
  const [own, partner] = isPrimary ? [link.primary, link.secondary] : [link.secondary, link.primary];
  const entry: InventoryLink = {
    id: `${own.databaseId ?? databaseKey(own)}/replicationLinks/kept`,
    database: own.database,
    partnerServer: partner.server,
    partnerDatabase: partner.database,
    partnerRegion: partner.region,
    ...(partner.databaseId === undefined ? {} : { partnerDatabaseId: partner.databaseId }),
    role: isPrimary ? 'Primary' : 'Secondary',
    linkType: link.type,
    replicationState: link.armState,
    percentComplete: link.percentComplete,
  };
  return { own, partner, entry };
}

/** Both ends of a link on one server: of a database with one malformed entry among good ones, the good ones are not doubled. */
function pairOf({ database, partnerServer, partnerDatabase }: InventoryLink): string {
  return JSON.stringify([database, partnerServer, partnerDatabase].map((name) => name.toLowerCase()));
}

function notGeoEntry(entry: Topology['notGeo'][number]): InventoryLink {
  return {
    id: `${databaseKey(entry)}/replicationLinks/kept`,
    database: entry.database,
    partnerServer: entry.partner.server,
    partnerDatabase: entry.partner.database,
    partnerRegion: '',
    role: entry.kind === 'COPY' ? 'Copy' : 'Secondary',
    ...(entry.kind === 'NAMED' ? { linkType: 'NAMED' } : {}),
    replicationState: '',
    percentComplete: 0,
  };
}

function inventoryDatabase({ server: _server, database, ...rest }: Database): InventoryDatabase {
  return { ...rest, name: database };
}

function inventoryServer({ id, name, fullyQualifiedDomainName, region, tags }: Server): InventoryServer {
  return { id, name, fullyQualifiedDomainName, region, tags };
}
