/** Who called Resource Manager for what discovery found changed. T-SQL leaves no entry, and Azure's activity log is minutes late. */
import type { ActivityCall } from './ports.ts';
import { parseDatabaseId } from './resourceId.ts';
import type { Topology, TopologyEvent } from './types.ts';

/** A change is found within an interval of discovery; what was called longer before was something else. */
const LOOK_BACK_MS = 3_600_000;
/** Clocks of Azure and of the app. */
const CLOCKS_APART_MS = 60_000;

const FAILOVER =
  /^microsoft\.sql\/servers\/(databases\/replicationlinks|failovergroups)\/(failover|forcefailoverallowdataloss|tryplannedbeforeforcedfailover)\/action$/;
const REMOVAL =
  /^microsoft\.sql\/servers\/(delete|databases\/delete|databases\/replicationlinks\/(delete|unlink\/action)|failovergroups\/(write|delete))$/;
const MAKING = /^microsoft\.sql\/servers\/(databases|failovergroups)\/write$/;
const CAUSES: Readonly<Record<TopologyEvent['kind'], RegExp>> = {
  rolesSwapped: FAILOVER,
  linkRemoved: REMOVAL,
  linkAdded: MAKING,
};

/**
 * Is the activity log worth asking about this event? About what is new, and for an hour again about what it did not know yet; never about
 * what Geowarden did.
 * @param discovery what it saw is new from its own beginning on
 */
export function wantsCaller(
  { atMs, operationId, by }: TopologyEvent,
  discovery: { seenFromMs: number; nowMs: number },
): boolean {
  if (operationId !== undefined) return false;
  return by === undefined ? atMs >= discovery.seenFromMs : by === null && discovery.nowMs - atMs < LOOK_BACK_MS;
}

/** From when to when a call counts that may have caused it. What changed the same link before had a cause of its own. */
export function spanOfCause(event: TopologyEvent, events: readonly TopologyEvent[]): { fromMs: number; toMs: number } {
  const earlier = events.filter(({ linkKey, atMs }) => linkKey === event.linkKey && atMs < event.atMs);
  const fromMs = Math.max(event.atMs - LOOK_BACK_MS, ...earlier.map(({ atMs }) => atMs));
  return { fromMs, toMs: event.atMs + CLOCKS_APART_MS };
}

/** Where the two ends live, lower case; what is known of them. */
export function subscriptionsOfEnds({ primary, secondary, linkKey }: TopologyEvent, topology: Topology): string[] {
  const servers = new Set([primary, secondary].map(serverOf));
  const link = topology.links.find((one) => one.linkKey === linkKey);
  const ids = [link?.primary.databaseId, link?.secondary.databaseId].flatMap((id) => id ?? []);
  const known = topology.servers.filter(({ name }) => servers.has(name)).map(({ subscriptionId }) => subscriptionId);
  const told = ids.flatMap((id) => parseDatabaseId(id)?.subscriptionId ?? []);
  return [...new Set([...known, ...told].map((id) => id.toLowerCase()))].sort();
}

/** The last of these calls that explains the event; undefined when none does. Pure. */
export function causeOf(
  event: TopologyEvent,
  calls: readonly ActivityCall[],
  topology: Topology,
  span: { fromMs: number; toMs: number },
): ActivityCall | undefined {
  return calls
    .filter(({ atMs, operation }) => atMs > span.fromMs && atMs <= span.toMs && CAUSES[event.kind].test(operation))
    .filter((call) => concerns(call, event, topology))
    .sort((one, other) => other.atMs - one.atMs)[0];
}

const RESOURCE = /\/providers\/microsoft\.sql\/servers\/([^/]+)(?:\/(databases|failovergroups)\/([^/]+))?/;

function concerns({ operation, resourceId }: ActivityCall, event: TopologyEvent, topology: Topology): boolean {
  const [, server = '', kind, name = ''] = RESOURCE.exec(resourceId) ?? [];
  const ends = [event.primary, event.secondary];
  if (kind === undefined) return ends.some((end) => serverOf(end) === server);
  if (kind === 'databases') {
    // Another size of a primary is written the same way as a new database.
    const written = operation.endsWith('/databases/write') ? [event.secondary] : ends;
    return written.includes(`${server}/${name}`);
  }
  return topology.databases.some(
    ({ server: host, database, failoverGroup }) =>
      ends.includes(`${host}/${database}`) && failoverGroup?.toLowerCase() === name,
  );
}

const serverOf = (end: string): string => end.split('/')[0] ?? '';
