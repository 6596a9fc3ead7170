/** One sweep over Resource Manager: servers, then the databases and links of each, then the topology. */
import type { Scope } from '../config/types.ts';
import { mapBounded } from '../limits/mapBounded.ts';
import { buildTopology } from './buildTopology.ts';
import { ReadFailure } from './errors.ts';
import { fillFromPrevious } from './fillFromPrevious.ts';
import { followPartners } from './followPartners.ts';
import type { AzureInventory, InventoryServer, MalformedEntry } from './ports.ts';
import { mayHoldWatched, subscriptionsOf } from './scopes.ts';
import { placeOf, type ServerReading } from './snapshot.ts';
import type { DiscoveryProblem, Server, Topology } from './types.ts';

export interface DiscoverOptions {
  /** How many requests run at the same time. The time limit of each is the inventory's own: a room has no timers. */
  concurrency: number;
  /** The last known topology: stands in for whatever cannot be read this time. */
  previous?: Topology | undefined;
}

export interface Discovery {
  topology: Topology;
  problems: DiscoveryProblem[];
  /** See BuiltTopology. */
  unread?: Set<string>;
}

/**
 * Never rejects for what Azure may answer: a subscription, a server or an entry that cannot be read becomes a problem, and what was
 * known of it before is kept.
 */
export async function discover(
  inventory: AzureInventory,
  scopes: readonly Scope[],
  options: DiscoverOptions,
  nowMs: number,
): Promise<Discovery> {
  const problems: DiscoveryProblem[] = [];
  const unreadSubscriptions = new Set<string>();
  const readSubscriptions = new Map<string, Set<string>>();
  const listSubscription = async (subscription: string) => {
    const read = await attempt(`subscription ${subscription}`, problems, (onMalformed) =>
      inventory.servers(subscription, onMalformed),
    );
    // A malformed server cannot be told from one that is gone, so the previous one is kept.
    if (read.entries === undefined || read.malformed.length > 0) unreadSubscriptions.add(subscription);
    else readSubscriptions.set(subscription, new Set(read.entries.map(({ name }) => name.toLowerCase())));
    return read.entries ?? [];
  };
  const perSubscription = await mapBounded(subscriptionsOf(scopes), options.concurrency, listSubscription);
  const listed = perSubscription.flat();
  const servers = listed.filter((server) => isOfInterest(server, scopes));
  const readings = await mapBounded(servers, options.concurrency, (server) => readServer(inventory, server, problems));
  const partners = await followPartners({
    readings,
    listed,
    listedSubscriptions: subscriptionsOf(scopes),
    concurrency: options.concurrency,
    listServers: listSubscription,
    readServer: (server) => readServer(inventory, server, problems),
  });
  const isGone = ({ subscriptionId, name }: Server): boolean =>
    readSubscriptions.get(subscriptionId)?.has(name) === false;
  const read = { servers: [...readings, ...partners] };
  const snapshot = fillFromPrevious(read, options.previous, unreadSubscriptions, isGone);
  const { unread, ...built } = buildTopology(snapshot, scopes, nowMs, options.previous);
  const topology = { ...built.topology, ...(unread.size === 0 ? {} : { unread: [...unread].sort() }) };
  return { topology, problems: [...problems, ...built.problems], unread };
}

/** Both lists of a server, one after the other: `concurrency` counts requests. */
async function readServer(
  inventory: AzureInventory,
  server: InventoryServer,
  problems: DiscoveryProblem[],
): Promise<ServerReading> {
  const subject = `server ${server.name.toLowerCase()}`;
  const databases = await attempt(`${subject}, databases`, problems, (report) => inventory.databases(server, report));
  const links = await attempt(`${subject}, links`, problems, (report) => inventory.replicationLinks(server, report));
  const malformed = [...databases.malformed, ...links.malformed];
  const names = malformed.flatMap(({ name }) => (name === undefined ? [] : [name.toLowerCase()]));
  const unclear = names.length < malformed.length ? 'everything' : new Set(names);
  return { server, databases: databases.entries, links: links.entries, unclear };
}

interface Attempt<Entry> {
  entries: Entry[] | undefined;
  malformed: MalformedEntry[];
}

async function attempt<Entry>(
  subject: string,
  problems: DiscoveryProblem[],
  read: (onMalformed: (entry: MalformedEntry) => void) => Promise<Entry[]>,
): Promise<Attempt<Entry>> {
  const malformed: MalformedEntry[] = [];
  try {
    const entries = await read((entry) => {
      malformed.push(entry);
      problems.push({ subject: entry.subject, code: 'malformed', message: entry.message });
    });
    return { entries, malformed };
  } catch (error) {
    // Anything but a ReadFailure is a mistake of ours, and must not look like Azure's.
    if (!(error instanceof ReadFailure)) throw error;
    problems.push({ subject, code: error.kind, message: error.message });
    return { entries: undefined, malformed };
  }
}

function isOfInterest(server: InventoryServer, scopes: readonly Scope[]): boolean {
  const place = placeOf(server);
  return place !== undefined && mayHoldWatched(place, scopes);
}
