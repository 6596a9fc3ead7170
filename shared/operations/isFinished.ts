import type { Operation } from './types.ts';

/** Nothing is left to be done for it: closed, everybody who heard of it has heard of its end, and its journal is in the audit chain. */
export function isFinished(operation: Operation): boolean {
  return operation.state === 'closed' && isEndTold(operation) && isAudited(operation);
}

/** Who was never told needs no end. */
export function isEndTold({ told, closedToldAtMs }: Operation): boolean {
  return (told ?? []).length === 0 || closedToldAtMs !== undefined;
}

function isAudited({ journal, auditedThrough }: Operation): boolean {
  return (auditedThrough ?? 0) >= journal.length;
}
