import type { Topology, TopologyEvent } from '../../../topology/types.ts';

/**
 * Undefined for what is no topology, or one of another version that the rooms would break over. What it holds is checked by its names. News
 * and reservations go with it: what is wrong with them is left out, and the topology stays.
 */
export function parseTopology(text: string): Topology | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const { discoveredAtMs, servers, databases, links, unprotected, notGeo } = fields(value);
    const right =
      typeof discoveredAtMs === 'number' &&
      Math.abs(discoveredAtMs) <= LAST_MOMENT &&
      isListOf(servers, (server) => hasTexts(server, 'id', 'name', 'subscriptionId', 'region')) &&
      isListOf(databases, (database) => isDatabase(database) && hasTexts(database, 'id', 'region')) &&
      isListOf(
        links,
        (link) => hasTexts(link, 'linkKey', 'type', 'armState') && isEnd(link.primary) && isEnd(link.secondary),
      ) &&
      isListOf(unprotected, (finding) => isDatabase(finding) && hasTexts(finding, 'region')) &&
      isListOf(notGeo, (entry) => isDatabase(entry) && isDatabase(fields(entry.partner)));
    return right ? withOptions(value as Topology) : undefined;
  } catch {
    return undefined;
  }
}

function withOptions(value: Topology): Topology {
  const { events, unread, ...topology } = value;
  const news = listOf(events).filter(isEvent);
  const unknown = listOf(unread).filter((one) => typeof one === 'string');
  return {
    ...topology,
    ...(news.length === 0 ? {} : { events: news }),
    ...(unknown.length === 0 ? {} : { unread: unknown }),
  };
}

const EVENT_KINDS: ReadonlySet<unknown> = new Set<TopologyEvent['kind']>(['linkAdded', 'linkRemoved', 'rolesSwapped']);

function isEvent(value: unknown): value is TopologyEvent {
  const event = fields(value);
  const { atMs, kind, operationId, by } = event;
  return (
    typeof atMs === 'number' &&
    Math.abs(atMs) <= LAST_MOMENT &&
    EVENT_KINDS.has(kind) &&
    hasTexts(event, 'linkKey', 'primary', 'secondary') &&
    (operationId === undefined || typeof operationId === 'string') &&
    (by == null || typeof by === 'string')
  );
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The last moment that a date can hold (ECMAScript, "Time Values and Time Range"). */
const LAST_MOMENT = 8.64e15;

type Fields = Record<string, unknown>;

function isEnd(value: unknown): boolean {
  return isDatabase(fields(value)) && hasTexts(fields(value), 'region', 'fullyQualifiedDomainName');
}

const isDatabase = (value: Fields): boolean => hasTexts(value, 'server', 'database');

function hasTexts(value: Fields, ...names: string[]): boolean {
  return names.every((name) => typeof value[name] === 'string');
}

function isListOf(value: unknown, holds: (entry: Fields) => boolean): boolean {
  return Array.isArray(value) && value.every((entry) => holds(fields(entry)));
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
