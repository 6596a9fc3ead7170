/** A database as Resource Manager shows it (2025-01-01, ListVCoreDatabasesByServer and CreateDatabaseSecondaryMode). */
import { guidOf } from '../model/identifiers.ts';
import { regionOf } from '../model/regions.ts';
import { objectiveName } from '../model/sku.ts';
import type { DatabaseState, LinkView, ServerState } from '../model/types.ts';

const COLLATION = 'SQL_Latin1_General_CP1_CI_AS';
const MAX_SIZE_BYTES = 34_359_738_368;
const MASTER_SIZE_BYTES = 32_212_254_720;
/** The model keeps no date for a server; every master is as old as this. */
const MASTER_CREATED_MS = Date.UTC(2020, 0, 1);

/**
 * @param links the database's own end of every link: a copy that is not finished shows as `Copying`, a secondary that
 * nobody may connect to as `OfflineSecondary`.
 */
export function databaseShape(
  database: DatabaseState,
  server: ServerState,
  links: LinkView[],
): Record<string, unknown> {
  const objective = objectiveName(database.sku);
  return {
    sku: database.sku,
    kind: kindOf(database),
    properties: {
      ...commonProperties(server.region, database.createdMs),
      maxSizeBytes: MAX_SIZE_BYTES,
      status: statusOf(database, links),
      databaseId: database.databaseId,
      currentServiceObjectiveName: objective,
      requestedServiceObjectiveName: objective,
      currentSku: database.sku,
      earliestRestoreDate: new Date(database.createdMs).toISOString(),
      readScale: database.sku.tier === 'BusinessCritical' || database.sku.tier === 'Premium' ? 'Enabled' : 'Disabled',
      ...(isVCore(database) ? { licenseType: 'LicenseIncluded' } : {}),
      ...(database.secondaryType === undefined ? {} : { secondaryType: database.secondaryType }),
      ...(database.sourceDatabaseId === undefined ? {} : { sourceDatabaseId: database.sourceDatabaseId }),
      ...(database.failoverGroup === undefined
        ? {}
        : { failoverGroupId: `${server.resourceId}/failoverGroups/${database.failoverGroup}` }),
    },
    location: server.region,
    tags: database.tags,
    id: database.resourceId,
    name: database.name,
    type: 'Microsoft.Sql/servers/databases',
  };
}

/** `master`: there on every server, listed with the others, and nobody's to fail over. */
export function masterShape(server: ServerState): Record<string, unknown> {
  const sku = { name: 'System', tier: 'System', capacity: 0 };
  return {
    sku,
    kind: 'v12.0,system',
    properties: {
      ...commonProperties(server.region, MASTER_CREATED_MS),
      maxSizeBytes: MASTER_SIZE_BYTES,
      status: 'Online',
      databaseId: guidOf(0, server.name, 'master'),
      currentServiceObjectiveName: 'System0',
      requestedServiceObjectiveName: 'System0',
      currentSku: sku,
      readScale: 'Disabled',
    },
    location: server.region,
    id: `${server.resourceId}/databases/master`,
    name: 'master',
    type: 'Microsoft.Sql/servers/databases',
  };
}

function commonProperties(region: string, createdMs: number): Record<string, unknown> {
  const pair = regionOf(region)?.pair;
  return {
    collation: COLLATION,
    catalogCollation: 'SQL_Latin1_General_CP1_CI_AS',
    creationDate: new Date(createdMs).toISOString(),
    zoneRedundant: false,
    currentBackupStorageRedundancy: 'Geo',
    requestedBackupStorageRedundancy: 'Geo',
    isLedgerOn: false,
    isInfraEncryptionEnabled: false,
    ...(pair == null ? {} : { defaultSecondaryLocation: pair }),
  };
}

function isVCore({ sku }: DatabaseState): boolean {
  return sku.family !== undefined;
}

function kindOf(database: DatabaseState): string {
  const parts = ['v12.0', 'user'];
  if (isVCore(database)) parts.push('vcore');
  if (database.sku.name.includes('_S_')) parts.push('serverless');
  if (database.sku.tier === 'Hyperscale') parts.push('hyperscale');
  return parts.join(',');
}

function statusOf(database: DatabaseState, links: LinkView[]): string {
  const inbound = links.find((link) => link.role === 'SECONDARY');
  if (inbound?.kind === 'COPY') return 'Copying';
  // ARM has no word for "cannot be reached"; Offline is the nearest of its own.
  if (database.availability === 'Unavailable') return 'Offline';
  if (database.availability === 'Online' && inbound?.secondaryAllowConnections === false) return 'OfflineSecondary';
  return database.availability;
}
