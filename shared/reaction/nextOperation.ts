import type { Explanation } from '../failover/types.ts';
import type { OperationStore } from '../operations/ports.ts';
import type { Incident } from '../outage/types.ts';
import { mayStillMove } from './pastOperations.ts';

/** After so many operations for one incident, each of which ended without having moved anything, a person has to look. */
const MOST_OPERATIONS = 3;

/**
 * The identity of the operation to be started for an incident: its id and a number, the same on every deployment that shares the tables. One
 * that was promised and never stored, because a process died in between, is started under the same id. Undefined when there were too many;
 * `underWay` when one has begun since the operations were read.
 */
export async function nextOperation(
  incident: Incident,
  operations: Pick<OperationStore, 'load'>,
): Promise<{ id: string; number: number } | 'underWay' | undefined> {
  const number = incident.operationsStarted ?? 0;
  if (incident.operationId !== null) {
    const stored = await operations.load(incident.operationId);
    if (stored === undefined) return { id: incident.operationId, number };
    if (mayStillMove(stored.value)) return 'underWay';
  }
  if (number >= MOST_OPERATIONS) return undefined;
  return { id: `${incident.id}-${number + 1}`, number: number + 1 };
}

/** Every gate is open, and yet nothing is begun any more: that must be readable. */
export function spent(explanation: Explanation): Explanation {
  const sentence = `It does not fail over again: ${MOST_OPERATIONS} operations for this incident ended without having moved anything. A person has to look at them, and can move the group by hand.`;
  return { ...explanation, decision: 'refuse', sentence };
}
