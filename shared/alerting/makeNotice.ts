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
  const { sinceMs, firedAtMs } = event.reason === 'first' ? event.state : event;
  const identity = { subjectKey: subject.key, condition, sinceMs, firedAtMs };
  const endedAtMs = event.reason === 'first' ? nowMs : event.endedAtMs;
  const peak = event.reason === 'first' ? event.state.peak : event.peak;
  return {
    id: noticeId({ ...identity, reason: event.reason }),
    condition,
    reason: event.reason,
    severity: rule.severity,
    subject: { ...subject },
    atMs: nowMs,
    sinceMs,
    durationMs: Math.max(0, endedAtMs - sinceMs),
    ...(event.value === undefined ? {} : { value: event.value }),
    ...(peak === undefined ? {} : { peak }),
    ...(rule.threshold === undefined ? {} : { threshold: rule.threshold }),
    sentence: event.reason === 'first' ? event.state.sentence : event.sentence,
    ...(event.reason === 'first' ? {} : { follows: noticeId({ ...identity, reason: 'first' }) }),
    ...(event.reason === 'first' || event.closedBecause === undefined ? {} : { closedBecause: event.closedBecause }),
  };
}
