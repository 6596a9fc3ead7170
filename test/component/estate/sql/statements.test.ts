import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import sql from 'mssql';
import { type Connection, Request, TYPES } from 'tedious';
import type { SqlListener } from '../../../../local/estate/sql/listener.ts';
import { type ClientOptions, eventually, withPool, withTedious } from './support/clients.ts';
import { openSqlEstate, PRIMARY, type SqlEstate } from './support/estate.ts';
import { INSTANT_MS, stopped } from './support/fakeExecute.ts';

let estate: SqlEstate;
let listener: SqlListener;
let client: ClientOptions;

before(async () => {
  estate = await openSqlEstate();
  listener = await estate.listen(PRIMARY);
  client = { server: PRIMARY, port: listener.port, ca: estate.ca };
});
after(() => estate.close());

const INSTANT = new Date(INSTANT_MS).toISOString();
const iso = (value: unknown) => (value instanceof Date ? value.toISOString() : value);

function callProcedure(connection: Connection, name: string, parameters: [string, number][]): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new Request(name, (error) => (error ? reject(error) : resolve()));
    for (const [parameter, value] of parameters) request.addParameter(parameter, TYPES.Int, value);
    connection.callProcedure(request);
  });
}

test('every column type arrives as the driver spells it, and its NULL as null', async () => {
  await withPool(client, async (pool) => {
    const { recordset } = await pool.request().batch('types');
    const [values, nulls] = recordset;
    assert.deepEqual(
      [values?.ti, values?.si, values?.i, values?.bi, values?.b, values?.f, values?.de],
      [200, -7, -42, '9007199254740993', true, 1.5, -12345.6789],
    );
    assert.deepEqual(
      [values?.nv, values?.nm.length, values?.vc, values?.vm.length],
      ['naïve ☃', 10_000, 'héllo €', 9_000],
    );
    assert.equal(values?.g, '0E984725-C51C-4BF4-9960-E1C80E27ABA0');
    assert.deepEqual([values?.dt, values?.d2, values?.dto].map(iso), [INSTANT, INSTANT, INSTANT]);
    assert.deepEqual([values?.sv, values?.svi], ['orders', 7]);
    assert.deepEqual(values?.vb, Buffer.from([1, 2, 3]));
    assert.deepEqual(values?.vbm, Buffer.alloc(9_000, 7));
    assert.deepEqual(
      Object.values(nulls ?? {}),
      Object.keys(values ?? {}).map(() => null),
    );
  });
});

test('columns carry their metadata: name, type, length, scale, nullability', async () => {
  await withPool(client, async (pool) => {
    const { columns } = (await pool.request().batch('types')).recordset;
    assert.deepEqual([columns.de?.precision, columns.de?.scale, columns.nv?.length], [20, 4, 100]);
    assert.equal(columns.nm?.length, 65_535);
    assert.equal((await pool.request().batch('rows 1')).recordset.columns.n?.nullable, false);
  });
});

