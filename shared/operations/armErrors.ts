/**
 * What a refusal of Resource Manager means for a failover, as data. Codes are open strings: Azure adds to them, and a code that is not here is
 * a question for a person. Source: REST reference of replicationLinks and failoverGroups, error codes (facts/azure.md, 2.8).
 */

/**
 * `wait`: it passes; settled by reading, then judged again. `stop`: no repetition helps. `ask`: a person must judge.
 * `readBack`: the refusal itself says that the answer is in what Azure shows. `plannedFailed`: nothing was lost yet; whether it may be forced
 * is for the policy, with every forced gate (rule 9).
 */
export type ArmErrorMeaning = 'wait' | 'stop' | 'ask' | 'readBack' | 'plannedFailed';

export interface ArmErrorRow {
  code: string;
  meaning: ArmErrorMeaning;
  why: string;
}

export const ARM_ERRORS: readonly ArmErrorRow[] = [
  // What passes by itself.
  {
    code: 'GeoReplicationCannotBecomePrimaryDuringUndo',
    meaning: 'wait',
    why: 'the secondary is still undoing and becomes consistent by itself',
  },
  {
    code: 'ManagementServiceDatabaseBusy',
    meaning: 'wait',
    why: 'another operation works on the database, perhaps our own',
  },
  { code: 'UpdateSloInProgress', meaning: 'wait', why: 'its size is being changed' },
  { code: 'ConflictingSystemOperationInProgress', meaning: 'wait', why: 'Azure works on the database' },
  { code: 'ConflictingServerOperation', meaning: 'wait', why: 'another operation works on the server' },
  { code: 'FailoverGroupBusy', meaning: 'wait', why: 'another operation works on the failover group' },
  { code: 'OperationInterrupted', meaning: 'wait', why: 'another operation came between; it can be asked for again' },
  { code: 'OperationTimedOut', meaning: 'wait', why: 'Azure rolled it back and says that it may be tried again' },
  { code: 'RequestTimeout', meaning: 'wait', why: 'the gateway gave up waiting; what came of it is read' },
  { code: 'DatabaseUnavailable', meaning: 'wait', why: 'the database does not answer the service now' },
  { code: 'AzureKeyVaultConnectionFailed', meaning: 'wait', why: 'the key vault could not be reached' },
  { code: 'TooManyRequests', meaning: 'wait', why: 'throttled; not taken' },
  { code: 'SubscriptionTooManyRequests', meaning: 'wait', why: 'throttled; not taken' },
  { code: 'SubscriptionTooManyCreateUpdateRequests', meaning: 'wait', why: 'throttled; not taken' },
  // The refusal may be the echo of a success.
  {
    code: 'GeoReplicationDatabaseNotSecondary',
    meaning: 'readBack',
    why: 'it is no secondary: perhaps because it was promoted already',
  },
  {
    code: 'FailoverGroupNotSecondary',
    meaning: 'readBack',
    why: 'it is no secondary: perhaps because it was promoted already',
  },
  { code: 'FailoverGroupFailoverRequestOnPrimary', meaning: 'readBack', why: 'it is primary already' },
  {
    code: 'IncorrectReplicationLinkState',
    meaning: 'readBack',
    why: 'the link is in the middle of something, perhaps of this failover',
  },
  {
    code: 'OperationIdNotFound',
    meaning: 'readBack',
    why: 'the long-running operation was forgotten; only the database knows its end',
  },
  // A planned failover that did not go through.
  {
    code: 'PlannedFailoverTimedOut',
    meaning: 'plannedFailed',
    why: 'the partner could not be reached in time; nothing moved',
  },
  {
    code: 'PlannedFailoverTimedOutForDatabase',
    meaning: 'plannedFailed',
    why: 'one database could not be synchronised in time; nothing moved',
  },
  {
    code: 'VBSEnclaveNotSupportedForPlannedFailover',
    meaning: 'ask',
    why: 'the enclave settings of the two sides differ; force would go around it',
  },
  // What no repetition changes.
  { code: 'FailoverGroupAlreadySetup', meaning: 'stop', why: 'a member of a failover group moves with its group only' },
  { code: 'FailoverGroupDoesNotExist', meaning: 'stop', why: 'there is no such failover group any more' },
  { code: 'InvalidFailoverGroupRegion', meaning: 'stop', why: 'the failover group does not reach into that region' },
  {
    code: 'FailoverGroupCreateOrUpdateRequestLessThanMinimumGracePeriodValues',
    meaning: 'stop',
    why: 'that is a matter of the configuration',
  },
  {
    code: 'ReplicationLinksReplicationLinkNameIsInvalid',
    meaning: 'stop',
    why: 'the link is named as the other server names it',
  },
  {
    code: 'InvalidOperationForDatabaseNotInReplicationRelationship',
    meaning: 'stop',
    why: 'there is no link any more',
  },
  { code: 'DuplicateGeoDrRelation', meaning: 'stop', why: 'the relation exists twice' },
  { code: 'LedgerNoDropLink', meaning: 'stop', why: 'a ledger database keeps its link' },
  { code: 'InvalidServerName', meaning: 'stop', why: 'there is no server of that name' },
  { code: 'ResourceNotFound', meaning: 'stop', why: 'the link or the database is gone' },
  { code: 'DatabaseDoesNotExist', meaning: 'stop', why: 'the database is gone' },
  { code: 'ServerNotInSubscriptionResourceGroup', meaning: 'stop', why: 'the server was moved' },
  { code: 'SubscriptionDoesNotHaveServer', meaning: 'stop', why: 'the server was moved' },
  { code: 'AuthorizationFailed', meaning: 'stop', why: 'our identity may not do this; no path around it is taken' },
  // What a person must look at.
  { code: 'OperationCancelled', meaning: 'ask', why: 'somebody cancelled it, and may have had a reason' },
  { code: 'CannotCancelOperation', meaning: 'ask', why: 'somebody tries to cancel' },
  { code: 'InvalidDatabaseStateForOperation', meaning: 'ask', why: 'the state of the database forbids it' },
];

const BY_CODE = new Map(ARM_ERRORS.map((row) => [row.code.toLowerCase(), row]));
const BUSY_STATUS = new Set([408, 429, 502, 503, 504]);

/** Never throws. An unknown code under a status that means "busy" waits; every other unknown code asks. Letter case does not matter. */
export function armErrorMeaning(code: string, httpStatus?: number): ArmErrorRow {
  const known = BY_CODE.get(code.toLowerCase());
  if (known !== undefined) return known;
  if (/^AzureKeyVault/i.test(code))
    return { code, meaning: 'ask', why: 'the key that protects the database cannot be used' };
  if (/^VBSEnclaveNotSupported/i.test(code))
    return { code, meaning: 'ask', why: 'the enclave settings of the two sides differ' };
  if (httpStatus !== undefined && BUSY_STATUS.has(httpStatus))
    return { code, meaning: 'wait', why: `status ${httpStatus} passes by itself` };
  return { code, meaning: 'ask', why: 'this answer of Azure is not known here' };
}
