import type { Clock } from '../model/types.ts';
import type { PagerDutyIncident } from '../types.ts';

const MAX_KEPT = 5000;

export interface IncidentEvent {
  action: 'trigger' | 'acknowledge' | 'resolve';
  dedupKey: string;
  summary: string;
  severity: string;
}

/** The incidents of one service, by PagerDuty's rules of the key (documentation of alert de-duplication). */
export interface Incidents {
  take(event: IncidentEvent): void;
  /** Oldest first, as copies. */
  all(): PagerDutyIncident[];
}

export function createIncidents(clock: Clock): Incidents {
  const incidents: PagerDutyIncident[] = [];
  const open = new Map<string, PagerDutyIncident>();

  const trigger = ({ dedupKey, summary, severity }: IncidentEvent): void => {
    const existing = open.get(dedupKey);
    if (existing !== undefined) {
      existing.triggers += 1;
      existing.changedAtMs = clock.now();
      return;
    }
    const nowMs = clock.now();
    const incident: PagerDutyIncident = {
      dedupKey,
      status: 'triggered',
      summary,
      severity,
      openedAtMs: nowMs,
      changedAtMs: nowMs,
      triggers: 1,
    };
    open.set(dedupKey, incident);
    incidents.push(incident);
    if (incidents.length > MAX_KEPT) incidents.shift();
  };

  return {
    take(event) {
      if (event.action === 'trigger') return trigger(event);
      const incident = open.get(event.dedupKey);
      // Nothing is open under that key: the event is accepted, and dropped.
      if (incident === undefined) return;
      incident.status = event.action === 'resolve' ? 'resolved' : 'acknowledged';
      incident.changedAtMs = clock.now();
      if (event.action === 'resolve') open.delete(event.dedupKey);
    },
    all: () => structuredClone(incidents),
  };
}
