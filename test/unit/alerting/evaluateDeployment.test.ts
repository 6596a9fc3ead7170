import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alerts } from '../../../shared/alerting/evaluate.ts';
import { evaluateDeployment } from '../../../shared/alerting/evaluateDeployment.ts';
import { rule, rules, T0 } from './samples.ts';

const SUBJECT = { kind: 'deployment', key: 'geowarden' } as const;
const RULES = rules({ MonitorLate: rule({ pendingMs: 0, resolveMs: 60_000 }) });
const at = (seconds: number, late: string[], alerts: Alerts) =>
  evaluateDeployment({ subject: SUBJECT, facts: { late }, alerts, rules: RULES, nowMs: T0 + seconds * 1_000 });

test('Geowarden tells of itself when it is late, and once more when it is on time again', () => {
  const told = at(0, ['sampling: none ever ended.'], {});
  assert.deepEqual(
    told.notices.map(({ condition, reason, subject }) => [condition, reason, subject]),
    [['MonitorLate', 'first', SUBJECT]],
  );
  const clear = at(30, [], told.alerts);
  assert.deepEqual(clear.notices, []);
  const [end] = at(90, [], clear.alerts).notices;
  assert.equal(end?.reason, 'resolved');
  assert.equal(end.sentence, 'Geowarden measures on time again.');
});

test('no other condition is judged of the deployment', () => {
  assert.deepEqual(Object.keys(at(0, ['late'], {}).alerts), ['MonitorLate']);
});
