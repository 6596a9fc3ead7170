import type { RecoveryGroup } from '../failover/types.ts';
import type { Incident } from '../outage/types.ts';
import { incidentRules } from './incidentRules.ts';

/**
 * When the mere passing of time could change a decision: evidence has agreed for long enough, a question expires, an end has been seen for
 * long enough, a suspicion is old enough to be told. Null while nothing waits for time.
 * @param lookedFromMs when the evaluation began: what came while it went on may have come after its group was judged, and is looked at again
 */
export function nextLookMs(
  incidents: readonly Incident[],
  groups: readonly RecoveryGroup[],
  lookedFromMs: number,
): number | null {
  const moments = incidents.flatMap((incident) => {
    const group = groups.find(({ name }) => name === incident.group);
    return group === undefined ? [] : momentsOf(incident, group);
  });
  const ahead = moments.filter((moment) => moment > lookedFromMs);
  return ahead.length === 0 ? null : Math.min(...ahead);
}

function momentsOf(
  { verdict, approval, clearSinceMs, toldAtMs, openedAtMs }: Incident,
  group: RecoveryGroup,
): number[] {
  const { overForMs, tellSuspectAfterMs } = incidentRules(group);
  return [
    ...(verdict.agreedSinceMs === null || verdict.confirmed ? [] : [verdict.agreedSinceMs + group.confirmForMs]),
    ...(approval?.state === 'pending' ? [approval.expiresAtMs] : []),
    ...(clearSinceMs === undefined ? [] : [clearSinceMs + overForMs]),
    ...(toldAtMs === undefined ? [openedAtMs + tellSuspectAfterMs] : []),
  ];
}
