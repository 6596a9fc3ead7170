import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serverFindings } from '../../../shared/replication/serverFindings.ts';
import type { ServerAnswer, ServerLink } from '../../../shared/replication/serverTypes.ts';
import type { Database, LinkEnd, ReplicationLink } from '../../../shared/topology/types.ts';

type Read = Extract<ServerAnswer, { is: 'read' }>;

const end = (server: string, database = 'orders'): LinkEnd => ({
  server,
  database,
  region: 'westeurope',
  fullyQualifiedDomainName: `${server}.database.windows.net`,
});
const link: ReplicationLink = {
  linkKey: 'a/orders~b/orders',
  type: 'GEO',
  primary: end('a'),
  secondary: end('b'),
  armState: 'CATCH_UP',
  percentComplete: 100,
};
const database = (server: string, dtu: number): Database => ({
  id: `/${server}`,
  server,
  database: 'orders',
  region: 'westeurope',
  sku: { name: 'Premium', tier: 'Premium', capacity: dtu },
  status: 'Online',
  tags: {},
});
const known = { links: [link], notGeo: [], databases: [database('a', 1000), database('b', 250)] };

const row = (partnerServer: string, role: ServerLink['role'], more: Partial<ServerLink> = {}): ServerLink => ({
  database: 'orders',
  partnerServer,
  partnerDatabase: 'orders',
  role,
  state: 'CATCH_UP',
  ...more,
});
const answer = (links: ServerLink[], more: Partial<Read> = {}): Read => ({
  is: 'read',
  atMs: 0,
  links,
  operations: [],
  logWrite: [],
  ...more,
});
const both = { a: answer([row('b', 'primary')]), b: answer([row('a', 'secondary')]) };
const find = (answers: Record<string, Read>, of: Parameters<typeof serverFindings>[0] = known) =>
  serverFindings(of, new Map(Object.entries(answers)));

test('nothing is found where the servers say what Resource Manager says, or could not be read', () => {
  assert.deepEqual(find(both), []);
  assert.deepEqual(find({}), []);
  assert.deepEqual(find({ b: both.b }), []);
});

test('a link that its server does not list is a finding that says who says what', () => {
  const [found, ...others] = find({ ...both, a: answer([]) });
  assert.deepEqual(others, []);
  assert.deepEqual([found?.subject, found?.code], ['a/orders', 'server-disagrees']);
  assert.match(
    found?.message ?? '',
    /Resource Manager says that a\/orders is the primary of a link with b\/orders; the server itself lists no such link/,
  );
});

test('another role is a finding, and both ends may say so', () => {
  const found = find({ a: answer([row('b', 'secondary')]), b: answer([row('a', 'primary')]) });
  assert.deepEqual(
    found.map(({ message }) => /says that it is the (\w+)/.exec(message)?.[1]),
    ['secondary', 'primary'],
  );
});

test('while an operation is in progress, or Resource Manager contradicts itself, nothing is concluded', () => {
  const operations = [{ database: 'orders', operation: 'FAILOVER DATABASE', startedMs: 0 }];
  assert.deepEqual(find({ a: answer([row('c', 'primary')], { operations }) }), []);
  const torn = { ...known, links: [{ ...link, conflict: 'bothPrimary' as const }] };
  assert.deepEqual(find({ ...both, a: answer([row('b', 'secondary')]) }, torn), []);
  assert.equal(find({ a: answer([], { operations: null }) }).length, 1, 'operations that may not be read stop nothing');
});

test('a link of a watched database that Resource Manager does not list is a finding; others’ are none of ours', () => {
  const links = [row('b', 'primary'), row('c', 'primary'), row('c', 'primary', { database: 'elsewhere' })];
  const found = find({ ...both, a: answer(links) });
  assert.deepEqual(
    found.map(({ subject }) => subject),
    ['a/orders'],
  );
  assert.match(found[0]?.message ?? '', /lists a link of orders with c\/orders .*which Resource Manager does not/);
  const copy = { server: 'a', database: 'orders', partner: { server: 'c', database: 'orders' }, kind: 'COPY' as const };
  assert.deepEqual(find({ ...both, a: answer(links) }, { ...known, notGeo: [copy] }), []);
});

test('a copy or a named replica that is made from a watched database is known on both of its servers', () => {
  const source = { server: 'a', database: 'orders' };
  const replica = { server: 'c', database: 'orders', partner: source, kind: 'NAMED' as const };
  const links = [row('b', 'primary'), row('c', 'primary')];
  assert.deepEqual(find({ ...both, a: answer(links) }, { ...known, notGeo: [replica] }), []);
});

test('a day in which the secondary could not have followed is a finding with the size that it needs', () => {
  const logWrite = (peakPercent: number) => ({
    ...both,
    a: { ...both.a, logWrite: [{ database: 'orders', sustainedPercent: 1, peakPercent }] },
  });
  // The document's own example: a P6 at 50 % needs a P4; here the secondary is a P2.
  const [found] = find(logWrite(50));
  assert.deepEqual([found?.subject, found?.code], [link.linkKey, 'outgrew-secondary']);
  assert.match(
    found?.message ?? '',
    /a\/orders \(P6\) wrote log at 50 %.*b\/orders \(P2\) cannot follow that, and needs at least P4/,
  );
  assert.deepEqual(find(logWrite(25)), []);
  assert.deepEqual(find(logWrite(50), { ...known, databases: [] }), [], 'sizes that are not known are not judged');
  assert.deepEqual(find({ ...both, a: { ...both.a, logWrite: null } }), []);
});
