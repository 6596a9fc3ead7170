import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import sql from 'mssql';
import { type Connection, Request, TYPES } from 'tedious';
import type { SqlListener } from '../../../../local/estate/sql/listener.ts';
import { type ClientOptions, withPool, withTedious } from './support/clients.ts';
import { openSqlEstate, PRIMARY, type SqlEstate } from './support/estate.ts';

let estate: SqlEstate;
let listener: SqlListener;
let client: ClientOptions;

before(async () => {
  estate = await openSqlEstate();
  listener = await estate.listen(PRIMARY);
  client = { server: PRIMARY, port: listener.port, ca: estate.ca };
});
after(() => estate.close());

function callProcedure(connection: Connection, name: string, parameters: [string, number][]): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new Request(name, (error) => (error ? reject(error) : resolve()));
    for (const [parameter, value] of parameters) request.addParameter(parameter, TYPES.Int, value);
    connection.callProcedure(request);
  });
}

test('several result sets and row counts arrive in order, as batch and as query', async () => {
  await withPool(client, async (pool) => {
    for (const answer of [await pool.request().batch('multi'), await pool.request().query('multi')]) {
      assert.deepEqual(answer.recordsets, [[{ a: 1 }], [{ b: 2 }]]);
      assert.deepEqual(answer.rowsAffected, [1, 3, 1]);
    }
  });
});

test('5,000 rows span many packets and arrive whole, NULLs included', async () => {
  await withPool(client, async (pool) => {
    const { recordset } = await pool.request().query('rows 5000');
    assert.equal(recordset.length, 5000);
    assert.deepEqual(
      [recordset[4998], recordset[4999]],
      [
        { n: 4998, t: null },
        { n: 4999, t: 'row 4999' },
      ],
    );
  });
});

test('an error has its number, class, state and server; the connection goes on', async () => {
  await withPool(client, async (pool) => {
    for (const send of [() => pool.request().query('error 40613'), () => pool.request().batch('error 40613')]) {
      await assert.rejects(send, (error: sql.RequestError) => {
        assert.deepEqual([error.number, error.class, error.state], [40613, 16, 3]);
        return true;
      });
      assert.equal((await pool.request().query('select 1')).recordset[0]?.[''], 1);
    }
  });
});

test('what comes before and after an error of one statement arrives too', async () => {
  await withTedious(client, async (tedious) => {
    const rows: unknown[] = [];
    const failing = tedious.query('rows then error', (request) => {
      request.on('row', (columns: { value: unknown }[]) => rows.push(columns[0]?.value));
    });
    await assert.rejects(failing, /fake error 8134/);
    assert.deepEqual(rows, [1, 2]);
  });
});

test('PRINT arrives as an information message', async () => {
  await withTedious(client, async (tedious) => {
    await tedious.query('print');
    assert.deepEqual(
      tedious.infos.filter(({ number }) => number === 0).map(({ message }) => message),
      ['hello from the estate'],
    );
  });
});

test('a front that throws costs one statement, with its reason, and not the connection', async () => {
  await withTedious(client, async (tedious) => {
    await assert.rejects(() => tedious.query('throw'), /the front broke its promise/);
    assert.deepEqual(await tedious.query('select 1'), [[1]]);
  });
});

test('a value that its column cannot hold is an error that names the column, and the connection goes on', async () => {
  await withTedious(client, async (tedious) => {
    await assert.rejects(() => tedious.query('misfit'), /row 2 .*4711/s);
    assert.deepEqual(await tedious.query('select 1'), [[1]]);
  });
});

test('a prepared statement runs many times and is released', async () => {
  await withPool(client, async (pool) => {
    const statement = new sql.PreparedStatement(pool);
    statement.input('x', sql.Int).input('amount', sql.Decimal(10, 2));
    await statement.prepare('params');
    for (const x of [1, 2]) {
      const { recordset } = await statement.execute({ x, amount: 1.25 });
      assert.deepEqual(
        recordset.map(({ name, value }) => [name, value]),
        [
          ['@x', String(x)],
          ['@amount', '1.25'],
        ],
      );
    }
    await statement.unprepare();
  });
});

