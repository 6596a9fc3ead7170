import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeEvidence } from '../../../shared/outage/mergeEvidence.ts';
import { evidenceOf, ignoredOf, iso, resourceHealth, TARGETS } from './alerts.ts';
import { databaseScope, MINUTE, ORDERS, STOCK, T0 } from './builders.ts';

const VOTES: Array<[string, string | null, string, string]> = [
  ['Unavailable', 'PlatformInitiated', 'Fired', 'down'],
  ['unavailable', 'platforminitiated', 'Fired', 'down'],
  ['Unavailable', 'UserInitiated', 'Fired', 'none'],
  ['Unavailable', 'Unknown', 'Fired', 'none'],
  ['Unavailable', null, 'Fired', 'none'],
  ['Unavailable', 'PlatformInitiated', 'Resolved', 'none'],
  ['Degraded', 'PlatformInitiated', 'Fired', 'none'],
  ['Unknown', 'PlatformInitiated', 'Fired', 'none'],
  ['SomethingNew', 'PlatformInitiated', 'Fired', 'none'],
  ['Available', 'PlatformInitiated', 'Fired', 'against'],
  ['Available', null, 'Resolved', 'against'],
];

for (const [currentHealthStatus, cause, monitorCondition, vote] of VOTES) {
  test(`${currentHealthStatus} by ${cause}, ${monitorCondition}: ${vote}`, () => {
    const [evidence] = evidenceOf(resourceHealth({ currentHealthStatus, cause }, { monitorCondition }));
    assert.equal(evidence?.vote, vote);
    assert.equal(evidence?.source, 'resourceHealth');
  });
}

test('a database is meant in any case of its id', () => {
  const [evidence, ...more] = evidenceOf(resourceHealth());
  assert.deepEqual(more, []);
  assert.deepEqual(evidence?.scope, databaseScope(ORDERS));
  assert.deepEqual([evidence?.sinceMs, evidence?.atMs], [T0 + MINUTE, T0 + MINUTE]);
});

test('a server means every watched database on it, once', () => {
  const found = evidenceOf(resourceHealth({}, { alertTargetIDs: [TARGETS.server, TARGETS.orders] }));
  assert.deepEqual(
    found.map(({ scope }) => scope),
    [databaseScope(ORDERS), databaseScope(STOCK)],
  );
  assert.equal(new Set(found.map(({ id }) => id)).size, 2);
});

test('what is not watched, and what is no database, is said and gives nothing', () => {
  const unknown = resourceHealth({}, { alertTargetIDs: [TARGETS.orders.replace('Orders', 'gone')] });
  assert.deepEqual(evidenceOf(unknown), []);
  assert.match(ignoredOf(unknown), /contoso-we\/gone, which is not watched/);
  const machine = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm';
  assert.match(ignoredOf(resourceHealth({}, { alertTargetIDs: [machine] })), /neither a database nor a server/);
});

test('available again ends unavailable, and holds back for minutes only', () => {
  const [down] = evidenceOf(resourceHealth());
  const again = { eventTimestamp: iso(T0 + 4 * MINUTE) };
  const [up] = evidenceOf(resourceHealth({ currentHealthStatus: 'Available' }, {}, again));
  assert.ok(down !== undefined && up !== undefined);
  assert.equal(mergeEvidence(down, up).evidence.vote, 'against');
  assert.equal(mergeEvidence(up, down).evidence.vote, 'against');
  assert.equal(up.expiresAtMs, T0 + 9 * MINUTE);
});
