import type { DatabaseRecord, LinkRecord } from './entities.ts';
import { isGeo } from './entities.ts';
import { databaseKey } from './identifiers.ts';
import { isOnline } from './linkPlan.ts';
import { leads } from './positions.ts';
import { refuse } from './refusals.ts';
import { isUndoing, phaseAt } from './seeding.ts';
import type { FailoverRequest } from './types.ts';
import type { World } from './world.ts';
import { databaseOf, serverOf } from './world.ts';

/**
 * The link whose roles a request asks to swap, when Azure would accept it. The request goes to the server that hosts the secondary.
 * @throws RefusedByAzure
 */
export function linkToSwap(world: World, request: FailoverRequest, nowMs: number): LinkRecord {
  const database = requestedDatabase(world, request);
  const name = databaseKey(request.server, database.name);
  const link = geoLinkInto(database, name);
  // Nor may a secondary outside of the group take a member away from it.
  const group = database.failoverGroup ?? link.primary.failoverGroup;
  if (group !== undefined) {
    refuse(
      'FailoverGroupAlreadySetup',
      `Database '${name}' belongs to failover group '${group}', or its primary does: fail the group over, or take the database out of it first.`,
    );
  }
  if (database.busyWith !== null || link.primary.busyWith !== null) {
    refuse(
      'ManagementServiceDatabaseBusy',
      `Another operation on database '${name}' or its partner is still in progress.`,
    );
  }
  if (!isOnline(world, database)) {
    refuse('DatabaseUnavailable', `Database '${name}' is not available at the moment.`);
  }
  assertLinkState(link, name, request.mode, nowMs);
  if (request.mode === 'planned' && link.plan?.isConnected !== true) {
    refuse(
      'PlannedFailoverTimedOut',
      `The planned failover of '${name}' timed out while contacting the primary on '${link.primary.server.definition.name}'.`,
    );
  }
  return link;
}

function requestedDatabase(world: World, { server, database }: FailoverRequest): DatabaseRecord {
  if (serverOf(world, server) === undefined) refuse('ResourceNotFound', `Server '${server}' was not found.`);
  const found = databaseOf(world, server, database);
  return found ?? refuse('DatabaseDoesNotExist', `Database '${database}' does not exist on server '${server}'.`);
}

function geoLinkInto(database: DatabaseRecord, name: string): LinkRecord {
  if (database.up !== null && isGeo(database.up) && !leads(database)) return database.up;
  if (database.up !== null || database.down.some(isGeo)) {
    refuse('GeoReplicationDatabaseNotSecondary', `Database '${name}' is not a geo-secondary on this server.`);
  }
  return refuse(
    'InvalidOperationForDatabaseNotInReplicationRelationship',
    `Database '${name}' is not in a replication relationship.`,
  );
}

function assertLinkState(link: LinkRecord, name: string, mode: FailoverRequest['mode'], nowMs: number): void {
  if (isUndoing(link, nowMs)) {
    refuse(
      'GeoReplicationCannotBecomePrimaryDuringUndo',
      `Database '${name}' is undoing what it had alone and cannot become primary yet.`,
    );
  }
  const phase = phaseAt(link, nowMs);
  if (phase === 'PENDING' || phase === 'SEEDING' || (phase === 'SUSPENDED' && mode === 'planned')) {
    refuse('IncorrectReplicationLinkState', `The replication link of '${name}' is ${phase}.`);
  }
  if (link.primary.up !== null) {
    refuse('IncorrectReplicationLinkState', `The primary of '${name}' is itself a secondary.`);
  }
}
