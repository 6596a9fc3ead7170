import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ARM_ERRORS, armErrorMeaning } from '../../../shared/operations/armErrors.ts';

const EXPECTED: Array<[code: string, meaning: string]> = [
  ['GeoReplicationDatabaseNotSecondary', 'readBack'],
  ['IncorrectReplicationLinkState', 'readBack'],
  ['PlannedFailoverTimedOut', 'plannedFailed'],
  ['PlannedFailoverTimedOutForDatabase', 'plannedFailed'],
  ['ReplicationLinksReplicationLinkNameIsInvalid', 'stop'],
  ['InvalidServerName', 'stop'],
  ['ResourceNotFound', 'stop'],
  ['DatabaseDoesNotExist', 'stop'],
  ['OperationIdNotFound', 'readBack'],
  ['ServerNotInSubscriptionResourceGroup', 'stop'],
  ['SubscriptionDoesNotHaveServer', 'stop'],
  ['FailoverGroupAlreadySetup', 'stop'],
  ['GeoReplicationCannotBecomePrimaryDuringUndo', 'wait'],
  ['ManagementServiceDatabaseBusy', 'wait'],
  ['UpdateSloInProgress', 'wait'],
  ['ConflictingSystemOperationInProgress', 'wait'],
  ['InvalidOperationForDatabaseNotInReplicationRelationship', 'stop'],
  ['DuplicateGeoDrRelation', 'stop'],
  ['OperationCancelled', 'ask'],
  ['OperationInterrupted', 'wait'],
  ['CannotCancelOperation', 'ask'],
  ['OperationTimedOut', 'wait'],
  ['LedgerNoDropLink', 'stop'],
  ['FailoverGroupFailoverRequestOnPrimary', 'readBack'],
  ['FailoverGroupNotSecondary', 'readBack'],
  ['FailoverGroupDoesNotExist', 'stop'],
  ['InvalidFailoverGroupRegion', 'stop'],
  ['FailoverGroupCreateOrUpdateRequestLessThanMinimumGracePeriodValues', 'stop'],
  ['FailoverGroupBusy', 'wait'],
  ['ConflictingServerOperation', 'wait'],
  ['InvalidDatabaseStateForOperation', 'ask'],
  ['DatabaseUnavailable', 'wait'],
  ['AzureKeyVaultConnectionFailed', 'wait'],
  ['RequestTimeout', 'wait'],
  ['SubscriptionTooManyRequests', 'wait'],
  ['SubscriptionTooManyCreateUpdateRequests', 'wait'],
  ['TooManyRequests', 'wait'],
];

test('every documented code has its meaning', () => {
  for (const [code, meaning] of EXPECTED) assert.equal(armErrorMeaning(code, 409).meaning, meaning, code);
});

test('no code has two meanings, and each says why', () => {
  const codes = ARM_ERRORS.map((row) => row.code.toLowerCase());
  assert.equal(new Set(codes).size, codes.length);
  for (const row of ARM_ERRORS) assert.ok(row.why.length > 8, row.code);
});

test('letter case does not matter', () => {
  assert.equal(armErrorMeaning('failovergroupalreadysetup').meaning, 'stop');
});

test('families of codes are known by their beginning', () => {
  assert.equal(armErrorMeaning('AzureKeyVaultInvalidKeyName', 400).meaning, 'ask');
  assert.equal(armErrorMeaning('VBSEnclaveNotSupportedForPlannedFailoverToOther', 400).meaning, 'ask');
});

test('an unknown code waits only under a status that means busy, and asks otherwise', () => {
  for (const status of [408, 429, 502, 503, 504]) assert.equal(armErrorMeaning('New', status).meaning, 'wait');
  for (const status of [400, 401, 403, 404, 409, 500, undefined])
    assert.equal(armErrorMeaning('New', status).meaning, 'ask', String(status));
});

test('a known code is believed before its status', () => {
  assert.equal(armErrorMeaning('FailoverGroupAlreadySetup', 503).meaning, 'stop');
});
