import type { SqlStep } from '../../types.ts';
import type { SqlError } from '../sqlError.ts';

export const DONE: SqlStep = { kind: 'done' };

/** An error as the client sees it, after those that precede it. */
export function errorSteps(error: SqlError): SqlStep[] {
  const { number, severity, state, message } = error;
  return [...error.preceding.flatMap(errorSteps), { kind: 'error', number, severity, state, message }];
}
