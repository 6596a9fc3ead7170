import {
  OPERATION_TRANSITIONS,
  type OperationTransition,
  STEP_TRANSITIONS,
  type StepTransition,
} from './transitions.ts';
import type { OperationEvent, OperationState, StepEvent, StepState } from './types.ts';

const STEPS = new Map(STEP_TRANSITIONS.map((row) => [`${row.from} ${row.event}`, row]));
const OPERATIONS = new Map(OPERATION_TRANSITIONS.map((row) => [`${row.from} ${row.event}`, row]));

/** The row for this event in this state. @throws Error when the table has none: a move that nobody thought of is not made. */
export function stepTransition(from: StepState, event: StepEvent): StepTransition {
  return found(STEPS.get(`${from} ${event}`), 'step', from, event);
}

/** The row for this event in this state. @throws Error when the table has none. */
export function operationTransition(from: OperationState, event: OperationEvent): OperationTransition {
  return found(OPERATIONS.get(`${from} ${event}`), 'operation', from, event);
}

function found<Row>(row: Row | undefined, what: string, from: string, event: string): Row {
  if (row !== undefined) return row;
  throw new Error(`expected a transition of the ${what} machine from '${from}' on '${event}'; the table has none`);
}
