import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Value } from '../../../../../local/estate/sql/types.ts';
import { createTestEstate, run, type TestEstate } from '../testEstate.ts';

function rows(estate: TestEstate, server: string, database: string, text: string): Value[][] {
  const { results, errors } = run(estate, estate.session(server, database), text);
  assert.deepEqual(errors, []);
  return results[0]?.rows ?? [];
}

const LINKS = `SELECT partner_server, replication_state, replication_state_desc, role, role_desc, secondary_allow_connections_desc
  FROM sys.dm_geo_replication_link_status ORDER BY partner_server`;

test('the geo-primary sees a row per secondary, with codes and words that agree', () => {
  assert.deepEqual(rows(createTestEstate(), 'alpha', 'Orders', LINKS), [
    ['beta', 2, 'CATCH_UP', 0, 'PRIMARY', 'All'],
    ['gamma', 2, 'CATCH_UP', 0, 'PRIMARY', 'No'],
  ]);
});

test('a geo-secondary sees one row; lag and last_replication are the primary’s alone, last_commit is its own', () => {
  const estate = createTestEstate();
  const text =
    'SELECT partner_server, role, replication_lag_sec, last_replication, last_commit FROM sys.dm_geo_replication_link_status';
  const [[server, role, lag, replicated, committed] = []] = rows(estate, 'gamma', 'Orders', text);
  assert.deepEqual([server, role, lag, replicated], ['alpha', 1, null, null]);
  const primary = Number(
    rows(estate, 'alpha', 'Orders', 'SELECT last_commit FROM sys.dm_geo_replication_link_status')[0]?.[0],
  );
  assert.ok(Number(committed) <= primary - 2_000, 'gamma is about three seconds behind');
});

test('two servers say PRIMARY while the old one has not heard that it was replaced by force', () => {
  const estate = createTestEstate();
  const partition = { kind: 'network', from: 'westeurope', to: 'northeurope', bothWays: true } as const;
  estate.model.apply({ ...partition, becomes: 'silent' });
  estate.model.failover({ server: 'beta', database: 'stock-1', mode: 'forced', by: 'tsql' });
  estate.clock.nowMs += 10_000;
  const text = `SELECT partner_server, role_desc, replication_state_desc, replication_lag_sec
    FROM sys.dm_geo_replication_link_status`;
  const ends = () => ['alpha', 'beta'].map((server) => rows(estate, server, 'stock-1', text)[0]);
  assert.deepEqual(ends(), [
    ['beta', 'PRIMARY', 'CATCH_UP', null],
    ['alpha', 'PRIMARY', 'SUSPENDED', null],
  ]);
  const updateable = "SELECT DATABASEPROPERTYEX(DB_NAME(), 'Updateability')";
  assert.deepEqual(rows(estate, 'alpha', 'stock-1', updateable), [['READ_WRITE']]);
  estate.model.apply({ ...partition, becomes: 'open' });
  assert.deepEqual(
    ends().map((row) => row?.[1]),
    ['SECONDARY', 'PRIMARY'],
  );
  assert.deepEqual(rows(estate, 'alpha', 'stock-1', updateable), [['READ_ONLY']]);
});

test('seeding, suspended, a database without links, a named replica, and master', () => {
  const estate = createTestEstate();
  assert.deepEqual(rows(estate, 'alpha', 'arriving', LINKS)[0]?.slice(0, 3), ['beta', 1, 'SEEDING']);
  assert.deepEqual(rows(estate, 'alpha', 'stock-2', LINKS)[0]?.slice(0, 3), ['gamma', 4, 'SUSPENDED']);
  assert.deepEqual(rows(estate, 'alpha', 'lonely', LINKS), []);
  assert.deepEqual(rows(estate, 'alpha', 'wide', LINKS), []);
  assert.deepEqual(rows(estate, 'alpha', 'master', LINKS), []);
});

test('a lost interlink turns the primary’s lag NULL, and is_interlink_connected 0', () => {
  const estate = createTestEstate();
  estate.model.apply({
    kind: 'link',
    server: 'alpha',
    database: 'Orders',
    secondaryServer: 'gamma',
    becomes: 'disconnected',
  });
  estate.clock.nowMs += 3_000;
  const where = "WHERE partner_server = 'gamma'";
  assert.deepEqual(
    rows(estate, 'alpha', 'Orders', `SELECT replication_lag_sec FROM sys.dm_geo_replication_link_status ${where}`),
    [[null]],
  );
  assert.deepEqual(
    rows(
      estate,
      'alpha',
      'Orders',
      `SELECT is_interlink_connected, is_target_role FROM sys.dm_continuous_copy_status ${where}`,
    ),
    [[false, false]],
  );
});

