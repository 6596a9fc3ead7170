import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogQuery } from '../../../shared/config/types.ts';
import { evidenceFromLogs } from '../../../shared/outage/evidenceFromLogs.ts';
import type { LogHit } from '../../../shared/outage/logPorts.ts';
import type { Evidence } from '../../../shared/outage/types.ts';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const DATABASES = [
  { server: 'shop-we', database: 'orders', region: 'West Europe' },
  { server: 'shop-we', database: 'stock', region: 'West Europe' },
  { server: 'shop-ne', database: 'orders', region: 'northeurope' },
];

const query = (evidence: LogQuery['evidence'], name = 'gateway'): LogQuery => ({
  name,
  workspaceId: 'w',
  query: 'T',
  everyMs: 5 * MINUTE,
  severity: 'warning',
  evidence,
});
const heard = (of: LogQuery, hits: LogHit[], stored: Evidence[] = [], nowMs = NOW) =>
  evidenceFromLogs(of, hits, { databases: DATABASES, stored, nowMs });
const names = (evidence: Evidence[]) =>
  evidence.map(
    ({ scope, vote }) => `${scope.kind === 'region' ? scope.region : `${scope.server}/${scope.database}`} ${vote}`,
  );

test('a query that is not said to be evidence never is', () => {
  assert.deepEqual(heard(query('none'), [{ server: 'shop-we', database: 'orders', region: 'westeurope' }]), []);
});

test('each watched database that a row names is said to be down, once, however its server is written', () => {
  const hits = [
    { server: 'SHOP-WE.database.windows.net', database: 'Orders' },
    { server: 'shop-we', database: 'orders' },
  ];
  const [evidence, ...more] = heard(query('database'), hits);
  assert.deepEqual(more, []);
  assert.deepEqual(names(evidence ? [evidence] : []), ['shop-we/orders down']);
  assert.deepEqual([evidence?.source, evidence?.path, evidence?.atMs], ['logQuery', 'azure', NOW]);
  assert.equal(evidence?.expiresAtMs, NOW + 11 * MINUTE);
  assert.match(evidence?.sentence ?? '', /log query "gateway" on shop-we\/orders/);
});

test('a row that names a database without its server, or nothing of ours, says nothing', () => {
  assert.deepEqual(heard(query('database'), [{ database: 'orders' }, { server: 'shop-we' }, {}]), []);
  assert.deepEqual(heard(query('database'), [{ server: 'elsewhere', database: 'orders' }]), []);
});

test('each region of ours that a row names is said to be down', () => {
  const hits = [{ region: 'West Europe' }, { region: 'westeurope' }, { region: 'brazilsouth' }, { server: 'shop-ne' }];
  assert.deepEqual(names(heard(query('region'), hits)), ['westeurope down']);
});

test('what a query no longer names says nothing any more, and what another query named stays', () => {
  const before = heard(query('database'), [
    { server: 'shop-we', database: 'orders' },
    { server: 'shop-we', database: 'stock' },
  ]);
  const other = heard(query('database', 'other'), [{ server: 'shop-ne', database: 'orders' }]);
  const after = heard(
    query('database'),
    [{ server: 'shop-we', database: 'stock' }],
    [...before, ...other],
    NOW + MINUTE,
  );
  assert.deepEqual(names(after), ['shop-we/stock down', 'shop-we/orders none']);
  assert.deepEqual(after.map(({ id }) => id).sort(), before.map(({ id }) => id).sort());
});

test('it never votes that anything is alive', () => {
  const before = heard(query('region'), [{ region: 'northeurope' }]);
  assert.deepEqual(names(heard(query('region'), [], before)), ['northeurope none']);
});

test('what said nothing before is not said again', () => {
  const [before] = heard(query('region'), [{ region: 'northeurope' }]);
  assert.ok(before);
  assert.deepEqual(heard(query('region'), [], [{ ...before, vote: 'none' }]), []);
});
