import type { Subject } from '../replication/types.ts';
import type { AlertEvent } from './hysteresis.ts';
import { noticeId } from './noticeId.ts';
import type { AlertRule, ConditionName, Notice } from './types.ts';

/** Turns what an alert has to tell into the notice that is stored and sent. Pure. */
export function makeNotice(
  event: AlertEvent,
  context: { subject: Subject; condition: ConditionName; rule: AlertRule; nowMs: number },
): Notice {
  const { subject, condition, rule, nowMs } = context;
  const { reason } = event;
  const told = reason === 'resolved' ? event : event.state;
  const { sinceMs, firedAtMs, peak, sentence } = told;
  const severity = told.severity ?? rule.severity;
  const identity = { subjectKey: subject.key, condition, sinceMs, firedAtMs };
  const endedAtMs = reason === 'resolved' ? event.endedAtMs : nowMs;
  return {
    // Each rise is told for itself.
    id: noticeId({ ...identity, reason, ...(reason === 'worse' ? { severity } : {}) }),
    condition,
    reason,
    severity,
    subject: { ...subject },
    atMs: nowMs,
    sinceMs,
    durationMs: Math.max(0, endedAtMs - sinceMs),
    ...(event.value === undefined ? {} : { value: event.value }),
    ...(peak === undefined ? {} : { peak }),
    ...(rule.threshold === undefined ? {} : { threshold: rule.threshold }),
    sentence,
    ...(reason === 'first' ? {} : { follows: noticeId({ ...identity, reason: 'first' }) }),
    ...(reason !== 'resolved' || event.closedBecause === undefined ? {} : { closedBecause: event.closedBecause }),
  };
}
