import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import sql from 'mssql';
import type { SqlListener } from '../../../../local/estate/sql/listener.ts';
import { type ClientOptions, withPool } from './support/clients.ts';
import { openSqlEstate, PRIMARY, type SqlEstate } from './support/estate.ts';
import { INSTANT_MS } from './support/fakeExecute.ts';

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
