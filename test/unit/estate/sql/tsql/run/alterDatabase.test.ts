import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SqlSession } from '../../../../../../local/estate/sql/types.ts';
import { createTestEstate, run, type TestEstate } from '../../testEstate.ts';

const FAILOVER = 'ALTER DATABASE [Orders] FAILOVER';
const numbers = (estate: TestEstate, session: SqlSession, text: string): number[] =>
  run(estate, session, text).errors.map(({ number }) => number);

test('FAILOVER in master of the secondary’s server swaps the roles, and waits until it is over', () => {
  const estate = createTestEstate();
  const { steps, errors } = run(estate, estate.session('beta', 'master'), FAILOVER);
  assert.deepEqual(errors, []);
  assert.deepEqual(
    steps.map(({ kind }) => kind),
    ['wait', 'done'],
  );
  assert.equal(estate.model.database('beta', 'Orders')?.role, 'PRIMARY');
  assert.equal(estate.model.database('alpha', 'Orders')?.role, 'SECONDARY');
  assert.deepEqual(
    estate.model.acceptedFailovers().map(({ server, mode, by, lostCommits }) => ({ server, mode, by, lostCommits })),
    [{ server: 'beta', mode: 'planned', by: 'tsql', lostCommits: 0 }],
  );
});

test('the catalog view follows the roles', () => {
  const estate = createTestEstate();
  const ask = (server: string): unknown =>
    run(
      estate,
      estate.session(server, 'Orders'),
      'SELECT partner_server, role_desc FROM sys.dm_geo_replication_link_status ORDER BY 1',
    ).results[0]?.rows;
  assert.deepEqual(ask('beta'), [['alpha', 'SECONDARY']]);
  run(estate, estate.session('beta', 'master'), FAILOVER);
  assert.ok(JSON.stringify(ask('beta')).includes('["alpha","PRIMARY"]'));
});

test('FORCE_FAILOVER_ALLOW_DATA_LOSS works while the primary’s region is down, FAILOVER does not', () => {
  const estate = createTestEstate();
  estate.model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
  const session = estate.session('beta', 'master');
  const planned = run(estate, session, FAILOVER);
  assert.equal(planned.errors.length, 1);
  assert.equal(estate.model.acceptedFailovers().length, 0);
  assert.deepEqual(numbers(estate, session, 'ALTER DATABASE Orders FORCE_FAILOVER_ALLOW_DATA_LOSS'), []);
  assert.deepEqual(
    estate.model.acceptedFailovers().map(({ mode }) => mode),
    ['forced'],
  );
  assert.equal(estate.model.database('beta', 'Orders')?.role, 'PRIMARY');
});

test('on the primary’s server Azure refuses, with its own number', () => {
  const estate = createTestEstate();
  const { errors } = run(estate, estate.session('alpha', 'master'), FAILOVER);
  assert.equal(errors.length, 1);
  assert.ok((errors[0]?.number ?? 0) > 0 && errors[0]?.message !== '');
  assert.equal(estate.model.acceptedFailovers().length, 0);
});

test('refused: outside master, without rights, in a transaction, for a database that is not there', () => {
  const estate = createTestEstate();
  assert.deepEqual(numbers(estate, estate.session('beta', 'Orders'), FAILOVER), [5001]);
  const reader = { name: 'reader', serverPrincipal: false, databaseManager: false };
  assert.deepEqual(numbers(estate, estate.session('beta', 'master', { principal: reader }), FAILOVER), [15247]);
  assert.deepEqual(numbers(estate, estate.session('beta', 'master'), `BEGIN TRAN; ${FAILOVER}`), [226]);
  assert.deepEqual(numbers(estate, estate.session('beta', 'master'), 'ALTER DATABASE nowhere FAILOVER'), [5011]);
  assert.equal(estate.model.acceptedFailovers().length, 0);
});

test('dbmanager is enough', () => {
  const estate = createTestEstate();
  const manager = { name: 'manager', serverPrincipal: false, databaseManager: true };
  assert.deepEqual(numbers(estate, estate.session('beta', 'master', { principal: manager }), FAILOVER), []);
});

test('REMOVE SECONDARY ends the link: its row disappears', () => {
  const estate = createTestEstate();
  assert.deepEqual(
    numbers(estate, estate.session('alpha', 'master'), 'ALTER DATABASE Orders REMOVE SECONDARY ON SERVER gamma'),
    [],
  );
  const { results } = run(
    estate,
    estate.session('alpha', 'Orders'),
    'SELECT partner_server FROM sys.dm_geo_replication_link_status',
  );
  assert.deepEqual(results[0]?.rows, [['beta']]);
});

test('ADD SECONDARY brings it back, seeding', () => {
  const estate = createTestEstate();
  const session = estate.session('alpha', 'master');
  run(estate, session, 'ALTER DATABASE Orders REMOVE SECONDARY ON SERVER gamma');
  estate.clock.nowMs += 60_000;
  assert.deepEqual(
    numbers(estate, session, 'ALTER DATABASE Orders ADD SECONDARY ON SERVER [gamma] WITH (ALLOW_CONNECTIONS = ALL)'),
    [],
  );
  const { results } = run(
    estate,
    session,
    "SELECT partner_server FROM sys.geo_replication_links WHERE partner_database = 'orders' AND role = 0 ORDER BY 1",
  );
  assert.deepEqual(results[0]?.rows, [['beta'], ['gamma']]);
});

test('a secondary on a server that does not exist is an error that names what is missing', () => {
  const estate = createTestEstate();
  const { errors } = run(
    estate,
    estate.session('alpha', 'master'),
    'ALTER DATABASE Orders REMOVE SECONDARY ON SERVER nowhere',
  );
  assert.ok(errors.length > 0);
  assert.ok(
    errors.some(({ message }) => message.includes('nowhere')),
    JSON.stringify(errors),
  );
});
