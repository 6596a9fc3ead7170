import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import sql from 'mssql';
import type { SqlListener } from '../../../../local/estate/sql/listener.ts';
import { executeBatch } from '../../../../local/estate/sql/tsql/execute.ts';
import { type ClientOptions, TediousClient, until, withPool, withTedious } from './support/clients.ts';
import { openSqlEstate, PRIMARY, SECONDARY, type SqlEstate } from './support/estate.ts';

/** The server together with the T-SQL front: what neither of them can show alone. */
let estate: SqlEstate;
let primary: SqlListener;
let secondary: SqlListener;
let client: ClientOptions;

before(async () => {
  estate = await openSqlEstate(executeBatch);
  [primary, secondary] = [await estate.listen(PRIMARY), await estate.listen(SECONDARY)];
  client = { server: PRIMARY, port: primary.port, ca: estate.ca, encrypt: 'strict' };
});
after(() => estate.close());

test('the link of a database is read with the types that Azure documents', async () => {
  const { recordset } = await withPool(client, (pool) =>
    pool
      .request()
      .query(
        'SELECT link_guid, partner_server, replication_lag_sec, role_desc FROM sys.dm_geo_replication_link_status',
      ),
  );
  const [row] = recordset;
  assert.deepEqual([recordset.length, row?.partner_server, row?.role_desc], [1, SECONDARY, 'PRIMARY']);
  assert.match(row?.link_guid, /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
  assert.equal(typeof row?.replication_lag_sec, 'number');
  assert.equal(recordset.columns.link_guid?.type, sql.UniqueIdentifier);
});

test("a transaction of the driver is the session's: @@TRANCOUNT counts it, and a reset ends it", async () => {
  const count = async (request: sql.Request) => (await request.query('SELECT @@TRANCOUNT AS n')).recordset[0]?.n;
  await withPool(client, async (pool) => {
    const transaction = new sql.Transaction(pool);
    await transaction.begin();
    assert.equal(await count(new sql.Request(transaction)), 1);
    await transaction.rollback();
    assert.equal(await count(pool.request()), 0);
  });
});

test('parameters of a query are the variables of the batch', async () => {
  const { recordset } = await withPool(client, (pool) =>
    pool
      .request()
      .input('server', sql.NVarChar(128), SECONDARY)
      .input('n', sql.Int, 41)
      .query('SELECT @n + 1 AS n FROM sys.dm_geo_replication_link_status WHERE partner_server = @server'),
  );
  assert.deepEqual(recordset, [{ n: 42 }]);
});

test('sp_wait_for_database_copy_sync works as a call with named parameters', async () => {
  const { returnValue } = await withPool(client, (pool) =>
    pool
      .request()
      .input('target_server', SECONDARY)
      .input('target_database', 'orders')
      .execute('sys.sp_wait_for_database_copy_sync'),
  );
  assert.equal(returnValue, 0);
});

test('a forced failover in T-SQL at the secondary is done by the model and ends the sessions of both ends', async () => {
  const session = new TediousClient(client);
  await session.connect();
  const there = { ...client, server: SECONDARY, port: secondary.port };
  await withTedious({ ...there, database: 'master' }, (master) =>
    master.query('ALTER DATABASE orders FORCE_FAILOVER_ALLOW_DATA_LOSS'),
  );
  await until('the role change', () => estate.model.database(SECONDARY, 'orders')?.role === 'PRIMARY');
  await until('the session to be dropped', () => session.ended || session.failed);
  await session.close();
  await until('the new primary', () => estate.model.database(SECONDARY, 'orders')?.availability === 'Online');
  const rows = await withTedious(there, (tedious) =>
    tedious.query('SELECT role_desc FROM sys.dm_geo_replication_link_status'),
  );
  assert.deepEqual(rows, [['PRIMARY']]);
});
