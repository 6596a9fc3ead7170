import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findStatementFault, isSessionSetup } from '../../../../local/estate/sql/statementFault.ts';

const SETUP = `set ansi_nulls on
set ansi_null_dflt_on on
set textsize 2147483647
set datefirst 7
set dateformat mdy
set transaction isolation level read committed`;

test("a driver's SET batch is told from a query", () => {
  assert.equal(isSessionSetup(SETUP), true);
  assert.equal(isSessionSetup('SET NOCOUNT ON; SET XACT_ABORT ON;'), true);
  for (const text of ['select 1', `${SETUP}\nselect 1`, '', '  ', 'set @a = 1', 'settle on x']) {
    assert.equal(isSessionSetup(text), false, text);
  }
  assert.equal(isSessionSetup(null), false);
});

test('faults of queries reach queries and calls, and leave the SET batch alone', () => {
  const cases = [
    [
      { kind: 'queryError', number: 40197 },
      { kind: 'error', number: 40197 },
    ],
    [{ kind: 'hangQuery' }, { kind: 'hang' }],
    [{ kind: 'dropQuery' }, { kind: 'reset' }],
  ] as const;
  for (const [fault, effect] of cases) {
    assert.deepEqual(findStatementFault(fault, 'select 1'), effect);
    assert.deepEqual(findStatementFault(fault, null), effect);
    assert.equal(findStatementFault(fault, SETUP), null);
  }
});

test('a silent or babbling server is so to every request', () => {
  for (const text of ['select 1', SETUP, null]) {
    assert.deepEqual(findStatementFault({ kind: 'silent' }, text), { kind: 'silence' });
    assert.deepEqual(findStatementFault({ kind: 'garbage' }, text), { kind: 'garbage' });
  }
});

test('faults of logins and of rows leave requests alone', () => {
  const faults = [
    null,
    { kind: 'error', number: 40613 },
    { kind: 'stallLogin' },
    { kind: 'clearText' },
    { kind: 'malformedRow' },
  ] as const;
  for (const fault of faults) assert.equal(findStatementFault(fault, 'select 1'), null);
});
