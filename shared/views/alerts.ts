import type { AlertRule, AlertState, ConditionName, OutboxEntry } from '../alerting/types.ts';
import type { SubjectRecord } from '../replication/types.ts';
import { iso } from './time.ts';
import type { AlertView, NotificationView } from './types.ts';

/** Every alert that is not quiet, the longest first. */
export function toAlertViews(
  records: SubjectRecord[],
  rules: Record<ConditionName, AlertRule> | undefined,
): AlertView[] {
  const views = records.flatMap((record) =>
    (Object.entries(record.alerts) as Array<[ConditionName, AlertState]>).map(([condition, alert]) => ({
      subject: record.subject.key,
      condition,
      // A newer version may have stored a condition that this one has no rule for.
      severity: rules?.[condition]?.severity ?? 'warning',
      phase: alert.phase,
      since: iso(alert.sinceMs),
      peak: alert.peak ?? null,
      sentence: alert.phase === 'pending' ? null : alert.sentence,
    })),
  );
  return views.sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : a.subject < b.subject ? -1 : 1));
}

export function toNotificationView(entry: OutboxEntry): NotificationView {
  return {
    id: entry.id,
    channel: entry.channel,
    condition: entry.notice.condition,
    reason: entry.notice.reason,
    subject: entry.notice.subject.key,
    status: entry.status,
    attempts: entry.attempts,
    created: iso(entry.createdAtMs),
    receipt: entry.receipt ? { at: iso(entry.receipt.atMs), detail: entry.receipt.detail } : null,
    lastError: entry.lastError ?? null,
  };
}