test('the fault malformedRow makes values that Azure never documented, of the right types', () => {
  const estate = createTestEstate();
  estate.model.apply({ kind: 'sql', server: 'alpha', database: 'Orders', fault: { kind: 'malformedRow' } });
  const text =
    'SELECT DISTINCT replication_lag_sec, replication_state, replication_state_desc, role, role_desc FROM sys.dm_geo_replication_link_status';
  assert.deepEqual(rows(estate, 'alpha', 'Orders', text), [[-42, 9, 'UNHEARD_OF', 7, 'TERTIARY']]);
  assert.deepEqual(rows(estate, 'alpha', 'stock-1', text)[0]?.slice(1), [2, 'CATCH_UP', 0, 'PRIMARY']);
});

test('sys.geo_replication_links: every link of the server, without named replicas, with no code for suspended', () => {
  const text = `SELECT d.name, l.partner_server, l.replication_state_desc, l.role_desc FROM sys.geo_replication_links l
    JOIN sys.databases d ON d.database_id = l.database_id ORDER BY d.name, l.partner_server`;
  const estate = createTestEstate();
  assert.deepEqual(rows(estate, 'alpha', 'master', text), [
    ['arriving', 'beta', 'SEEDING', 'PRIMARY'],
    ['Orders', 'beta', 'CATCH_UP', 'PRIMARY'],
    ['Orders', 'gamma', 'CATCH_UP', 'PRIMARY'],
    ['stock-1', 'beta', 'CATCH_UP', 'PRIMARY'],
    ['stock-2', 'gamma', 'CATCH_UP', 'PRIMARY'],
  ]);
  assert.deepEqual(
    rows(estate, 'gamma', 'master', text).map((row) => row[3]),
    ['SECONDARY', 'SECONDARY'],
  );
});

test('sys.dm_operation_status: a failover is pending, then completed, then forgotten after an hour', () => {
  const estate = createTestEstate();
  const text =
    "SELECT major_resource_id, operation, state_desc, percent_complete, error_code FROM sys.dm_operation_status WHERE major_resource_id = 'orders'";
  assert.deepEqual(rows(estate, 'beta', 'master', text), []);
  estate.model.failover({ server: 'beta', database: 'Orders', mode: 'planned', by: 'arm' });
  assert.match(String(rows(estate, 'beta', 'master', text)[0]?.[2]), /^(PENDING|IN_PROGRESS)$/);
  estate.clock.nowMs += 120_000;
  const [[database, operation, ...rest] = []] = rows(estate, 'beta', 'master', text);
  assert.deepEqual([database, rest], ['Orders', ['COMPLETED', 100, 0]]);
  assert.match(String(operation), /FAILOVER/);
  estate.clock.nowMs += 3_600_001;
  assert.deepEqual(rows(estate, 'beta', 'master', text), []);
});

test('sys.dm_db_resource_stats: 240 rows on 15-second marks, the same when read again, with the replica’s role', () => {
  const estate = createTestEstate();
  const text =
    'SELECT end_time, avg_cpu_percent, avg_log_write_percent, dtu_limit, cpu_limit, replica_role FROM sys.dm_db_resource_stats ORDER BY end_time';
  const first = rows(estate, 'alpha', 'Orders', text);
  assert.equal(first.length, 240);
  assert.ok(first.every(([end]) => Number(end) % 15_000 === 0));
  assert.ok(estate.clock.nowMs - Number(first.at(-1)?.[0]) < 15_000);
  assert.deepEqual(first.at(-1)?.slice(3), [null, 4, 0]);
  estate.clock.nowMs += 15_000;
  assert.deepEqual(rows(estate, 'alpha', 'Orders', text).slice(0, 239), first.slice(1));
  assert.deepEqual(rows(estate, 'alpha', 'stock-1', text)[0]?.slice(3), [100, null, 0]);
  assert.equal(rows(estate, 'beta', 'Orders', text)[0]?.at(-1), 2);
  assert.equal(rows(estate, 'alpha', 'wide-replica', text)[0]?.at(-1), 3);
});

test('sys.resource_stats: five-minute rows for busy databases only', () => {
  const text =
    'SELECT database_name, COUNT(*), MIN(DATEDIFF(second, start_time, end_time)) FROM sys.resource_stats GROUP BY database_name ORDER BY 1';
  const names = rows(createTestEstate(), 'alpha', 'master', text);
  assert.ok(names.some(([name]) => name === 'Orders') && !names.some(([name]) => name === 'lonely'));
  assert.deepEqual(names[0]?.slice(1), [288, 300]);
});

test('sys.dm_database_replica_states: the send queue grows on the primary, the redo queue on the geo-secondary', () => {
  const estate = createTestEstate();
  const sent = rows(
    estate,
    'alpha',
    'Orders',
    'SELECT is_local, synchronization_state_desc, log_send_queue_size FROM sys.dm_database_replica_states',
  );
  assert.deepEqual(
    sent.map(([local, state]) => [local, state]),
    [
      [true, 'SYNCHRONIZED'],
      [false, 'SYNCHRONIZING'],
      [false, 'SYNCHRONIZING'],
    ],
  );
  assert.ok(Number(sent[2]?.[2]) > Number(sent[1]?.[2]), 'gamma is further behind than beta');
  const [[primary, redo, sendQueue] = []] = rows(
    estate,
    'beta',
    'Orders',
    'SELECT is_primary_replica, redo_queue_size, log_send_queue_size FROM sys.dm_database_replica_states',
  );
  assert.deepEqual([primary, typeof redo, sendQueue], [true, 'bigint', null]);
  assert.equal(
    rows(estate, 'gamma', 'stock-2', 'SELECT is_suspended FROM sys.dm_database_replica_states')[0]?.[0],
    true,
  );
});

