import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alerts } from '../../../shared/alerting/evaluate.ts';
import { evaluateDatabase } from '../../../shared/alerting/evaluateDatabase.ts';
import { DATABASE, facts, rules, T0 } from './samples.ts';

const at = (seconds: number, unprotected: boolean | 'unknown', alerts: Alerts) =>
  evaluateDatabase({
    subject: DATABASE,
    facts: facts({ unprotected }),
    alerts,
    rules: rules(),
    nowMs: T0 + seconds * 1_000,
  });

test('a database without a geo-secondary is told of after the pending time, and resolved when it gets one', () => {
  const seen = at(0, true, {});
  assert.deepEqual(seen.notices, []);
  const told = at(60, true, seen.alerts);
  assert.equal(told.notices[0]?.condition, 'Unprotected');
  assert.deepEqual(told.notices[0]?.subject, DATABASE);
  const clear = at(70, false, told.alerts);
  const end = at(100, false, clear.alerts);
  assert.equal(end.notices[0]?.reason, 'resolved');
  assert.equal(end.notices[0]?.sentence, 'The database west/lonely has a geo-secondary.');
});

test('a discovery that failed leaves the alert as it is', () => {
  const told = at(60, true, at(0, true, {}).alerts);
  assert.deepEqual(at(1_000, 'unknown', told.alerts), { alerts: told.alerts, notices: [] });
});
