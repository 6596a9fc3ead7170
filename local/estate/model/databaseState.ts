import type { DatabaseRecord } from './entities.ts';
import { committedMs, leads, positionOf } from './positions.ts';
import type { DatabaseAvailability, DatabaseState, LinkRole } from './types.ts';
import type { World } from './world.ts';

/** The truth about one database at a moment. */
export function databaseState(world: World, database: DatabaseRecord, atMs: number): DatabaseState {
  const { server } = database;
  const up = leads(database) ? null : database.up;
  const region = server.definition.region;
  const availability = availabilityOf(world, database);
  const position = positionOf(database, atMs);
  const role: LinkRole = up === null || up.kind === 'COPY' ? 'PRIMARY' : 'SECONDARY';
  const state: DatabaseState = {
    server: server.definition.name,
    name: database.name,
    resourceId: database.resourceId,
    databaseId: database.databaseId,
    catalogId: database.catalogId,
    region,
    sku: { ...database.sku },
    tags: { ...database.tags },
    createdMs: database.createdMs,
    availability,
    role,
    replicaRole: replicaRoleOf(database),
    position,
    lastCommitMs: committedMs(database, position),
    commitsPerSecond: database.workload,
    writable: up === null && availability === 'Online' && !database.isBlocked,
  };
  if (up !== null && up.kind !== 'COPY') {
    state.secondaryType = up.kind === 'GEO' ? 'Geo' : up.kind === 'STANDBY' ? 'Standby' : 'Named';
    state.sourceDatabaseId = up.primary.resourceId;
  }
  if (Number.isFinite(database.restartedUntilMs)) state.restartedUntilMs = database.restartedUntilMs;
  if (database.failoverGroup !== undefined) state.failoverGroup = database.failoverGroup;
  if (database.superseded !== null) state.supersededMs = database.superseded.sinceMs;
  return state;
}

function availabilityOf(world: World, database: DatabaseRecord): DatabaseAvailability {
  const isBeingCopied = database.up?.kind === 'COPY';
  if (world.network.isDown(database.server.definition.region) || database.isHeld || isBeingCopied) return 'Unavailable';
  return database.availability;
}

/** `sys.dm_db_resource_stats.replica_role`. */
function replicaRoleOf(database: DatabaseRecord): 0 | 2 | 3 {
  if (database.up === null || leads(database) || database.up.kind === 'COPY') return 0;
  return database.up.kind === 'NAMED' ? 3 : 2;
}
