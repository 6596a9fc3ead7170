import type { Rules } from '../alerting/evaluate.ts';
import type { AlertState, ConditionName, OutboxEntry, Severity } from '../alerting/types.ts';
import type { Subject, SubjectRecord } from '../replication/types.ts';
import { iso } from './time.ts';
import type { AlertView, NotificationView } from './types.ts';

/**
 * Every alert that is not quiet, the longest first.
 *
 * @param rulesOf what holds for a subject, with what its scope says differently; undefined without a configuration.
 */
export function toAlertViews(records: SubjectRecord[], rulesOf: (subject: Subject) => Rules | undefined): AlertView[] {
  const views = records.flatMap(({ subject, alerts }) =>
    (Object.entries(alerts) as Array<[ConditionName, AlertState]>).map(([condition, alert]) => ({
      subject: subject.key,
      condition,
      // A newer version may have stored a condition that this one has no rule for.
      severity: told(alert) ?? rulesOf(subject)?.[condition]?.severity ?? 'warning',
      phase: alert.phase,
      since: iso(alert.sinceMs),
      peak: alert.peak ?? null,
      sentence: alert.phase === 'pending' ? null : alert.sentence,
    })),
  );
  return views.sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : a.subject < b.subject ? -1 : 1));
}

/** Where it has become worse than its rule. */
function told(alert: AlertState): Severity | undefined {
  return alert.phase === 'pending' ? undefined : alert.severity;
}

export function toNotificationView(entry: OutboxEntry): NotificationView {
  return {
    id: entry.id,
    channel: entry.channel,
    condition: entry.notice.condition,
    reason: entry.notice.reason,
    subject: entry.notice.subject.key,
    ...(entry.notice.test ? { test: true } : {}),
    status: entry.status,
    attempts: entry.attempts,
    created: iso(entry.createdAtMs),
    receipt: entry.receipt ? { at: iso(entry.receipt.atMs), detail: entry.receipt.detail } : null,
    lastError: entry.lastError ?? null,
  };
}
