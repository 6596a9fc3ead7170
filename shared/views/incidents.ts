import type { Incident } from '../outage/types.ts';
import { toIncidentSummary } from './incident.ts';
import type { IncidentsView } from './incidentTypes.ts';
import { iso } from './time.ts';

/** Open and recent incidents, each once, the newest first. */
export function toIncidentsView(open: readonly Incident[], recent: readonly Incident[], nowMs: number): IncidentsView {
  const each = new Map([...recent, ...open].map((incident) => [incident.id, incident]));
  const sorted = [...each.values()].sort(
    (one, other) => other.openedAtMs - one.openedAtMs || (one.id < other.id ? -1 : 1),
  );
  return { now: iso(nowMs), incidents: sorted.map((incident) => toIncidentSummary(incident, nowMs)) };
}
