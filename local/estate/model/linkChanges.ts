import { completeLink } from './definition.ts';
import type { LinkRecord } from './entities.ts';
import { isGeo } from './entities.ts';
import { detach, refreshFamily } from './family.ts';
import { databaseKey } from './identifiers.ts';
import { MAX_GEO_SECONDARIES } from './linkFaults.ts';
import { recordDatabaseWrite, recordLinkRemoval } from './managementWrites.ts';
import { redoneAt } from './positions.ts';
import type { Change } from './types.ts';
import type { World } from './world.ts';
import { addLink, databaseOf, findDatabase, findLink, findServer } from './world.ts';

type LinkChange = Extract<Change, { kind: 'link' }>;

/**
 * `removed` leaves the secondary as a database of its own; `added` makes a new secondary from nothing, in place of such a leftover.
 * @throws Error naming what does not exist
 */
export function applyLinkChange(world: World, change: LinkChange, nowMs: number): void {
  assertShipping(change);
  const link =
    change.becomes === 'added'
      ? add(world, change, nowMs)
      : findLink(world, change.server, change.database, change.secondaryServer);
  if (change.shippingDelayMs !== undefined) link.shippingDelayMs = change.shippingDelayMs;
  if (change.shippingRate !== undefined) link.shippingRate = change.shippingRate;
  if (change.redoDelayMs !== undefined) {
    link.redoneBefore = redoneAt(link, nowMs);
    link.redoDelayMs = change.redoDelayMs;
  }
  if (change.becomes === 'suspended' || change.becomes === 'active') link.isSuspended = change.becomes === 'suspended';
  if (change.becomes === 'disconnected' || change.becomes === 'connected')
    link.isCut = change.becomes === 'disconnected';
  link.modifiedMs = nowMs;
  if (change.becomes === 'added') recordDatabaseWrite(world, link.secondary, 'PUT', nowMs);
  if (change.becomes === 'removed') {
    recordLinkRemoval(world, link, nowMs);
    detach(world, link, nowMs);
  }
  refreshFamily(world, link.primary, nowMs);
}

function assertShipping({ shippingDelayMs, redoDelayMs, shippingRate }: LinkChange): void {
  for (const [name, delayMs] of Object.entries({ shippingDelayMs, redoDelayMs })) {
    if (delayMs !== undefined && !(Number.isFinite(delayMs) && delayMs >= 0)) {
      throw new Error(`expected ${name} to be milliseconds, 0 or more, saw ${delayMs}`);
    }
  }
  if (shippingRate !== undefined && !(shippingRate > 0)) {
    throw new Error(`expected shippingRate to be commits per second above 0, saw ${shippingRate}`);
  }
}

function add(world: World, { server, database, secondaryServer }: LinkChange, nowMs: number): LinkRecord {
  const primary = findDatabase(world, server, database);
  findServer(world, secondaryServer);
  if (server.toLowerCase() === secondaryServer.toLowerCase()) {
    throw new Error(`expected another server than '${server}' for the secondary of '${database}'`);
  }
  if (primary.down.filter(isGeo).length >= MAX_GEO_SECONDARIES) {
    throw new Error(`expected at most ${MAX_GEO_SECONDARIES} geo-secondaries for '${databaseKey(server, database)}'`);
  }
  const leftover = databaseOf(world, secondaryServer, database);
  if (leftover !== undefined && (leftover.up !== null || leftover.down.length > 0)) {
    const key = databaseKey(secondaryServer, database);
    throw new Error(`expected '${key}' to be free or without links, saw a database that is already replicated`);
  }
  return addLink(world, completeLink({ server, database, secondaryServer, seededPercent: 0 }), nowMs, nowMs);
}