test('parameters of every type reach the front decoded', async () => {
  const parameters = await withPool(client, async (pool) => {
    const request = pool.request();
    request.input('ti', sql.TinyInt, 200).input('si', sql.SmallInt, -7).input('i', sql.Int, -5);
    request.input('bi', sql.BigInt, '9007199254740993').input('b', sql.Bit, true).input('f', sql.Float, 2.5);
    request.input('r', sql.Real, 0.5).input('de', sql.Decimal(20, 4), -12345.6789).input('mo', sql.Money, 12.34);
    request.input('nv', sql.NVarChar(50), 'snow ☃').input('nm', sql.NVarChar(sql.MAX), 'y'.repeat(20_000));
    request.input('vc', sql.VarChar(20), 'héllo €').input('ch', sql.NChar(3), 'abc').input('tx', sql.Text, 'text');
    request.input('g', sql.UniqueIdentifier, '0e984725-c51c-4bf4-9960-e1c80e27aba0');
    request
      .input('d2', sql.DateTime2(7), new Date(INSTANT_MS))
      .input('dto', sql.DateTimeOffset(7), new Date(INSTANT_MS));
    request.input('dt', sql.DateTime, new Date(INSTANT_MS)).input('d', sql.Date, new Date(INSTANT_MS));
    request.input('sd', sql.SmallDateTime, new Date(INSTANT_MS)).input('t', sql.Time(3), new Date(INSTANT_MS));
    request.input('vb', sql.VarBinary(5), Buffer.from([9, 8])).input('im', sql.Image, Buffer.from([7]));
    request.input('x', sql.Xml, '<a/>').input('nt', sql.NText, 'ntext').input('z', sql.NVarChar(10), null);
    const { recordset } = await request.query('params');
    return new Map(recordset.map(({ name, type, value }) => [name, [type, value]]));
  });
  const ms = String(INSTANT_MS);
  assert.deepEqual(Object.fromEntries([...parameters].filter(([name]) => name !== '@nm')), {
    '@ti': ['tinyint', '200'],
    '@si': ['smallint', '-7'],
    '@i': ['int', '-5'],
    '@bi': ['bigint', '9007199254740993'],
    '@b': ['bit', 'true'],
    '@f': ['float', '2.5'],
    '@r': ['float', '0.5'],
    '@de': ['decimal', '-12345.6789'],
    '@mo': ['decimal', '12.34'],
    '@nv': ['nvarchar', 'snow ☃'],
    '@vc': ['varchar', 'héllo €'],
    '@ch': ['nvarchar', 'abc'],
    '@tx': ['varchar', 'text'],
    '@g': ['uniqueidentifier', '0e984725-c51c-4bf4-9960-e1c80e27aba0'],
    '@d2': ['datetime2', ms],
    '@dto': ['datetimeoffset', ms],
    '@dt': ['datetime', ms],
    '@d': ['datetime2', String(Date.parse('2026-03-04'))],
    '@sd': ['datetime', String(Date.parse('2026-03-04T05:06:00Z'))],
    '@t': ['datetime2', String(Date.parse('1900-01-01T05:06:07.123Z'))],
    '@vb': ['varbinary', '0x0908'],
    '@im': ['varbinary', '0x07'],
    '@x': ['nvarchar', '<a/>'],
    '@nt': ['nvarchar', 'ntext'],
    '@z': ['nvarchar', null],
  });
  assert.equal(parameters.get('@nm')?.[1].length, 20_000);
});

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
    await step((done) => connection.commitTransaction(done));
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

test('a cancelled request is acknowledged at once and the connection is used again', async () => {
  await withPool(client, async (pool) => {
    const request = pool.request();
    const waiting = request.query('wait forever');
    setTimeout(() => request.cancel(), 50);
    await assert.rejects(waiting, { code: 'ECANCEL' });
    assert.equal((await pool.request().query('select 1')).recordset.length, 1);
    assert.equal(pool.size, 1);
  });
  await eventually('the iteration to be stopped', () => stopped.includes('wait forever'));
});

test('a request that times out is interrupted and the connection is used again', async () => {
  await withPool({ ...client, requestTimeoutMs: 100 }, async (pool) => {
    const startMs = performance.now();
    await assert.rejects(() => pool.request().query('wait 60000'), { code: 'ETIMEOUT' });
    assert.ok(performance.now() - startMs < 1_000);
    assert.equal((await pool.request().query('select 1')).recordset.length, 1);
  });
});

test('a client that goes away in mid-wait stops the iteration', async () => {
  stopped.length = 0;
  await withTedious(client, async (tedious) => {
    tedious.query('wait forever').catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 30));
  });
  await eventually('the iteration to be stopped', () => stopped.includes('wait forever'));
});

test('rows are shown before a wait, and the steps after it see the time pass', async () => {
  await withTedious(client, async (tedious) => {
    const startMs = performance.now();
    assert.deepEqual(await tedious.query('wait 80'), [[1]]);
    assert.ok(performance.now() - startMs >= 75);
  });
});

test('a wait with a limit goes on when the limit is reached', async () => {
  await withTedious(client, async (tedious) => assert.deepEqual(await tedious.query('bounded wait'), [[1]]));
});

test('a slow reader holds the server back and gets every row in the end', async () => {
  await withTedious({ ...client, requestTimeoutMs: 15_000 }, async (tedious) => {
    let seen = 0;
    const rows = await tedious.query('rows 60000', (request) => {
      request.on('row', () => {
        seen++;
        if (seen === 100) {
          request.pause();
          setTimeout(() => request.resume(), 200);
        }
      });
    });
    assert.equal(rows.length, 60_000);
  });
});

test('cancelling in the middle of a large answer leaves a usable connection', async () => {
  await withTedious(client, async (tedious) => {
    const cancelled = tedious.query('rows 200000', (request) => request.once('row', () => tedious.connection.cancel()));
    await assert.rejects(cancelled, /Canceled/);
    assert.deepEqual(await tedious.query('select 1'), [[1]]);
  });
});
