import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestEstate, errorOf, run } from '../../testEstate.ts';

const READER = { name: 'reader', serverPrincipal: false, databaseManager: false };

function ask(rights: 'granted' | 'connect' | 'serverState', admin: boolean, calls: string[]): unknown[] {
  const estate = createTestEstate();
  estate.model.apply({ kind: 'rights', server: 'alpha', becomes: rights });
  const session = estate.session('alpha', 'Orders', admin ? {} : { principal: READER });
  const { results, errors } = run(estate, session, `SELECT ${calls.map((call) => `HAS_PERMS_BY_NAME(${call})`)}`);
  assert.deepEqual(errors, []);
  return results[0]?.rows[0] ?? [];
}

const STATE = [
  "NULL, 'DATABASE', 'VIEW DATABASE STATE'",
  "DB_NAME(), 'database', 'view database state'",
  "'[Orders]', N'DATABASE', 'VIEW DATABASE PERFORMANCE STATE'",
  "NULL, 'DATABASE', 'VIEW DATABASE SECURITY STATE', NULL, NULL",
];

test('who was granted VIEW DATABASE STATE has it and its parts; who was not has none of them', () => {
  assert.deepEqual(ask('granted', false, STATE), [1, 1, 1, 1]);
  assert.deepEqual(ask('connect', false, STATE), [0, 0, 0, 0]);
  assert.deepEqual(ask('connect', true, STATE), [1, 1, 1, 1]);
});

test('every user may connect and has something; nothing lets a watcher change the database', () => {
  const calls = ['CONNECT', 'ANY', 'CONTROL', 'ALTER', 'SELECT'].map((name) => `NULL, 'DATABASE', '${name}'`);
  assert.deepEqual(ask('connect', false, calls), [1, 1, 0, 0, 0]);
  assert.deepEqual(ask('granted', true, calls), [1, 1, 1, 1, 1]);
});

test('the server itself is asked for with two NULLs', () => {
  const calls = ["NULL, NULL, 'VIEW SERVER STATE'", "NULL, NULL, 'VIEW DATABASE STATE'", "'x', NULL, 'ANY'"];
  assert.deepEqual(ask('granted', false, calls), [0, null, null]);
  assert.deepEqual(ask('serverState', false, calls), [1, null, null]);
  assert.deepEqual(ask('granted', true, calls), [1, null, null]);
});

test('what is not known answers NULL, not 0: a wrong name must not look like a missing right', () => {
  const calls = [
    "NULL, 'DATABASE', 'VIEW DATABASE STAT'",
    "NULL, 'DATABASE', 'constructor'",
    "NULL, 'DATABASE', NULL",
    "NULL, 'TABLE', 'ANY'",
    "'stock-1', 'DATABASE', 'CONNECT'",
    "'nowhere', 'DATABASE', 'CONNECT'",
  ];
  assert.deepEqual(
    ask('granted', false, calls),
    calls.map(() => null),
  );
});

test('two arguments are too few', () => {
  assert.equal(errorOf("SELECT HAS_PERMS_BY_NAME(NULL, 'DATABASE')"), 189);
});
