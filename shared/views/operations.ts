import type { Operation } from '../operations/types.ts';
import { toOperationSummary } from './operation.ts';
import type { OperationsView } from './operationTypes.ts';
import { iso } from './time.ts';

/** Open and recent operations, each once, the last changed first. */
export function toOperationsView(
  open: readonly Operation[],
  recent: readonly Operation[],
  nowMs: number,
): OperationsView {
  const each = new Map([...recent, ...open].map((operation) => [operation.id, operation]));
  const sorted = [...each.values()].sort((one, other) => other.sinceMs - one.sinceMs || (one.id < other.id ? -1 : 1));
  return { now: iso(nowMs), operations: sorted.map((operation) => toOperationSummary(operation, nowMs)) };
}
