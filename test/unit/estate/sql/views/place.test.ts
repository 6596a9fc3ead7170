import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VIEWS } from '../../../../../local/estate/sql/views/registry.ts';
import { createTestEstate, run } from '../testEstate.ts';

const estate = createTestEstate();

test('a view answers where Azure has it, and is an invalid name (208) where it has not', () => {
  for (const { name, place } of VIEWS) {
    for (const [where, database] of [
      ['master', 'master'],
      ['user', 'Orders'],
    ]) {
      const { errors, results } = run(estate, estate.session('alpha', database ?? ''), `SELECT * FROM sys.${name}`);
      const expected = place === 'both' || place === where;
      assert.deepEqual(
        [errors[0]?.number, results.length],
        expected ? [undefined, 1] : [208, 0],
        `${name} in ${where}`,
      );
      if (!expected) assert.equal(errors[0]?.message, `Invalid object name 'sys.${name}'.`);
    }
  }
});

test('every row has a value of its column’s type in every column', () => {
  for (const { name, place } of VIEWS) {
    const session = estate.session('alpha', place === 'master' ? 'master' : 'Orders');
    const [result] = run(estate, session, `SELECT * FROM sys.${name}`).results;
    for (const row of result?.rows ?? []) {
      assert.equal(row.length, result?.columns.length, name);
      for (const [index, value] of row.entries()) assertFits(value, result?.columns[index], name);
    }
  }
});

type Shape = { name: string; type: string; nullable: boolean; length?: number };

const FITS: Record<string, (value: unknown, column: Shape) => boolean> = {
  bigint: (value) => typeof value === 'bigint',
  bit: (value) => typeof value === 'boolean',
  uniqueidentifier: (value) => /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/.test(String(value)),
  nvarchar: (value, { length = 0 }) => typeof value === 'string' && value.length <= length,
  varchar: (value, { length = 0 }) => typeof value === 'string' && value.length <= length,
  varbinary: (value) => value instanceof Uint8Array,
  sql_variant: (value) => typeof value === 'string',
  tinyint: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255,
  smallint: (value) => Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 15,
  int: (value) => Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31,
};

function assertFits(value: unknown, column: Shape | undefined, view: string): void {
  assert.ok(column !== undefined);
  const fits = FITS[column.type] ?? ((other: unknown) => typeof other === 'number' && Number.isFinite(other));
  assert.ok(value === null ? column.nullable : fits(value, column), `${view}.${column.name} = ${String(value)}`);
}

const reader = { name: 'reader', serverPrincipal: false, databaseManager: false };

test('views for server principals refuse everybody else: 300, then 297', () => {
  for (const { name, place, permission } of VIEWS) {
    const session = estate.session('alpha', place === 'master' ? 'master' : 'Orders', { principal: reader });
    const { errors, results } = run(estate, session, `SELECT * FROM sys.${name}`);
    // The estate grants VIEW DATABASE STATE until somebody takes it away.
    const isOpen = permission === 'login' || permission === 'databaseState' || permission === 'serverState';
    const expected = isOpen ? [] : [300, 297];
    assert.deepEqual(
      errors.map(({ number }) => number),
      expected,
      name,
    );
    assert.equal(results.length, isOpen ? 1 : 0, name);
  }
});

test('without VIEW DATABASE STATE the views of the database answer 262, then 297, also in sessions that are open', () => {
  const own = createTestEstate();
  const session = own.session('alpha', 'Orders', { principal: reader });
  const numbers = (of = session) =>
    run(own, of, 'SELECT partner_server FROM sys.dm_geo_replication_link_status').errors.map(({ number }) => number);
  assert.deepEqual(numbers(), []);
  own.model.apply({ kind: 'rights', server: 'alpha', becomes: 'connect' });
  assert.deepEqual(numbers(), [262, 297]);
  assert.deepEqual(numbers(own.session('alpha', 'Orders')), [], 'an administrator is not refused');
  assert.deepEqual(run(own, session, 'SELECT name FROM sys.databases').errors, [], 'what needs no permission stays');
  assert.deepEqual(numbers(own.session('beta', 'Orders', { principal: reader })), [], 'nor is another server touched');
  own.model.apply({ kind: 'rights', server: 'alpha', becomes: 'granted' });
  assert.deepEqual(numbers(), []);
});

test('exactly these are refused to a principal that may merely log in', () => {
  assert.deepEqual(
    VIEWS.filter(({ permission }) => permission !== 'login').map(({ name, permission }) => `${name}: ${permission}`),
    [
      'dm_continuous_copy_status: databaseOwner',
      'dm_database_replica_states: databaseState',
      'dm_db_resource_stats: databaseState',
      'dm_db_wait_stats: databaseState',
      'dm_geo_replication_link_status: databaseState',
      'dm_operation_status: serverPrincipal',
      'dm_os_wait_stats: serverState',
      'geo_replication_links: serverPrincipal',
    ],
  );
});

test('the waits of the instance: with VIEW DATABASE STATE, but on Basic, S0 and S1 only with a right to the server', () => {
  const own = createTestEstate();
  const numbers = (database: string, server = 'alpha') =>
    run(own, own.session(server, database, { principal: reader }), 'SELECT 1 FROM sys.dm_os_wait_stats').errors.map(
      ({ number }) => number,
    );
  assert.deepEqual([numbers('Orders'), numbers('stock-1'), numbers('lonely')], [[], [], [300, 297]]);
  own.model.apply({ kind: 'rights', server: 'alpha', becomes: 'serverState' });
  assert.deepEqual([numbers('Orders'), numbers('lonely')], [[], []]);
  own.model.apply({ kind: 'rights', server: 'alpha', becomes: 'connect' });
  assert.deepEqual(
    [numbers('Orders'), numbers('lonely')],
    [
      [262, 297],
      [300, 297],
    ],
  );
  assert.deepEqual(numbers('Orders', 'beta'), [], 'another server is not touched');
  assert.deepEqual(run(own, own.session('alpha', 'lonely'), 'SELECT 1 FROM sys.dm_os_wait_stats').errors, []);
});

test('dbmanager may read sys.dm_continuous_copy_status, but not sys.geo_replication_links', () => {
  const manager = { principal: { name: 'manager', serverPrincipal: false, databaseManager: true } };
  assert.deepEqual(
    run(estate, estate.session('alpha', 'Orders', manager), 'SELECT * FROM sys.dm_continuous_copy_status').errors,
    [],
  );
  assert.equal(
    run(estate, estate.session('alpha', 'master', manager), 'SELECT * FROM sys.geo_replication_links').errors.length,
    2,
  );
});
