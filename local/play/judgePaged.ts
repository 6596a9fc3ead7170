import type { PagerDutyIncident } from '../estate/types.ts';
import type { PagedPattern } from './expectationSchema.ts';
import type { Verdict } from './verdict.ts';

/** Whether whoever is on call sees such an incident in PagerDuty. */
export function judgePaged(pattern: PagedPattern, incidents: readonly PagerDutyIncident[]): Verdict {
  const found = incidents.filter((incident) => matches(pattern, incident));
  const list = incidents.map(({ status, severity, summary }) => `${status} ${severity}: ${summary.slice(0, 100)}`);
  return { holds: found.length > 0, seen: list.join('; ') || 'no incident in PagerDuty' };
}

function matches({ status, severity, says }: PagedPattern, incident: PagerDutyIncident): boolean {
  return (
    (status === undefined || status === incident.status) &&
    (severity === undefined || severity === incident.severity) &&
    (says === undefined || incident.summary.toLowerCase().includes(says.toLowerCase()))
  );
}
