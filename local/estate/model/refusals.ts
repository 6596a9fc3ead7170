import type { AzureRefusal } from './types.ts';
import { RefusedByAzure } from './types.ts';

/**
 * What Azure refuses about role changes. ARM codes and HTTP statuses are those of ReplicationLinks.json and
 * FailoverGroups.json (2025-01-01).
 * SQL numbers: 5011, 40613 and 40501 are documented; 42019 is what Azure SQL raises for an ALTER DATABASE it could not
 * do, with the reason in its text (the geo-replication numbers are not published).
 */
const ALTER_FAILED = 42_019;

const TABLE = {
  ResourceNotFound: [404, 5011],
  DatabaseDoesNotExist: [404, 5011],
  GeoReplicationDatabaseNotSecondary: [400, ALTER_FAILED],
  InvalidOperationForDatabaseNotInReplicationRelationship: [409, ALTER_FAILED],
  IncorrectReplicationLinkState: [400, ALTER_FAILED],
  PlannedFailoverTimedOut: [400, ALTER_FAILED],
  FailoverGroupAlreadySetup: [409, ALTER_FAILED],
  GeoReplicationCannotBecomePrimaryDuringUndo: [409, ALTER_FAILED],
  ManagementServiceDatabaseBusy: [409, ALTER_FAILED],
  FailoverGroupDoesNotExist: [400, ALTER_FAILED],
  FailoverGroupFailoverRequestOnPrimary: [400, ALTER_FAILED],
  FailoverGroupNotSecondary: [400, ALTER_FAILED],
  FailoverGroupBusy: [409, ALTER_FAILED],
  InvalidDatabaseStateForOperation: [409, ALTER_FAILED],
  PlannedFailoverTimedOutForDatabase: [400, ALTER_FAILED],
  DatabaseUnavailable: [503, 40_613],
} as const;

export type RefusalCode = keyof typeof TABLE;

export function refusal(code: RefusalCode, message: string): AzureRefusal {
  const [httpStatus, sqlNumber] = TABLE[code];
  return { code, httpStatus, sqlNumber, message };
}

export function refuse(code: RefusalCode, message: string): never {
  throw new RefusedByAzure(refusal(code, message));
}
