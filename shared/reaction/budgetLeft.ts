import type { FenceIntent } from '../operations/ports.ts';
import type { Operation } from '../operations/types.ts';
import { wasForcedInLastDay } from './pastOperations.ts';

/** So long after its deadline an operation has its intent on record, if it ever made its call. */
const CLOCKS_MS = 2_000;

/**
 * How many other operations may still force before this one, which is about to: operations are judged side by side, and those that are as far
 * as this one are seen at the fence before they are seen in their rows. Below zero: others have come first, and it has to be seen what they do.
 * @param noted what was found at the fence
 */
export function budgetLeft(
  dailyBudget: number,
  operations: readonly Operation[],
  noted: readonly FenceIntent[],
  { selfId, nowMs }: { selfId: string; nowMs: number },
): number {
  const forced = operations.filter((operation) => wasForcedInLastDay(operation, nowMs)).map(({ id }) => id);
  const underWay = noted.filter(({ deadlineMs }) => nowMs <= deadlineMs + CLOCKS_MS).map((note) => note.operationId);
  const ids = new Set([...forced, ...underWay]);
  ids.delete(selfId);
  return dailyBudget - ids.size - 1;
}
