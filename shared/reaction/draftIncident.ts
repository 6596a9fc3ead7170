import type { Notice } from '../alerting/types.ts';
import type { Explanation, RecoveryGroup } from '../failover/types.ts';
import { stepIncident } from '../outage/incident.ts';
import { resolvedNotice } from '../outage/incidentNotices.ts';
import type { Incident, Verdict } from '../outage/types.ts';
import { type ApprovalInput, stepApproval } from './approvals.ts';
import { incidentRules } from './incidentRules.ts';
import { outageNotice, type Told } from './outageNotices.ts';

/** An incident as it will be, and what is to be told of it: stored together or not at all. */
export interface Draft {
  incident: Incident;
  notices: Notice[];
}

/**
 * One incident after one look. The explanation belongs to the whole group, so each of its incidents bears it; only the leading one asks.
 * Undefined while there never was one. Pure but for the fresh id of a question.
 */
export function draftIncident(
  group: RecoveryGroup,
  verdict: Verdict,
  previous: Incident | undefined,
  isLeading: boolean,
  input: ApprovalInput,
): Draft | undefined {
  const { told, nowMs } = input;
  const step = stepIncident(previous, group.name, verdict, incidentRules(group), nowMs);
  if (step.incident === undefined || (previous?.phase === 'over' && step.incident.phase === 'over')) return undefined;
  const isOver = step.incident.phase === 'over';
  const explained: Incident =
    told.explanation === null || isOver ? step.incident : { ...step.incident, explanation: told.explanation };
  const notices = step.notices.map((notice) => outageNotice(notice, told));
  const moved = stepApproval(explained, asking(told, isLeading), input);
  return { incident: moved.incident, notices: [...notices, ...moved.notices] };
}

/** An incident about one database ends, for what it was about is told as the outage of its region from now on. */
export function coverIncident(incident: Incident, input: ApprovalInput): Draft {
  return endIncident(
    incident,
    `it is part of the outage of ${incident.scope.region}, which is told from now on.`,
    input,
  );
}

/** An incident ends without its end having been seen: what was told is closed, what was asked is answered by itself. */
export function endIncident(incident: Incident, because: string, input: ApprovalInput): Draft {
  const { nowMs, told } = input;
  const over: Incident = { ...incident, phase: 'over', overAtMs: nowMs };
  const closing =
    incident.toldAtMs === undefined ? [] : [outageNotice(resolvedNotice(incident, nowMs, nowMs, because), told)];
  const closed: Incident = incident.toldAtMs === undefined ? over : { ...over, closedAtMs: nowMs };
  const moved = stepApproval(closed, asking(told, false), input);
  return { incident: moved.incident, notices: [...closing, ...moved.notices] };
}

/** Only the leading incident asks; the others end what they had asked. */
function asking({ explanation }: Told, isLeading: boolean): Explanation | null {
  return explanation === null || isLeading ? explanation : { ...explanation, decision: 'wait' };
}
