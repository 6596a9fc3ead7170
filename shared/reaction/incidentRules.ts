import { DEFAULT_INCIDENT_RULES, type IncidentRules } from '../outage/incident.ts';

/**
 * How long an end must be seen follows from how long a beginning must be: a group that confirms in seconds, as in a rehearsal, is over in
 * seconds. Never longer than a minute, and people hear of a suspicion within a minute at the earliest.
 */
export function incidentRules({ confirmForMs }: { confirmForMs: number }): IncidentRules {
  const { overForMs, tellSuspectAfterMs } = DEFAULT_INCIDENT_RULES;
  return {
    ...DEFAULT_INCIDENT_RULES,
    overForMs: Math.min(overForMs, confirmForMs),
    tellSuspectAfterMs: Math.max(tellSuspectAfterMs, confirmForMs),
  };
}
