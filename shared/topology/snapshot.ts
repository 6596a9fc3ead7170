/** What one sweep over Resource Manager read, server by server: the input of buildTopology. */
import type { InventoryDatabase, InventoryLink, InventoryServer } from './ports.ts';
import { parseServerId, type ServerId } from './resourceId.ts';

export interface ServerReading {
  server: InventoryServer;
  /** Undefined when the list could not be read: unknown is not empty. */
  databases: InventoryDatabase[] | undefined;
  links: InventoryLink[] | undefined;
  /**
   * Names, lower case, of databases with an entry that could not be understood; `everything` when such an entry does not even say whose
   * it is: then no silence on this server means anything.
   */
  unclear: ReadonlySet<string> | 'everything';
  /** From the previous topology, in place of what could not be read this time. See fillFromPrevious.ts. */
  kept?: { databases: InventoryDatabase[]; links: InventoryLink[] };
}

export interface InventorySnapshot {
  servers: ServerReading[];
}

/** The server's place in Azure, from its id; a server whose id cannot be read is in no scope. */
export function placeOf(server: InventoryServer): ServerId | undefined {
  return parseServerId(server.id);
}

/** Databases as read, then as kept. */
export function databasesOf(reading: ServerReading): InventoryDatabase[] {
  return [...(reading.databases ?? []), ...(reading.kept?.databases ?? [])];
}

/** The database of that name, in any case; of two the one that was read. */
export function databaseNamed(reading: ServerReading, name: string): InventoryDatabase | undefined {
  let named = namedOn.get(reading);
  if (named === undefined) {
    named = new Map(
      databasesOf(reading)
        .toReversed()
        .map((database) => [database.name.toLowerCase(), database]),
    );
    namedOn.set(reading, named);
  }
  return named.get(name.toLowerCase());
}

/** A server holds up to 5,000 databases, and each of its links asks for one by name: made once per reading, which nobody changes. */
const namedOn = new WeakMap<ServerReading, ReadonlyMap<string, InventoryDatabase>>();

/** Links as read, then as kept. */
export function linksOf(reading: ServerReading): InventoryLink[] {
  return [...(reading.links ?? []), ...(reading.kept?.links ?? [])];
}

/** Was everything about this database's links read and understood? Only then does silence mean that there is none. */
export function knowsLinksOf(reading: ServerReading, database: string): boolean {
  return reading.links !== undefined && !isUnclear(reading, database);
}

/** Is there an entry that could not be understood and that may be about this database? */
export function isUnclear(reading: ServerReading, database: string): boolean {
  return reading.unclear === 'everything' || reading.unclear.has(database.toLowerCase());
}
