import assert from 'node:assert/strict';
import { test } from 'node:test';
import { advanceAlert, closeAlert, type Step } from '../../../shared/alerting/hysteresis.ts';
import type { AlertState, Finding } from '../../../shared/alerting/types.ts';
import { rule, T0 } from './samples.ts';

const RULE = rule({ pendingMs: 60_000, resolveMs: 30_000 });
const bad = (value?: number, sinceMs?: number): Finding => ({
  is: 'true',
  sentence: 'It is bad.',
  ...(value === undefined ? {} : { value }),
  ...(sinceMs === undefined ? {} : { sinceMs }),
});
const good = (value?: number): Finding => ({
  is: 'false',
  sentence: 'It is good.',
  ...(value === undefined ? {} : { value }),
});
const unknown: Finding = { is: 'unknown' };

/** Plays samples `[seconds after T0, finding]` and returns each step. */
function play(samples: Array<[number, Finding]>, from?: AlertState): Step[] {
  let state = from;
  return samples.map(([seconds, finding]) => {
    const step = advanceAlert(state, finding, RULE, T0 + seconds * 1_000);
    state = step.state;
    return step;
  });
}

const reasons = (steps: Step[]) => steps.map((step) => step.event?.reason ?? '-').join(' ');
const phases = (steps: Step[]) => steps.map((step) => step.state?.phase ?? 'quiet').join(' ');

test('a condition that holds is told of once, when its pending time has passed', () => {
  const steps = play([
    [0, bad()],
    [59.9, bad()],
    [60, bad()],
    [61, bad()],
    [600, bad()],
  ]);
  assert.equal(phases(steps), 'pending pending firing firing firing');
  assert.equal(reasons(steps), '- - first - -');
});

test('a condition that ends while pending was never told of, so its end is not either', () => {
  const steps = play([
    [0, bad()],
    [30, good()],
    [31, good()],
  ]);
  assert.equal(phases(steps), 'pending quiet quiet');
  assert.equal(reasons(steps), '- - -');
});

test('pending counts from the beginning that the finding knows', () => {
  const [step] = play([[0, bad(1, T0 - 60_000)]]);
  assert.equal(step?.event?.reason, 'first');
  assert.equal(step?.state?.sinceMs, T0 - 60_000);
});

test('an alert that was told of is resolved when the condition has been gone for the resolve time', () => {
  const steps = play([
    [0, bad(7)],
    [60, bad(9)],
    [70, good(1)],
    [99, good(1)],
    [100, good(2)],
    [101, good(2)],
  ]);
  assert.equal(phases(steps), 'pending firing resolving resolving quiet quiet');
  assert.equal(reasons(steps), '- first - - resolved -');
  const end = steps[4]?.event;
  assert.deepEqual(end, {
    reason: 'resolved',
    sinceMs: T0,
    firedAtMs: T0 + 60_000,
    endedAtMs: T0 + 70_000,
    peak: 9,
    value: 2,
    sentence: 'It is good.',
  });
});

test('a condition that comes back within the resolve time is the same spell: nobody is told twice', () => {
  const steps = play([
    [0, bad(7)],
    [60, bad(7)],
    [70, good()],
    [90, bad(20)],
    [95, good()],
    [124, good()],
    [125, good()],
  ]);
  assert.equal(phases(steps), 'pending firing resolving firing resolving resolving quiet');
  assert.equal(reasons(steps), '- first - - - - resolved');
  const end = steps[6]?.event;
  assert.equal(end?.reason === 'resolved' && end.sinceMs, T0);
  assert.equal(end?.reason === 'resolved' && end.peak, 20);
});

