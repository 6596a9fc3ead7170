import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readActivity } from '../../../../../shared/adapters/azure/activityLog/activityCalls.ts';

const ENTRY = {
  eventTimestamp: '2026-01-02T03:04:05.1234567Z',
  operationName: {
    value: 'Microsoft.Sql/servers/databases/replicationLinks/failover/action',
    localizedValue: 'Failover',
  },
  resourceId:
    '/subscriptions/S/resourceGroups/G/providers/Microsoft.Sql/servers/One/databases/Orders/replicationLinks/1',
  caller: 'ada@contoso.com',
  status: { value: 'Succeeded' },
  claims: { name: 'Ada Duty', ipaddr: '203.0.113.7' },
};

test('of an entry its moment, operation, resource and caller are taken over, and nothing else', () => {
  assert.deepEqual(readActivity(ENTRY), [
    {
      atMs: Date.UTC(2026, 0, 2, 3, 4, 5, 123),
      operation: 'microsoft.sql/servers/databases/replicationlinks/failover/action',
      resourceId:
        '/subscriptions/s/resourcegroups/g/providers/microsoft.sql/servers/one/databases/orders/replicationlinks/1',
      caller: 'ada@contoso.com',
    },
  ]);
});

test('what has begun counts: the end of it may be minutes away', () => {
  assert.equal(readActivity({ ...ENTRY, status: { value: 'Started' } }).length, 1);
});

for (const [name, entry] of Object.entries({
  'no entry': null,
  'a text': 'entry',
  'what failed': { ...ENTRY, status: { value: 'Failed' } },
  'no caller, as for what Azure did itself': { ...ENTRY, caller: undefined },
  'an empty caller': { ...ENTRY, caller: ' ' },
  'no moment': { ...ENTRY, eventTimestamp: 'soon' },
  'no operation': { ...ENTRY, operationName: 'failover' },
  'no resource': { ...ENTRY, resourceId: 7 },
})) {
  test(`${name} names nobody`, () => assert.deepEqual(readActivity(entry), []));
}

test('a caller of any length and with any characters is at most 100 that can be read', () => {
  const [long] = readActivity({ ...ENTRY, caller: `${'a'.repeat(99)}😀${'b'.repeat(500)}` });
  assert.equal(long?.caller.length, 100);
  assert.equal(long?.caller.isWellFormed(), true);
  const [odd] = readActivity({ ...ENTRY, caller: 'ada\n\u2028\u202egrave' });
  assert.equal(odd?.caller, 'ada???grave');
});