test('sys.databases: all in master, two elsewhere; a geo-secondary is read-only', () => {
  const estate = createTestEstate();
  const text = 'SELECT name, database_id, is_read_only, state_desc FROM sys.databases ORDER BY database_id';
  assert.deepEqual(rows(estate, 'beta', 'Orders', text), [
    ['master', 1, false, 'ONLINE'],
    ['Orders', 5, true, 'ONLINE'],
  ]);
  assert.deepEqual(
    rows(estate, 'alpha', 'master', text).map(([name]) => name),
    ['master', ...estate.model.databases('alpha').map(({ name }) => name)],
  );
  estate.model.apply({ kind: 'database', server: 'alpha', database: 'stock-1', becomes: 'Unavailable' });
  assert.ok(
    rows(estate, 'alpha', 'master', text).some(([name, , , state]) => name === 'stock-1' && state === 'OFFLINE'),
  );
});

test('sys.database_service_objectives: edition and objective as Azure spells them', () => {
  const text = 'SELECT edition, service_objective, elastic_pool_name FROM sys.database_service_objectives';
  const estate = createTestEstate();
  assert.deepEqual(rows(estate, 'alpha', 'Orders', text), [['GeneralPurpose', 'GP_Gen5_4', null]]);
  assert.deepEqual(rows(estate, 'alpha', 'stock-2', text), [['Premium', 'P2', null]]);
  assert.deepEqual(rows(estate, 'beta', 'Orders', text), [['GeneralPurpose', 'GP_Gen5_2', null]]);
  assert.equal(rows(estate, 'alpha', 'master', text).length, estate.model.databases('alpha').length);
});

test('a statement about its own database looks at that one: ten thousand that ask are not a hundred million looks', () => {
  const estate = createTestEstate();
  const all = estate.model.databases;
  const ids = all('alpha').map(({ name, catalogId }) => [name, catalogId]);
  estate.model.databases = () => assert.fail('it looked at every database of the server');
  for (const [name, id] of ids) {
    const text = `SELECT r.database_id, DB_ID(), d.database_id FROM sys.dm_exec_requests r
      JOIN sys.databases d ON d.name = '${name}' JOIN sys.database_service_objectives o ON o.database_id = d.database_id`;
    assert.deepEqual(rows(estate, 'alpha', String(name), text), [[id, id, id]]);
  }
  assert.deepEqual(ids[0], ['Orders', 5]);
});

test('a session sees itself', () => {
  const estate = createTestEstate();
  const session = estate.session('alpha', 'Orders', { sessionId: 77, applicationName: 'geowarden' });
  const text = `SELECT s.session_id, s.program_name, s.open_transaction_count, r.command, DB_NAME(r.database_id)
    FROM sys.dm_exec_sessions s JOIN sys.dm_exec_requests r ON r.session_id = s.session_id WHERE s.session_id = @@SPID`;
  assert.deepEqual(run(estate, session, `BEGIN TRAN; ${text}`).results[0]?.rows, [
    [77, 'geowarden', 1, 'SELECT', 'Orders'],
  ]);
});

test('sys.firewall_rules follows the model’s firewall', () => {
  const estate = createTestEstate();
  const text = 'SELECT name, start_ip_address, end_ip_address FROM sys.firewall_rules';
  assert.deepEqual(rows(estate, 'alpha', 'master', text), [['AllowAllWindowsAzureIps', '0.0.0.0', '0.0.0.0']]);
  estate.model.apply({ kind: 'firewall', server: 'alpha', becomes: 'closed' });
  assert.deepEqual(rows(estate, 'alpha', 'master', text), []);
});

test('sys.database_principals: the system users, the fixed roles and oneself', () => {
  const estate = createTestEstate();
  const reader = { principal: { name: 'geowarden-app', serverPrincipal: false, databaseManager: false } };
  const text = "SELECT name, type_desc FROM sys.database_principals WHERE type = 'E'";
  assert.deepEqual(run(estate, estate.session('alpha', 'Orders', reader), text).results[0]?.rows, [
    ['geowarden-app', 'EXTERNAL_USER'],
  ]);
  assert.deepEqual(rows(estate, 'alpha', 'Orders', text), []);
  assert.deepEqual(
    rows(estate, 'alpha', 'Orders', 'SELECT COUNT(*) FROM sys.database_principals WHERE is_fixed_role = 1'),
    [[9]],
  );
});
