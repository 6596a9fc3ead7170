import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ActivityCall } from '../../../shared/topology/ports.ts';
import type { Database, Topology, TopologyEvent } from '../../../shared/topology/types.ts';
import { causeOf, spanOfCause, subscriptionsOfEnds, wantsCaller } from '../../../shared/topology/whoActed.ts';
import { link, topology } from '../replication/builders.ts';

const HOUR = 3_600_000;
const T = Date.UTC(2026, 0, 2, 3);
const SQL = '/subscriptions/s/resourcegroups/g/providers/microsoft.sql/servers';
const FAILOVER = 'microsoft.sql/servers/databases/replicationlinks/failover/action';
const GROUP_FAILOVER = 'microsoft.sql/servers/failovergroups/forcefailoverallowdataloss/action';

const eventOf = (kind: TopologyEvent['kind'], more: Partial<TopologyEvent> = {}): TopologyEvent => ({
  atMs: T,
  kind,
  linkKey: 'ne/orders~we/orders',
  primary: 'ne/orders',
  secondary: 'we/orders',
  ...more,
});
const call = (operation: string, resource: string, agoMs = 60_000, caller = 'ada'): ActivityCall => ({
  atMs: T - agoMs,
  operation,
  resourceId: `${SQL}/${resource}`,
  caller,
});
const KNOWN: Topology = topology([link('ne', 'we', 'orders')]);
const member = (server: string): Database => ({
  server,
  database: 'orders',
  id: `${SQL}/${server}/databases/orders`,
  region: server,
  sku: { name: 'GP_Gen5', tier: 'GeneralPurpose', capacity: 2 },
  status: 'Online',
  failoverGroup: 'Shop-Group',
  tags: {},
});
const IN_GROUP: Topology = { ...KNOWN, databases: [member('ne'), member('we')] };
const who = (event: TopologyEvent, calls: ActivityCall[], known = KNOWN) =>
  causeOf(event, calls, known, spanOfCause(event, [event]))?.caller;

describe('what explains a change', () => {
  const explained: Array<[TopologyEvent['kind'], string, string]> = [
    ['rolesSwapped', FAILOVER, 'ne/databases/orders/replicationlinks/1'],
    [
      'rolesSwapped',
      FAILOVER.replace('failover/', 'forcefailoverallowdataloss/'),
      'we/databases/orders/replicationlinks/1',
    ],
    [
      'linkRemoved',
      'microsoft.sql/servers/databases/replicationlinks/delete',
      'ne/databases/orders/replicationlinks/1',
    ],
    ['linkRemoved', 'microsoft.sql/servers/databases/delete', 'we/databases/orders'],
    ['linkRemoved', 'microsoft.sql/servers/delete', 'we'],
    ['linkAdded', 'microsoft.sql/servers/databases/write', 'we/databases/orders'],
  ];
  for (const [kind, operation, resource] of explained) {
    test(`${kind}: ${operation} of ${resource}`, () => {
      assert.equal(who(eventOf(kind), [call(operation, resource)]), 'ada');
    });
  }

  test('a failover of the group that the database is in', () => {
    const calls = [call(GROUP_FAILOVER, 'ne/failovergroups/shop-group')];
    assert.equal(who(eventOf('rolesSwapped'), calls, IN_GROUP), 'ada');
    assert.equal(who(eventOf('rolesSwapped'), calls), undefined, 'of another group it is nobody');
  });

  const strangers: Array<[string, TopologyEvent['kind'], ActivityCall]> = [
    ['another database', 'rolesSwapped', call(FAILOVER, 'ne/databases/stock/replicationlinks/1')],
    ['another server', 'rolesSwapped', call(FAILOVER, 'uk/databases/orders/replicationlinks/1')],
    ['a database whose name begins so', 'rolesSwapped', call(FAILOVER, 'ne/databases/orders2/replicationlinks/1')],
    ['another operation', 'rolesSwapped', call('microsoft.sql/servers/databases/write', 'ne/databases/orders')],
    ['another size of the primary', 'linkAdded', call('microsoft.sql/servers/databases/write', 'ne/databases/orders')],
    ['a failover', 'linkRemoved', call(FAILOVER, 'ne/databases/orders/replicationlinks/1')],
    ['two hours ago', 'rolesSwapped', call(FAILOVER, 'ne/databases/orders/replicationlinks/1', 2 * HOUR)],
    ['afterwards', 'rolesSwapped', call(FAILOVER, 'ne/databases/orders/replicationlinks/1', -2 * 60_000)],
    ['no resource of SQL', 'rolesSwapped', { ...call(FAILOVER, 'ne'), resourceId: '/subscriptions/s' }],
  ];
  for (const [name, kind, stranger] of strangers) {
    test(`${name} explains nothing`, () => assert.equal(who(eventOf(kind), [stranger]), undefined));
  }

  test('of several calls the last one', () => {
    const resource = 'ne/databases/orders/replicationlinks/1';
    const calls = [call(FAILOVER, resource, 50_000, 'second'), call(FAILOVER, resource, 90_000, 'first')];
    assert.equal(who(eventOf('rolesSwapped'), calls), 'second');
  });

  test('a call that explains an earlier change of the same link does not explain the next one', () => {
    const before = eventOf('rolesSwapped', { atMs: T - 60_000, operationId: 'ours' });
    const other = eventOf('rolesSwapped', { atMs: T - 10_000, linkKey: 'ne/stock~we/stock' });
    const now = eventOf('rolesSwapped');
    const calls = [call(FAILOVER, 'we/databases/orders/replicationlinks/1', 90_000, 'geowarden')];
    assert.equal(causeOf(now, calls, KNOWN, spanOfCause(now, [before, other, now])), undefined);
    assert.equal(spanOfCause(now, [other, now]).fromMs, T - HOUR);
  });
});

test('the log is asked about what is new and not ours, and for an hour again where it knew of nobody', () => {
  const discovery = { seenFromMs: T - 1_000, nowMs: T + 500 };
  const asks = (more: Partial<TopologyEvent>) => wantsCaller(eventOf('rolesSwapped', more), discovery);
  assert.equal(asks({}), true);
  assert.equal(asks({ operationId: 'ours' }), false);
  assert.equal(asks({ atMs: T - 2_000 }), false, 'what could not be read is not asked again');
  assert.equal(asks({ atMs: T - 2_000, by: null }), true, 'the log is late');
  assert.equal(asks({ atMs: T - HOUR, by: null }), false);
  assert.equal(asks({ by: 'ada' }), false);
});

test('the subscriptions of both ends are asked, once, in small letters; an end that nobody knows is none', () => {
  const servers = ['ne', 'we'].map((name) => ({
    id: `${SQL}/${name}`,
    name,
    fullyQualifiedDomainName: name,
    region: name,
    subscriptionId: 'S-One',
    resourceGroup: 'g',
    tags: {},
  }));
  assert.deepEqual(subscriptionsOfEnds(eventOf('linkRemoved'), { ...KNOWN, links: [], servers }), ['s-one']);
  const far = link('ne', 'we', 'orders');
  far.secondary = { ...far.secondary, databaseId: `${SQL}/we/databases/orders`.replace('/s/', '/Far/') };
  const across = { ...KNOWN, links: [{ ...far, linkKey: 'ne/orders~we/orders' }], servers: servers.slice(0, 1) };
  assert.ok(subscriptionsOfEnds(eventOf('linkAdded'), across).includes('far'));
  assert.deepEqual(subscriptionsOfEnds(eventOf('linkRemoved'), { ...KNOWN, links: [], servers: [] }), []);
});
