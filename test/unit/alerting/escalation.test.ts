import assert from 'node:assert/strict';
import { test } from 'node:test';
import { escalatedSeverity } from '../../../shared/alerting/escalation.ts';
import { advanceAlert, closeAlert } from '../../../shared/alerting/hysteresis.ts';
import { makeNotice } from '../../../shared/alerting/makeNotice.ts';
import type { AlertState, EscalationStep, Finding, Notice, Severity } from '../../../shared/alerting/types.ts';
import { LINK, rule, T0 } from './samples.ts';

const MINUTE = 60_000;
const STEPS: EscalationStep[] = [
  { severity: 'error', afterMs: 10 * MINUTE },
  { severity: 'critical', above: 300 },
];
const RULE = rule({ severity: 'warning', pendingMs: MINUTE, resolveMs: MINUTE, escalate: STEPS });

const bad = (value?: number): Finding => ({
  is: 'true',
  sentence: 'It is bad.',
  ...(value === undefined ? {} : { value }),
});
const good: Finding = { is: 'false', sentence: 'It is good.' };
const unknown: Finding = { is: 'unknown' };

/** Plays samples `[minutes after T0, finding]`; what was told, and the state after. */
function play(samples: Array<[number, Finding]>, given = RULE) {
  let state: AlertState | undefined;
  const told: Notice[] = [];
  for (const [minutes, finding] of samples) {
    const nowMs = T0 + minutes * MINUTE;
    const step = advanceAlert(state, finding, given, nowMs);
    // As a table row is.
    state = step.state === undefined ? undefined : JSON.parse(JSON.stringify(step.state));
    if (step.event !== undefined) {
      told.push(makeNotice(step.event, { subject: LINK, condition: 'LagHigh', rule: given, nowMs }));
    }
  }
  return { state, told, said: told.map(({ reason, severity }) => `${reason} ${severity}`) };
}

const severityAt = (heldMinutes: number, value?: number, told?: Severity) =>
  escalatedSeverity(
    RULE,
    { sinceMs: T0, ...(told === undefined ? {} : { severity: told }) },
    value,
    T0 + heldMinutes * MINUTE,
  );

test('each step counts for itself, and the highest that applies wins', () => {
  assert.equal(severityAt(0), 'warning');
  assert.equal(severityAt(9.999), 'warning');
  assert.equal(severityAt(10), 'error');
  assert.equal(severityAt(0, 300), 'warning', 'not above');
  assert.equal(severityAt(0, 300.1), 'critical');
  assert.equal(severityAt(10, 300.1), 'critical');
});

test('a step by value says nothing where there is no value', () => {
  assert.equal(severityAt(0, undefined), 'warning');
});

test('what was told does not sink', () => {
  assert.equal(severityAt(0, 1, 'critical'), 'critical');
  assert.equal(severityAt(0, 1, 'info'), 'warning');
});

test('a step below the severity of the rule changes nothing', () => {
  const escalate: EscalationStep[] = [{ severity: 'info', afterMs: 0 }];
  assert.equal(escalatedSeverity({ severity: 'error', escalate }, { sinceMs: T0 }, 1, T0 + 1), 'error');
});

test('a clock that went backwards makes nothing worse', () => {
  assert.equal(severityAt(-100), 'warning');
});

test('a rise is told once, and the end carries the highest severity that was told', () => {
  const { said, told } = play([
    [0, bad(5)],
    [1, bad(5)],
    [10, bad(5)],
    [11, bad(400)],
    [12, bad(500)],
    [13, bad(1)],
    [14, good],
    [15, good],
  ]);
  assert.deepEqual(said, ['first warning', 'worse error', 'worse critical', 'resolved critical']);
  const [first, ...others] = told;
  assert.deepEqual(
    others.map(({ follows }) => follows),
    [first?.id, first?.id, first?.id],
  );
  assert.equal(new Set(told.map(({ id }) => id)).size, 4, 'each rise is a notice of its own');
});

test('a first may start escalated, and then says so once', () => {
  assert.deepEqual(
    play([
      [0, bad(400)],
      [1, bad(400)],
      [2, bad(400)],
    ]).said,
    ['first critical'],
  );
});

test('the severity survives a lull, silence and a restart within the spell', () => {
  const { said, state } = play([
    [0, bad(400)],
    [1, bad(400)],
    [2, good],
    [2.5, unknown],
    [2.6, bad(1)],
    [3, unknown],
  ]);
  assert.deepEqual(said, ['first critical']);
  assert.equal(state?.phase === 'firing' && state.severity, 'critical');
});

test('nothing becomes worse while nobody knows, but with the next sample', () => {
  const samples: Array<[number, Finding]> = [
    [0, bad()],
    [1, bad()],
    [20, unknown],
  ];
  assert.deepEqual(play(samples).said, ['first warning']);
  assert.deepEqual(play([...samples, [21, bad()]]).said, ['first warning', 'worse error']);
});

test('nothing becomes worse while it is going away', () => {
  const { said } = play(
    [
      [0, bad()],
      [1, bad()],
      [9.5, good],
      [11, good],
    ],
    rule({ ...RULE, resolveMs: 5 * MINUTE }),
  );
  assert.deepEqual(said, ['first warning']);
});

test('the next spell starts from the rule again', () => {
  const { said } = play([
    [0, bad(400)],
    [1, bad(400)],
    [2, good],
    [3, good],
    [4, bad(1)],
    [5, bad(1)],
  ]);
  assert.deepEqual(said, ['first critical', 'resolved critical', 'first warning']);
});

test('a rule that was made louder meanwhile is told as worse; one made softer changes nothing', () => {
  const firing: AlertState = { phase: 'firing', sinceMs: T0, firedAtMs: T0, severity: 'error', sentence: 'x' };
  const louder = advanceAlert(firing, bad(), rule({ severity: 'critical' }), T0 + 1);
  assert.equal(louder.event?.reason, 'worse');
  const softer = advanceAlert(firing, bad(), rule({ severity: 'info' }), T0 + 1);
  assert.equal(softer.event, undefined);
  assert.equal(softer.state?.phase === 'firing' && softer.state.severity, 'error');
});

test('what is closed is closed with the severity that was told', () => {
  const firing: AlertState = { phase: 'firing', sinceMs: T0, firedAtMs: T0, severity: 'critical', sentence: 'x' };
  const { event } = closeAlert(firing, 'subjectRemoved', T0 + 1);
  assert.ok(event);
  assert.equal(makeNotice(event, { subject: LINK, condition: 'LagHigh', rule: RULE, nowMs: T0 }).severity, 'critical');
});
