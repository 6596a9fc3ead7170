import type { DatabaseRef } from './types.ts';

/** `server/database` in lower case: Azure compares these names without regard to case. */
export function databaseKey({ server, database }: DatabaseRef): string {
  const known = KNOWN.get(server)?.get(database);
  if (known !== undefined) return known;
  const key = `${server}/${database}`.toLowerCase();
  if (knownKeys < MOST_KNOWN) remember(server, database, key);
  return key;
}

/** Every look asks for the keys of the same databases hundreds of times. By server, then by database. */
const KNOWN = new Map<string, Map<string, string>>();
const MOST_KNOWN = 20_000;
let knownKeys = 0;

function remember(server: string, database: string, key: string): void {
  const ofServer = KNOWN.get(server) ?? new Map<string, string>();
  ofServer.set(database, key);
  KNOWN.set(server, ofServer);
  knownKeys += 1;
}

/**
 * The identity of a pair of databases, the same from both sides and through role swaps: the two names in sorted order, joined by `~`.
 * Server names hold neither `/` nor `~`; a database name holds no `/` (Azure SQL naming rules), so the key can be read back.
 */
export function linkKey(a: DatabaseRef, b: DatabaseRef): string {
  const [first, second] = [databaseKey(a), databaseKey(b)];
  // Compared by code units: a locale must not change a key.
  return first < second ? `${first}~${second}` : `${second}~${first}`;
}

/** The two databases of a link, in the order of the key; undefined when the text is no link key. */
export function parseLinkKey(key: string): [DatabaseRef, DatabaseRef] | undefined {
  if (key !== key.toLowerCase()) return undefined;
  const match = /^([^/~]+)\/([^/]+)~([^/~]+)\/([^/]+)$/.exec(key);
  if (!match) return undefined;
  const [, firstServer = '', firstDatabase = '', secondServer = '', secondDatabase = ''] = match;
  const first = { server: firstServer, database: firstDatabase };
  const second = { server: secondServer, database: secondDatabase };
  return linkKey(first, second) === key ? [first, second] : undefined;
}
