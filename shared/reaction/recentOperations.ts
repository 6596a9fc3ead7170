import type { RecoveryGroup } from '../failover/types.ts';
import type { OperationStore } from '../operations/ports.ts';
import type { Operation } from '../operations/types.ts';
import type { Incident } from '../outage/types.ts';

const DAY_MS = 86_400_000;
/** What counts of an operation is when it moved something, and before that it may wait for a person so long. */
const WAITS_MS = 7 * DAY_MS;
/** More are begun by nobody in that time: the largest daily budget is 1,000. */
const MOST_OPERATIONS = 1_000;

/**
 * Every operation of this deployment that may still count: for the longest cooldown, for the budget of a day, and for what a person said
 * about an incident that is open. Not only the newest few: an outage of a region begins one for each of its groups at once.
 */
export async function recentOperations(
  operations: Pick<OperationStore, 'recent'>,
  groups: ReadonlyArray<Pick<RecoveryGroup, 'cooldownMs'>>,
  open: ReadonlyArray<Pick<Incident, 'openedAtMs'>>,
  nowMs: number,
): Promise<Operation[]> {
  return await operations.recent(MOST_OPERATIONS, countingSinceMs(groups, open, nowMs));
}

/** What was begun before this moment counts for nothing any more. */
export function countingSinceMs(
  groups: ReadonlyArray<Pick<RecoveryGroup, 'cooldownMs'>>,
  open: ReadonlyArray<Pick<Incident, 'openedAtMs'>>,
  nowMs: number,
): number {
  const longestMs = Math.max(DAY_MS, ...groups.map(({ cooldownMs }) => cooldownMs)) + WAITS_MS;
  return Math.min(nowMs - longestMs, ...open.map(({ openedAtMs }) => openedAtMs));
}
