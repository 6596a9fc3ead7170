import type { GroupReport, Muted } from '../alerting/dispatch/types.ts';
import type { OutboxEntry } from '../alerting/types.ts';
import { toNotificationView } from './alerts.ts';
import type { GroupAlertView, GroupView, SentView } from './notificationTypes.ts';
import { iso, isoOrNull } from './time.ts';

/** More groups than that are a storm: those that are held come first. */
const MOST_GROUPS = 200;

export function toSentView(entry: OutboxEntry): SentView {
  const { notice, status, nextAttemptAtMs, handOver = [], passedTo = [], insteadOf } = entry;
  const { severity, why, sentence, group } = notice;
  return {
    ...toNotificationView(entry),
    severity,
    why: why ?? null,
    sentence,
    key: group?.key ?? null,
    firing: group?.firing ?? null,
    resolved: group?.resolved ?? null,
    nextAttempt: status === 'pending' ? iso(nextAttemptAtMs) : null,
    handOver,
    passedTo,
    insteadOf: insteadOf ?? null,
  };
}

/** Groups of which something fires, or is to be said; what is held back first, then the newest. */
export function toGroupViews(reports: readonly GroupReport[]): GroupView[] {
  return reports
    .filter(({ firing, decision }) => firing > 0 || decision.tell)
    .sort((one, other) => rank(one) - rank(other) || other.group.sinceMs - one.group.sinceMs)
    .slice(0, MOST_GROUPS)
    .map(toGroupView);
}

/** That nothing has changed keeps nobody from anything. */
function rank({ decision }: GroupReport): number {
  return decision.tell ? 1 : decision.because === 'unchanged' ? 2 : 0;
}

function toGroupView({ group, decision, alerts, firing }: GroupReport): GroupView {
  return {
    channel: group.channel,
    common: group.common,
    since: iso(group.sinceMs),
    told: isoOrNull(group.toldAtMs ?? null),
    reason: decision.tell ? decision.reason : null,
    because: decision.tell ? null : decision.because,
    why: decision.why,
    next: decision.tell ? null : isoOrNull(decision.nextAtMs),
    firing,
    alerts: alerts.map(({ condition, subject, muted }) => ({ condition, subject: subject.key, muted: toMuted(muted) })),
  };
}

function toMuted(muted: Muted | undefined): GroupAlertView['muted'] {
  if (muted === undefined) return null;
  return {
    because: muted.because,
    by: muted.by,
    until: 'untilMs' in muted ? iso(muted.untilMs) : null,
  };
}