test('a handle that was never given is error 8179', async () => {
  await withTedious(client, async (tedious) => {
    const failing = callProcedure(tedious.connection, 'sp_execute', [['handle', 4711]]);
    await assert.rejects(failing, /handle 4711/);
  });
});

test('a named procedure becomes an EXEC with its parameters beside it', async () => {
  const answer = await withPool(client, (pool) => {
    const request = pool
      .request()
      .input('target_server', sql.NVarChar(128), 'shop-ne')
      .input('target_database', 'orders');
    return request.execute('sys.sp_wait_for_database_copy_sync');
  });
  const [texts, values] = answer.recordsets as sql.IRecordSet<{ text?: string; name: string; value: string }>[];
  assert.deepEqual(
    texts?.map(({ text }) => text),
    ['EXEC sys.sp_wait_for_database_copy_sync @target_server = @target_server, @target_database = @target_database'],
  );
  assert.deepEqual(
    values?.map(({ name, value }) => [name, value]),
    [
      ['@target_server', 'shop-ne'],
      ['@target_database', 'orders'],
    ],
  );
  assert.equal(answer.returnValue, 0);
});

test('a table-valued parameter is error 8009 that names it, and the connection goes on', async () => {
  await withTedious(client, async (tedious) => {
    const table = { columns: [{ name: 'a', type: TYPES.Int }], rows: [[1]] };
    const failing = tedious.query('params', (request) => request.addParameter('rows', TYPES.TVP, table), 'rpc');
    await assert.rejects(failing, /Parameter 3 \("@rows"\): Data type 0xF3 is unknown/);
    assert.deepEqual(await tedious.query('select 1'), [[1]]);
  });
});

test('a transaction begins, commits and rolls back through the driver', async () => {
  await withPool(client, async (pool) => {
    for (const end of ['commit', 'rollback'] as const) {
      const transaction = new sql.Transaction(pool);
      await transaction.begin();
      assert.equal((await new sql.Request(transaction).query('select 1')).recordset.length, 1);
      await transaction[end]();
    }
  });
});

test('savepoints leave the transaction open', async () => {
  await withTedious(client, async ({ connection }) => {
    const step = (run: (done: (error?: Error | null) => void) => void) =>
      new Promise<void>((resolve, reject) => run((error) => (error ? reject(error) : resolve())));
    await step((done) => connection.beginTransaction(done));
    await step((done) => connection.saveTransaction(done, 'here'));
    await step((done) => connection.rollbackTransaction(done, 'here'));
    assert.equal(connection.inTransaction, true);
    await step((done) => connection.commitTransaction(done));
    assert.equal(connection.inTransaction, false);
  });
});

test('a reset connection starts over: prepared statements are gone', async () => {
  await withTedious(client, async ({ connection }) => {
    const prepared = new Request('params', () => {});
    const handle = await new Promise<number>((resolve) => {
      prepared.on('prepared', () => resolve(Reflect.get(prepared, 'handle') as unknown as number));
      connection.prepare(prepared);
    });
    await callProcedure(connection, 'sp_execute', [['handle', handle]]);
    await new Promise<void>((resolve, reject) => connection.reset((error) => (error ? reject(error) : resolve())));
    await assert.rejects(
      () => callProcedure(connection, 'sp_execute', [['handle', handle]]),
      /Could not find prepared/,
    );
  });
});

test('one connection of a pool serves query after query', async () => {
  const { accepted } = listener.stats();
  await withPool(client, async (pool) => {
    for (let index = 0; index < 5; index++) await pool.request().query('select 1');
  });
  // One for the pool's probe, one for the five queries.
  assert.equal(listener.stats().accepted - accepted, 2);
});
