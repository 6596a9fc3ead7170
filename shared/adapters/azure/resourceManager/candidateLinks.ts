/** The links of a candidate database, and whether Azure works on it: what a failover must know before it is asked for. Reads only. */
import type { FoundLink } from '../../../operations/ports.ts';
import { databaseKey } from '../../../topology/linkKey.ts';
import type { InventoryLink } from '../../../topology/ports.ts';
import { type DatabaseId, parseDatabaseId } from '../../../topology/resourceId.ts';
import type { ReplicationLink } from '../../../topology/types.ts';
import { readLinks } from './entries.ts';
import { garbageFailure } from './failures.ts';
import { assertList } from './listGuard.ts';
import { type SendOptions, sendOnce } from './sendOnce.ts';

const API_VERSION = '2025-01-01';
const MOST_PAGES = 20;
/** States of an operation that has ended (Database Operations - List By Database); every other one is in progress. */
const ENDED = /^(SUCCEEDED|COMPLETED|FAILED|CANCELLED)$/i;

/** @throws Error when this deployment does not know where the candidate lives. */
export function candidateOf(link: ReplicationLink): DatabaseId {
  const { databaseId, server, database } = link.secondary;
  const place = databaseId === undefined ? undefined : parseDatabaseId(databaseId);
  if (place !== undefined && databaseKey(place) === databaseKey({ server, database })) return place;
  throw new Error(
    `Expected the resource id of ${server}/${database}, saw ${databaseId ?? 'none'}. Give the identity the Reader role on the subscription of the geo-secondary.`,
  );
}

export function databasePath({ subscriptionId, resourceGroup, server, database }: DatabaseId): string {
  const [subscription, group, at, name] = [subscriptionId, resourceGroup, server, database].map(encodeURIComponent);
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Sql/servers/${at}/databases/${name}`;
}

/** The link to this primary as the candidate's own server names it. @throws ReadFailure, or what sendOnce throws */
export async function readCandidateLink(
  link: ReplicationLink,
  options: SendOptions,
): Promise<InventoryLink | undefined> {
  const what = `the replication links of ${databaseKey(link.secondary)}`;
  const entries = await listAll(
    `${databasePath(candidateOf(link))}/replicationLinks?api-version=${API_VERSION}`,
    what,
    options,
  );
  const partner = databaseKey(link.primary);
  return readLinks(entries, what, undefined).find(
    ({ partnerServer, partnerDatabase, linkType }) =>
      databaseKey({ server: partnerServer, database: partnerDatabase }) === partner && !/^NAMED$/i.test(linkType ?? ''),
  );
}

/** Null when it could not be read: unknown is not "nothing". */
export async function readOperationInProgress(
  link: ReplicationLink,
  options: SendOptions,
): Promise<FoundLink['operationInProgress']> {
  const what = `the operations on ${databaseKey(link.secondary)}`;
  try {
    const path = `${databasePath(candidateOf(link))}/operations?api-version=${API_VERSION}`;
    const states = (await listAll(path, what, options)).map(stateOf);
    if (states.some((state) => state !== undefined && !ENDED.test(state))) return true;
    return states.includes(undefined) ? null : false;
  } catch {
    return null;
  }
}

async function listAll(path: string, what: string, options: SendOptions): Promise<unknown[]> {
  const entries: unknown[] = [];
  let address: string | undefined = path;
  for (let page = 1; address !== undefined; page += 1) {
    if (page > MOST_PAGES) throw garbageFailure(`more than ${MOST_PAGES} pages`, { what });
    const response = await sendOnce('GET', address, options);
    if (response.status !== 200) throw Object.assign(new Error('refused'), { statusCode: response.status, response });
    const list = assertList(response);
    entries.push(...list.value);
    address = list.nextLink;
  }
  return entries;
}

function stateOf(entry: unknown): string | undefined {
  const properties =
    typeof entry === 'object' && entry !== null && 'properties' in entry ? entry.properties : undefined;
  const state =
    typeof properties === 'object' && properties !== null && 'state' in properties ? properties.state : undefined;
  return typeof state === 'string' ? state : undefined;
}
