import type { NoticeReason } from '../alerting/types.ts';
import { incidentNoticeId } from './incidentId.ts';
import type { Incident } from './types.ts';
import { sayScope } from './verdictWords.ts';

/** What is to be told of an incident, before anybody decides how it looks. */
export interface IncidentNotice {
  /** Stable: the same incident, condition and reason give the same id, before and after a crash. */
  id: string;
  condition: 'RegionOutage' | 'DatabaseOutage';
  reason: NoticeReason;
  incidentId: string;
  group: string;
  scope: Incident['scope'];
  atMs: number;
  /** When the outage began, not when it was told. */
  sinceMs: number;
  durationMs: number;
  confirmed: boolean;
  sentence: string;
  /** On `resolved`: the id of the `first` it closes. */
  follows?: string;
}

/** An incident has one condition for its life: it follows from its scope. */
function conditionOf(incident: Pick<Incident, 'scope'>): IncidentNotice['condition'] {
  return incident.scope.kind === 'region' ? 'RegionOutage' : 'DatabaseOutage';
}

export function firstNotice(incident: Incident, nowMs: number): IncidentNotice {
  return notice(incident, 'first', nowMs, nowMs, incident.verdict.sentence);
}

/** The end of what was told; its duration runs to the moment since when the end was seen. */
export function resolvedNotice(incident: Incident, endedAtMs: number, nowMs: number, because: string): IncidentNotice {
  const sentence = `The outage of ${sayScope(incident.scope)} is over: ${because}`;
  const follows = incidentNoticeId(incident.id, conditionOf(incident), tale('first', incident));
  return { ...notice(incident, 'resolved', endedAtMs, nowMs, sentence), follows };
}

function notice(
  incident: Incident,
  reason: NoticeReason,
  endedAtMs: number,
  nowMs: number,
  sentence: string,
): IncidentNotice {
  const condition = conditionOf(incident);
  const sinceMs = Math.min(incident.openedAtMs, incident.verdict.onsetMs ?? incident.openedAtMs);
  return {
    id: incidentNoticeId(incident.id, condition, tale(reason, incident)),
    condition,
    reason,
    incidentId: incident.id,
    group: incident.group,
    scope: incident.scope,
    atMs: nowMs,
    sinceMs,
    durationMs: Math.max(0, endedAtMs - sinceMs),
    confirmed: incident.verdict.confirmed,
    sentence,
  };
}

/** An incident that comes back is told again: when it was told is part of what was told. */
function tale(reason: NoticeReason, incident: Incident): string {
  return `${reason} ${incident.toldAtMs ?? ''}`;
}
