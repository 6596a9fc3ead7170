import type { RuleName } from './rules.ts';

/** A believable slip, as data: what is put in place of what, which rule it breaks, and who has to notice. */
export interface Plant {
  /** Says what goes wrong; unique. */
  name: string;
  rule: RuleName;
  /** Relative to the repository. */
  file: string;
  /** Exact text that occurs once in the file. */
  before: string;
  after: string;
  /** Test files that are expected to notice, the fastest that can. */
  tests: readonly string[];
}

/** How one plant ended. */
export type Outcome =
  /** The name of the first test that failed. */
  | { ended: 'caught'; by: string; seconds: number }
  | { ended: 'survived'; seconds: number }
  /** The program did not even load, or hung: that proves nothing about the rule. */
  | { ended: 'broken'; why: string; seconds: number };
