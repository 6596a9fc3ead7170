/** Incidents, approvals and operations as notices of the outbox. Ids are stable: what is told again after a crash is told once. */
import type { Notice, OutageDetails } from '../alerting/types.ts';
import type { BreakGlass } from '../failover/breakGlass.ts';
import type { Explanation, Plan } from '../failover/types.ts';
import { incidentNoticeId } from '../outage/incidentId.ts';
import type { IncidentNotice } from '../outage/incidentNotices.ts';
import type { Incident } from '../outage/types.ts';
import { databaseKey } from '../topology/linkKey.ts';
import { breakGlassLines } from './breakGlassLines.ts';
import { planLines } from './planLines.ts';

/** What a message about an outage needs besides the incident. */
export interface Told {
  explanation: Explanation | null;
  /** Made only when somebody is told. */
  breakGlass: (() => BreakGlass) | undefined;
}

/** RegionOutage and DatabaseOutage: what is down, what will be done, and what a person can do. */
export function outageNotice(notice: IncidentNotice, told: Told): Notice {
  const { scope, condition, reason } = notice;
  const subject: Notice['subject'] =
    scope.kind === 'region' ? { kind: 'region', key: scope.region } : { kind: 'database', key: databaseKey(scope) };
  return {
    id: notice.id,
    condition,
    reason,
    severity: 'critical',
    subject,
    atMs: notice.atMs,
    sinceMs: notice.sinceMs,
    durationMs: notice.durationMs,
    sentence: notice.sentence,
    ...(notice.follows === undefined ? {} : { follows: notice.follows }),
    outage: {
      group: notice.group,
      incidentId: notice.incidentId,
      ...(reason === 'first' ? whatWouldBeDone(told) : {}),
    },
  };
}

function whatWouldBeDone({ explanation, breakGlass }: Told): Partial<OutageDetails> {
  return {
    ...(explanation === null ? {} : { decision: explanation.sentence, ...planDetails(explanation.plan) }),
    ...(breakGlass === undefined ? {} : { breakGlass: breakGlassLines(breakGlass()) }),
  };
}

function planDetails(plan: Plan | null): Partial<OutageDetails> {
  if (plan === null) return {};
  return { plan: planLines(plan), lossBoundMs: plan.lossBoundMs, lossCeilingMs: plan.lossCeilingMs ?? null };
}

/** ApprovalWaiting: a person is asked about this plan. */
export function approvalNotice(incident: Incident, told: Told): Notice | undefined {
  const { approval, group } = incident;
  if (approval === undefined) return undefined;
  const { tokenId, incidentId, fingerprint, page, expiresAtMs, askedAtMs } = approval;
  return {
    ...common(incident, 'ApprovalWaiting', 'critical', askedAtMs),
    id: incidentNoticeId(incident.id, 'ApprovalWaiting', `first ${tokenId}`),
    reason: 'first',
    sentence: told.explanation?.sentence ?? `A person decides about ${group}.`,
    outage: {
      group,
      incidentId,
      ...whatWouldBeDone(told),
      approval: { tokenId, incidentId, fingerprint, page, expiresAtMs },
    },
  };
}

/** The end of the question that was told with this id. */
export function approvalClosedNotice(
  incident: Incident,
  waiting: NonNullable<Incident['waitingNotice']>,
  sentence: string,
  nowMs: number,
): Notice {
  return {
    ...common(incident, 'ApprovalWaiting', 'critical', nowMs),
    id: incidentNoticeId(incident.id, 'ApprovalWaiting', `resolved ${waiting.id}`),
    reason: 'resolved',
    sinceMs: waiting.sinceMs,
    durationMs: Math.max(0, nowMs - waiting.sinceMs),
    follows: waiting.id,
    sentence,
    outage: { group: incident.group, incidentId: incident.id },
  };
}

function common(
  incident: Incident,
  condition: Notice['condition'],
  severity: Notice['severity'],
  nowMs: number,
): Omit<Notice, 'id' | 'reason' | 'sentence'> {
  return {
    condition,
    severity,
    subject: { kind: 'group', key: incident.group },
    atMs: nowMs,
    sinceMs: nowMs,
    durationMs: 0,
  };
}
