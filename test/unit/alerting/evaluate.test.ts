import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Alerts, closeSubject, evaluateAlerts } from '../../../shared/alerting/evaluate.ts';
import type { AlertState } from '../../../shared/alerting/types.ts';
import { LINK, rule, rules, T0 } from './samples.ts';

const firing: AlertState = { phase: 'firing', sinceMs: T0, firedAtMs: T0 + 60_000, peak: 42, sentence: 'It is bad.' };

test('the first notice says everything that a message needs', () => {
  const { notices } = evaluateAlerts({
    subject: LINK,
    alerts: { LagHigh: { phase: 'pending', sinceMs: T0, peak: 50 } },
    findings: { LagHigh: { is: 'true', value: 12, sentence: 'Twelve behind.' } },
    rules: rules(),
    nowMs: T0 + 60_000,
  });
  assert.equal(notices.length, 1);
  const { id, ...rest } = notices[0] ?? { id: '' };
  assert.match(id, /^[0-9a-f]{32}$/);
  assert.deepEqual(rest, {
    condition: 'LagHigh',
    reason: 'first',
    severity: 'warning',
    subject: LINK,
    atMs: T0 + 60_000,
    sinceMs: T0,
    durationMs: 60_000,
    value: 12,
    peak: 50,
    threshold: 5,
    sentence: 'Twelve behind.',
  });
});

test('the resolved notice carries the duration of the condition, not of the waiting, and names the first it closes', () => {
  const first = evaluateAlerts({
    subject: LINK,
    alerts: {},
    findings: { LinkSuspended: { is: 'true', sentence: 'Suspended.', sinceMs: T0 } },
    rules: rules(),
    nowMs: T0 + 60_000,
  });
  const clear = evaluateAlerts({
    subject: LINK,
    alerts: first.alerts,
    findings: { LinkSuspended: { is: 'false', sentence: 'Running.' } },
    rules: rules(),
    nowMs: T0 + 100_000,
  });
  const end = evaluateAlerts({
    subject: LINK,
    alerts: clear.alerts,
    findings: { LinkSuspended: { is: 'false', sentence: 'Running.' } },
    rules: rules(),
    nowMs: T0 + 130_000,
  });
  const notice = end.notices[0];
  assert.equal(notice?.reason, 'resolved');
  assert.equal(notice?.durationMs, 100_000);
  assert.equal(notice?.sentence, 'Running.');
  assert.equal(notice?.follows, first.notices[0]?.id);
  assert.deepEqual(end.alerts, {});
});

test('conditions do not touch one another', () => {
  const { alerts, notices } = evaluateAlerts({
    subject: LINK,
    alerts: { LagHigh: firing },
    findings: { LagHigh: { is: 'unknown' }, LagUnknown: { is: 'true', sentence: 'NULL.', sinceMs: T0 } },
    rules: rules(),
    nowMs: T0 + 60_000,
  });
  assert.deepEqual(alerts.LagHigh, firing);
  assert.equal(alerts.LagUnknown?.phase, 'firing');
  assert.deepEqual(
    notices.map((notice) => notice.condition),
    ['LagUnknown'],
  );
});

test('an alert whose condition was not asked about stays as it is', () => {
  const alerts: Alerts = { Unprotected: firing };
  const result = evaluateAlerts({ subject: LINK, alerts, findings: {}, rules: rules(), nowMs: T0 + 1e9 });
  assert.deepEqual(result, { alerts, notices: [] });
});

test('a disabled rule closes its alert even when its condition is not asked about', () => {
  const off = rules({ LagUnknown: rule({ enabled: false }) });
  const { alerts, notices } = evaluateAlerts({
    subject: LINK,
    alerts: { LagUnknown: firing, LagHigh: firing },
    findings: {},
    rules: off,
    nowMs: T0 + 90_000,
  });
  assert.deepEqual(Object.keys(alerts), ['LagHigh']);
  assert.deepEqual(
    notices.map(({ condition, reason, closedBecause }) => ({ condition, reason, closedBecause })),
    [{ condition: 'LagUnknown', reason: 'resolved', closedBecause: 'ruleDisabled' }],
  );
});

test('a subject that is no longer watched closes everything that was told of it, and nothing else', () => {
  const alerts: Alerts = {
    LagHigh: firing,
    LagUnknown: { phase: 'pending', sinceMs: T0 },
    LinkSuspended: { phase: 'resolving', sinceMs: T0, firedAtMs: T0, clearSinceMs: T0 + 5_000, sentence: 's' },
  };
  const result = closeSubject({ subject: LINK, alerts, rules: rules(), nowMs: T0 + 90_000 });
  assert.deepEqual(result.alerts, {});
  assert.deepEqual(
    result.notices.map((notice) => [notice.condition, notice.closedBecause, notice.durationMs]),
    [
      ['LagHigh', 'subjectRemoved', 90_000],
      ['LinkSuspended', 'subjectRemoved', 5_000],
    ],
  );
});

test('closing a quiet subject tells nobody', () => {
  assert.deepEqual(closeSubject({ subject: LINK, alerts: {}, rules: rules(), nowMs: T0 }), { alerts: {}, notices: [] });
});

test('a rule that is switched off and on again within one spell tells again, under another id', () => {
  const suspended = { is: 'true' as const, sentence: 'Suspended.', sinceMs: T0 };
  const at = (nowMs: number, alerts: Alerts, enabled: boolean) =>
    evaluateAlerts({
      subject: LINK,
      alerts,
      findings: { LinkSuspended: suspended },
      rules: rules({ LinkSuspended: rule({ enabled }) }),
      nowMs,
    });
  const first = at(T0 + 60_000, {}, true);
  const closed = at(T0 + 61_000, first.alerts, false);
  const again = at(T0 + 62_000, closed.alerts, true);
  assert.equal(again.notices[0]?.reason, 'first');
  assert.equal(again.notices[0]?.sinceMs, T0);
  assert.notEqual(again.notices[0]?.id, first.notices[0]?.id);
});

test('deciding again about the same sample gives the same id, as after an ETag conflict or a crash before the write', () => {
  const decide = () =>
    evaluateAlerts({
      subject: LINK,
      alerts: {},
      findings: { LinkSuspended: { is: 'true', sentence: 'Suspended.', sinceMs: T0 } },
      rules: rules(),
      nowMs: T0 + 60_000,
    });
  assert.deepEqual(decide(), decide());
});
