import { SETTLED_STEPS } from '../transitions.ts';
import type { Operation } from '../types.ts';

/** `no`: under all-or-nothing the group cannot move any more, and nothing of it has moved. */
export type MayBegin = 'yes' | 'notYet' | 'no';

/**
 * Steps begin in order. Under `allOrNothing`, as long as nothing has moved, one step that cannot move stops those after it, and one that is
 * not settled holds them back. Once a database has moved, the others follow as far as they can.
 */
export function mayBegin(operation: Operation, index: number): MayBegin {
  const before = operation.steps.slice(0, index);
  if (before.some((step) => step.state === 'waiting')) return 'notYet';
  if (operation.partial === 'moveWhatCan') return 'yes';
  const moved = operation.steps.some((step) => step.state === 'verified' || step.state === 'called');
  if (moved) return 'yes';
  if (before.some((step) => step.state === 'failed' || step.state === 'skipped' || step.state === 'aborted'))
    return 'no';
  return before.every((step) => SETTLED_STEPS.has(step.state)) ? 'yes' : 'notYet';
}
