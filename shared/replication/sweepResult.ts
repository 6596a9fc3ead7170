import type { UnknownRow } from './observeLinks.ts';
import type { SweepProblem } from './sweepProblem.ts';

export interface SweepResult {
  /** Databases that were asked. */
  sampled: number;
  /** Databases that were asked and did not answer. */
  failed: number;
  /** Databases that were not asked because the sweep had used up its time: the next one asks them first. */
  postponed: number;
  durationMs: number;
  /** Outbox entries that were stored. */
  notices: number;
  /** Links that are no longer watched: their alerts are resolved, their records gone. */
  removed: number;
  /** Rows in a primary's view for partners that discovery does not know. */
  unknownRows: UnknownRow[];
  /** linkKeys whose roles are not what discovery said: a reason to discover again. */
  swapped: string[];
  problems: SweepProblem[];
}

export function emptyResult(): SweepResult {
  return {
    sampled: 0,
    failed: 0,
    postponed: 0,
    durationMs: 0,
    notices: 0,
    removed: 0,
    unknownRows: [],
    swapped: [],
    problems: [],
  };
}
