import { scopeKey } from './evidenceId.ts';
import { incidentId } from './incidentId.ts';
import { firstNotice, type IncidentNotice, resolvedNotice } from './incidentNotices.ts';
import type { Incident, Verdict } from './types.ts';

export interface IncidentRules {
  /** The end must be seen for so long without a break. */
  overForMs: number;
  /** What comes back within this time of its end is the same incident: what was started for it stays started. */
  reopenWithinMs: number;
  /** People hear of a suspicion that lasts so long, even where it is never confirmed: for want of a witness, for example. */
  tellSuspectAfterMs: number;
  /** Where nobody has said anything for so long, the incident ends too: its database is no longer looked at. */
  silentForMs: number;
}

const MINUTE = 60_000;

export const DEFAULT_INCIDENT_RULES: IncidentRules = {
  overForMs: MINUTE,
  reopenWithinMs: 10 * MINUTE,
  tellSuspectAfterMs: 5 * MINUTE,
  silentForMs: 15 * MINUTE,
};

export interface IncidentStep {
  /** Undefined while there never was one. */
  incident: Incident | undefined;
  notices: IncidentNotice[];
}

/**
 * One step of quiet -> open -> confirmed -> over for one recovery group and one scope. Pure; at most one incident is open for the two.
 * It opens on the first word for an outage, also while we are isolated: why nothing was done must be readable. It ends only when the end is
 * seen: being isolated or undecided changes nothing, unless nobody says anything for `silentForMs`. Whoever was told of it hears of its end.
 * @param previous the last incident of this group and scope, over or not
 */
export function stepIncident(
  previous: Incident | undefined,
  group: string,
  verdict: Verdict,
  rules: IncidentRules,
  nowMs: number,
): IncidentStep {
  if (previous !== undefined && (previous.group !== group || scopeKey(previous.scope) !== scopeKey(verdict.scope))) {
    throw new Error(
      `Expected the last incident of ${group} about ${scopeKey(verdict.scope)}, saw one of ${previous.group} about ${scopeKey(previous.scope)}.`,
    );
  }
  const suspected = verdict.evidenceFor.length > 0 && verdict.name !== 'healthy';
  if (suspected) return goesOn(begun(previous, group, verdict, rules, nowMs), verdict, rules, nowMs);
  if (previous === undefined || previous.phase === 'over') return { incident: previous, notices: [] };
  return quiet(previous, verdict, rules, nowMs);
}

function begun(
  previous: Incident | undefined,
  group: string,
  verdict: Verdict,
  rules: IncidentRules,
  nowMs: number,
): Incident {
  if (previous !== undefined && previous.phase !== 'over') return previous;
  if (previous !== undefined && nowMs - (previous.overAtMs ?? nowMs) <= rules.reopenWithinMs) {
    const { clearSinceMs: _, toldAtMs: __, closedAtMs: ___, ...kept } = previous;
    return { ...kept, phase: 'open', overAtMs: null };
  }
  return {
    id: incidentId(group, verdict.scope, verdict.onsetMs ?? nowMs),
    group,
    scope: verdict.scope,
    phase: 'open',
    openedAtMs: nowMs,
    confirmedAtMs: null,
    overAtMs: null,
    verdict,
    explanation: null,
    operationId: null,
  };
}

function goesOn(before: Incident, verdict: Verdict, rules: IncidentRules, nowMs: number): IncidentStep {
  const { clearSinceMs: _, ...rest } = before;
  const incident: Incident = {
    ...rest,
    verdict,
    // Confirmed once is confirmed for its life: what was decided on it stays explained.
    phase: verdict.confirmed ? 'confirmed' : before.phase,
    confirmedAtMs: before.confirmedAtMs ?? (verdict.confirmed ? nowMs : null),
  };
  if (incident.toldAtMs !== undefined || !tellable(incident, verdict, rules, nowMs)) return { incident, notices: [] };
  const told = { ...incident, toldAtMs: nowMs };
  return { incident: told, notices: [firstNotice(told, nowMs)] };
}

/** While we are isolated it is about us: nobody is told of an outage that we cannot see. */
function tellable(incident: Incident, verdict: Verdict, rules: IncidentRules, nowMs: number): boolean {
  if (verdict.confirmed) return true;
  const sinceMs = Math.min(incident.openedAtMs, nowMs);
  return verdict.name === 'suspect' && nowMs - sinceMs >= rules.tellSuspectAfterMs;
}

function quiet(before: Incident, verdict: Verdict, rules: IncidentRules, nowMs: number): IncidentStep {
  if (verdict.name === 'healthy') {
    const clearSinceMs = Math.min(before.clearSinceMs ?? nowMs, nowMs);
    if (nowMs - clearSinceMs >= rules.overForMs) return over(before, clearSinceMs, verdict.sentence, nowMs);
    // The verdict that is kept is the last one with evidence: it says why.
    return { incident: { ...before, clearSinceMs }, notices: [] };
  }
  // An end that was seen and then no longer seen has to be seen again.
  const { clearSinceMs: _, ...incident } = before;
  const heardMs = Math.max(before.openedAtMs, ...before.verdict.evidenceFor.map(({ atMs }) => Math.min(atMs, nowMs)));
  if (nobodySpeaks(verdict) && nowMs - heardMs >= rules.silentForMs) {
    return over(incident, nowMs, 'nobody says anything of it any more.', nowMs);
  }
  return { incident, notices: [] };
}

/** We see, and there is nothing to be heard: that lacks no sight of our own, unlike a start or an isolation. */
function nobodySpeaks({ name, missing }: Verdict): boolean {
  return name === 'undecided' && missing.length === 0;
}

function over(before: Incident, endedAtMs: number, because: string, nowMs: number): IncidentStep {
  const incident: Incident = { ...before, phase: 'over', overAtMs: nowMs, clearSinceMs: endedAtMs };
  if (before.toldAtMs === undefined) return { incident, notices: [] };
  return {
    incident: { ...incident, closedAtMs: nowMs },
    notices: [resolvedNotice(before, endedAtMs, nowMs, because)],
  };
}
