import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSubscriptionEvent } from '../../../shared/topology/subscriptionEvent.ts';

const RESOURCE =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/one/databases/orders/replicationLinks/x';

const eventOf = (operationName: unknown, type = 'Microsoft.Resources.ResourceActionSuccess') => ({
  id: '1',
  subject: RESOURCE,
  eventType: type,
  eventTime: '2026-01-02T03:04:05Z',
  dataVersion: '2',
  data: { operationName, resourceUri: RESOURCE, claims: { name: 'Ada Duty' } },
});

test('what may change a link, a role or a size is a hint, whoever writes it in whatever case', () => {
  const operations = [
    'Microsoft.Sql/servers/databases/replicationLinks/failover/action',
    'MICROSOFT.SQL/servers/databases/replicationLinks/forceFailoverAllowDataLoss/action',
    'Microsoft.Sql/servers/databases/replicationLinks/delete',
    'Microsoft.Sql/servers/failoverGroups/tryPlannedBeforeForcedFailover/action',
    'Microsoft.Sql/servers/failoverGroups/write',
    'Microsoft.Sql/servers/databases/write',
    'Microsoft.Sql/servers/databases/delete',
    'Microsoft.Sql/servers/delete',
  ];
  for (const operation of operations) {
    assert.deepEqual(readSubscriptionEvent(eventOf(operation)), {
      kind: 'hint',
      operation,
      resource: RESOURCE,
      atMs: Date.UTC(2026, 0, 2, 3, 4, 5),
    });
  }
});

test('an event without a moment that a calendar holds is a hint without one', () => {
  for (const eventTime of [undefined, null, 'soon', {}, '2026-13-45T00:00:00Z']) {
    const reading = readSubscriptionEvent({ ...eventOf('Microsoft.Sql/servers/databases/write'), eventTime });
    assert.equal(reading.kind, 'hint');
    assert.equal('atMs' in reading, false, String(eventTime));
  }
});

test('the same in CloudEvents', () => {
  const { eventType, eventTime: _, dataVersion: __, ...rest } = eventOf('Microsoft.Sql/servers/databases/write');
  const cloud = { ...rest, specversion: '1.0', type: eventType.replace('Action', 'Write'), source: '/subscriptions/s' };
  assert.equal(readSubscriptionEvent(cloud).kind, 'hint');
});

test('what does not concern replication is for nobody here', () => {
  for (const [operation, type] of [
    ['Microsoft.Sql/servers/firewallRules/write', undefined],
    ['Microsoft.Sql/servers/databases/failover/action', undefined],
    ['Microsoft.Storage/storageAccounts/write', undefined],
    ['Microsoft.Sql/servers/databases/write', 'Microsoft.Resources.ResourceWriteFailure'],
    ['anything', 'Geowarden.EvidenceChanged'],
  ] as const) {
    assert.equal(readSubscriptionEvent(eventOf(operation, type)).kind, 'other', operation);
  }
});

test('what is no event says what was expected, and nothing of what it held', () => {
  for (const event of [null, 'text', [], {}, { eventType: 7 }, eventOf(undefined), eventOf({ name: 'Ada Duty' })]) {
    const reading = readSubscriptionEvent(event);
    assert.equal(reading.kind, 'malformed');
    assert.match(reading.kind === 'malformed' ? reading.reason : '', /^Expected .*, saw/);
    assert.doesNotMatch(JSON.stringify(reading), /Ada/);
  }
});

test("a caller's claims are not taken over, and no line break reaches the log", () => {
  const reading = readSubscriptionEvent({
    ...eventOf('Microsoft.Sql/servers/delete'),
    data: { operationName: 'Microsoft.Sql/servers/delete', resourceUri: 'a\nb' },
  });
  assert.deepEqual(Object.keys(reading).sort(), ['atMs', 'kind', 'operation', 'resource']);
  assert.equal(reading.kind === 'hint' && reading.resource, 'a?b');
});
