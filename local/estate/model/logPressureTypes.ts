/** What the log of a database wrote and waited for: as it is kept, and as the views show it. */
import type { Curve } from './curve.ts';

export interface LogPressure {
  /** Percent of the log-rate limit, summed up over milliseconds. */
  written: Curve;
  /** Milliseconds waited, over all writers. */
  feedback: Curve;
  governor: Curve;
  /** Counters count from here: a restart or a change of role resets them. */
  countedFrom: { atMs: number; position: number };
}

/** What the views show of it. */
export interface LogPressureView {
  kbPerCommit: number;
  /** The mean of a span. Before the estate began its beginning went on. */
  writtenPercent(fromMs: number, toMs: number): number;
  /** Since the counters were reset. */
  commits: number;
  waitedMs: { feedback: number; governor: number };
  /** Sessions that wait at this moment. */
  waiting: { feedback: number; governor: number };
}
