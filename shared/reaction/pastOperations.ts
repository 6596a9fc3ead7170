import type { Operation } from '../operations/types.ts';

const DAY_MS = 86_400_000;

/** What earlier operations mean for the next one. */
export interface PastOperations {
  /** One of the group that may still move something, or waits for an operator. */
  openId: string | null;
  /** When the group's last role change was seen to be done. */
  lastFailoverEndedMs: number | null;
  /** Operations of this deployment with a forced call in the last 24 hours. */
  forcedInLastDay: number;
}

/**
 * @param operations open and recent ones of the whole deployment, each once or twice
 * @param exceptId the operation that is judged again: it does not stand in its own way
 */
export function pastOperations(
  group: string,
  operations: readonly Operation[],
  nowMs: number,
  exceptId?: string,
): PastOperations {
  const each = [...new Map(operations.map((operation) => [operation.id, operation])).values()];
  const self = each.find(({ id }) => id === exceptId);
  const others = each.filter(({ id }) => id !== exceptId);
  const ours = others.filter((operation) => operation.group === group);
  const ended = ours.flatMap(({ journal }) => journal.filter(({ to }) => to === 'verified').map(({ atMs }) => atMs));
  const forced = others.filter((operation) => wasForcedInLastDay(operation, nowMs));
  return {
    openId: ours.filter(mayStillMove).find((other) => self === undefined || comesBefore(other, self))?.id ?? null,
    lastFailoverEndedMs: ended.length === 0 ? null : Math.max(...ended),
    forcedInLastDay: forced.length,
  };
}

/**
 * Of two operations of a group, begun at the same moment by two processes for two of its incidents, one goes first: that which may have called
 * already, else the earlier one. Otherwise each would wait for the other while the region burns.
 */
function comesBefore(other: Operation, self: Operation): boolean {
  const hasCalled = ({ steps }: Operation) => steps.some(({ intent }) => intent !== undefined);
  if (hasCalled(other) !== hasCalled(self)) return hasCalled(other);
  if (other.plan.madeAtMs !== self.plan.madeAtMs) return other.plan.madeAtMs < self.plan.madeAtMs;
  return other.id < self.id;
}

/** Whether it counts for the budget of a day: by the call that it was about to make, whatever came of it. */
export function wasForcedInLastDay({ steps }: Operation, nowMs: number): boolean {
  return steps.some(({ intent }) => intent?.mode === 'forced' && nowMs - intent.atMs < DAY_MS);
}

/** Once people were told, only the return of the old primary is watched: a second outage is another matter, and has its cooldown. */
export function mayStillMove({ state }: Operation): boolean {
  return state === 'fencing' || state === 'running' || state === 'failed';
}

/** Some database runs on its new primary because of it. */
export function hasMoved({ steps }: Operation): boolean {
  return steps.some(({ state }) => state === 'verified');
}