test('an unknown finding leaves every phase as it is', () => {
  assert.deepEqual(advanceAlert(undefined, unknown, RULE, T0), {});
  const states: AlertState[] = [
    { phase: 'pending', sinceMs: T0, peak: 3 },
    { phase: 'firing', sinceMs: T0, firedAtMs: T0 + 60_000, sentence: 's' },
    { phase: 'resolving', sinceMs: T0, firedAtMs: T0 + 60_000, clearSinceMs: T0 + 70_000, sentence: 's' },
  ];
  for (const state of states) assert.deepEqual(advanceAlert(state, unknown, RULE, T0 + 9e9), { state });
});

test('the pending time may pass while nothing is known; the next sample that says so tells', () => {
  const steps = play([
    [0, bad()],
    [30, unknown],
    [90, unknown],
    [91, bad()],
  ]);
  assert.equal(reasons(steps), '- - - first');
});

test('without pending and resolve times one sample is enough for each', () => {
  const eager = rule({ pendingMs: 0, resolveMs: 0 });
  const first = advanceAlert(undefined, bad(), eager, T0);
  assert.equal(first.event?.reason, 'first');
  const end = advanceAlert(first.state, good(), eager, T0 + 1);
  assert.equal(end.event?.reason, 'resolved');
  assert.equal(end.state, undefined);
});

test('the sentence and the peak of a firing alert follow the samples', () => {
  const steps = play([
    [0, bad(5)],
    [60, { is: 'true', value: 9, sentence: 'Nine.' }],
    [61, { is: 'true', value: 6, sentence: 'Six.' }],
  ]);
  const state = steps[2]?.state;
  assert.equal(state?.phase === 'firing' && state.sentence, 'Six.');
  assert.equal(state?.peak, 9);
});

test('a clock that goes backwards delays and never fires early', () => {
  const steps = play([
    [1_000, bad()],
    [0, bad()],
    [59, bad()],
    [60, bad()],
  ]);
  assert.equal(reasons(steps), '- - - first', 'pending begins again at the earlier time');
  const back = play([
    [0, bad()],
    [60, bad()],
    [1_000, good()],
    [500, good()],
    [529, good()],
    [530, good()],
  ]);
  assert.equal(reasons(back), '- first - - - resolved');
});

test('a beginning in the future is taken for now', () => {
  const [step] = play([[0, bad(1, T0 + 3_600_000)]]);
  assert.equal(step?.state?.sinceMs, T0);
});

test('a rule that is switched off closes what was told and forgets what was not', () => {
  const off = rule({ enabled: false });
  const firing: AlertState = { phase: 'firing', sinceMs: T0, firedAtMs: T0 + 60_000, peak: 8, sentence: 'It was bad.' };
  const closed = advanceAlert(firing, bad(9), off, T0 + 90_000);
  assert.equal(closed.state, undefined);
  assert.deepEqual(closed.event, {
    reason: 'resolved',
    sinceMs: T0,
    firedAtMs: T0 + 60_000,
    endedAtMs: T0 + 90_000,
    peak: 8,
    sentence: 'It was bad.',
    closedBecause: 'ruleDisabled',
  });
  assert.deepEqual(advanceAlert({ phase: 'pending', sinceMs: T0 }, bad(), off, T0 + 1), {});
  assert.deepEqual(advanceAlert(undefined, bad(), off, T0), {});
});

test('closing an alert that was already resolving ends it when the condition was last seen to end', () => {
  const state: AlertState = {
    phase: 'resolving',
    sinceMs: T0,
    firedAtMs: T0 + 60_000,
    clearSinceMs: T0 + 70_000,
    sentence: 's',
  };
  const event = closeAlert(state, 'subjectRemoved', T0 + 80_000).event;
  assert.equal(event?.reason === 'resolved' && event.endedAtMs, T0 + 70_000);
  assert.equal(event?.reason === 'resolved' && event.closedBecause, 'subjectRemoved');
});

test('the state that was given is not changed', () => {
  const state: AlertState = Object.freeze({ phase: 'pending', sinceMs: T0, peak: 1 });
  advanceAlert(state, bad(50), RULE, T0 + 100_000);
  assert.deepEqual(state, { phase: 'pending', sinceMs: T0, peak: 1 });
});
