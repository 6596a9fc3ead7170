/** Geo-secondaries may live where no scope looks: on a server that the scopes leave out, in another subscription, in another tenant. */
import { mapBounded } from '../limits/mapBounded.ts';
import type { InventoryLink, InventoryServer } from './ports.ts';
import { parseDatabaseId } from './resourceId.ts';
import type { ServerReading } from './snapshot.ts';

export interface FollowInput {
  /** What the scopes led to. */
  readings: readonly ServerReading[];
  /** Every server that was listed, also those that no scope reaches into. */
  listed: readonly InventoryServer[];
  /** The subscriptions that were listed, lower case: a server that is not in its list is not there. */
  listedSubscriptions: readonly string[];
  concurrency: number;
  /** Servers of one more subscription; what cannot be read is told, and gives none. */
  listServers(subscriptionId: string): Promise<InventoryServer[]>;
  readServer(server: InventoryServer): Promise<ServerReading>;
}

/**
 * Reads the servers at the other ends of the links that were read, one step far: their side of a link is compared, their size is known, and
 * nothing else on them is watched. A partner that cannot be read stays known by its primary's word.
 */
export async function followPartners(input: FollowInput): Promise<ServerReading[]> {
  const read = new Set(input.readings.map(({ server }) => server.name.toLowerCase()));
  const wanted = new Map<string, string | undefined>();
  for (const link of input.readings.flatMap(({ links }) => links ?? [])) {
    if (!isGeo(link)) continue;
    const { server, subscriptionId } = partnerOf(link);
    if (server !== '' && !read.has(server)) wanted.set(server, wanted.get(server) ?? subscriptionId);
  }
  if (wanted.size === 0) return [];
  const known = new Map(input.listed.map((server) => [server.name.toLowerCase(), server]));
  const subscriptions = [...wanted].flatMap(([server, id]) => (id === undefined || known.has(server) ? [] : [id]));
  const elsewhere = new Set(subscriptions.filter((id) => !input.listedSubscriptions.includes(id)));
  const more = await mapBounded([...elsewhere].sort(), input.concurrency, (id) => input.listServers(id));
  for (const server of more.flat()) known.set(server.name.toLowerCase(), server);
  const servers = [...wanted.keys()].sort().flatMap((name) => known.get(name) ?? []);
  return mapBounded(servers, input.concurrency, (server) => input.readServer(server));
}

/** A copy in progress and a named replica are nobody's failover target. */
function isGeo({ role, linkType }: InventoryLink): boolean {
  return !/^(source|copy)$/i.test(role) && !/^named$/i.test(linkType ?? '');
}

/** The id says where it is; without one only its name is known. */
function partnerOf(link: InventoryLink): { server: string; subscriptionId?: string } {
  const id = link.partnerDatabaseId === undefined ? undefined : parseDatabaseId(link.partnerDatabaseId);
  if (id) return { server: id.server, subscriptionId: id.subscriptionId };
  return { server: link.partnerServer.toLowerCase().split('.')[0] ?? '' };
}
