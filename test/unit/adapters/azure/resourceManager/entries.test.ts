import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readDatabases, readLinks, readServers } from '../../../../../shared/adapters/azure/resourceManager/entries.ts';
import type { MalformedEntry } from '../../../../../shared/topology/ports.ts';

const LINK = {
  id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/a/databases/Orders/replicationLinks/1',
  properties: { partnerServer: 'b', partnerDatabase: 'orders', partnerLocation: 'North Europe', role: 'Primary' },
};
const DATABASE = { id: '/d', name: 'orders', location: 'westeurope', sku: { name: 'S3' } };
const SERVER = { id: '/s', name: 'a', location: 'westeurope', fullyQualifiedDomainName: 'a.database.windows.net' };

const link = (properties: Record<string, unknown>) =>
  readLinks([{ ...LINK, properties: { ...LINK.properties, ...properties } }], 'l', undefined)[0];

test('what Azure leaves out has a plain substitute', () => {
  assert.deepEqual(readDatabases([DATABASE], 'l', undefined), [
    {
      id: '/d',
      name: 'orders',
      region: 'westeurope',
      sku: { name: 'S3', tier: 'unknown', capacity: 0 },
      status: 'Unknown',
      tags: {},
    },
  ]);
  assert.deepEqual(readServers([{ ...SERVER, tags: null }], 'l', undefined), [
    { id: '/s', name: 'a', region: 'westeurope', fullyQualifiedDomainName: 'a.database.windows.net', tags: {} },
  ]);
});

test('a link without a percentage is whole when it catches up, and else not begun', () => {
  assert.equal(link({ replicationState: 'CATCH_UP' })?.percentComplete, 100);
  assert.equal(link({ replicationState: 'PENDING' })?.percentComplete, 0);
  assert.equal(link({ replicationState: 'SEEDING', percentComplete: 0 })?.percentComplete, 0);
  assert.equal(link({})?.replicationState, 'UNKNOWN');
});

test('the database of a link is read from its id', () => {
  assert.equal(link({})?.database, 'Orders');
});

test('open strings stay as they are', () => {
  assert.deepEqual([link({ role: 'Observer' })?.role, link({ linkType: 'MESH' })?.linkType], ['Observer', 'MESH']);
});

test('what is absent stays absent, for null is not a type', () => {
  const found = link({ linkType: null, partnerDatabaseId: null });
  assert.deepEqual(
    [Object.hasOwn(found ?? {}, 'linkType'), Object.hasOwn(found ?? {}, 'partnerDatabaseId')],
    [false, false],
  );
});

test('a report says where the entry stood, whose it is, and what about it', () => {
  const seen: MalformedEntry[] = [];
  readLinks([LINK, { ...LINK, properties: { ...LINK.properties, role: 5 } }], 'the links of server a', (entry) =>
    seen.push(entry),
  );
  assert.deepEqual(
    seen.map(({ subject, name }) => [subject, name]),
    [[LINK.id, 'orders']],
  );
  assert.match(seen[0]?.message ?? '', /properties\.role .*the links of server a, entry 2/);
});

test('a report never repeats a value', () => {
  const seen: MalformedEntry[] = [];
  readDatabases([{ ...DATABASE, sku: { name: { secret: 'TOPSECRET' } } }], 'l', (entry) => seen.push(entry));
  assert.equal(seen.length, 1);
  assert.doesNotMatch(JSON.stringify(seen), /TOPSECRET/);
});

test('whatever comes, good entries are kept and the others counted', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constant('good'), fc.jsonValue()), { maxLength: 10 }), (entries) => {
      let malformed = 0;
      const list = entries.map((entry) => (entry === 'good' ? LINK : entry));
      const kept = readLinks(list, 'l', () => malformed++);
      assert.equal(kept.length, entries.filter((entry) => entry === 'good').length);
      assert.equal(kept.length + malformed, entries.length);
    }),
    { numRuns: 300 },
  );
});
