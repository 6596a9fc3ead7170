/** Everything that acts on Azure goes through one journal: intent first, one call, read back. Rules 7 to 11. */
import type { Choice, Plan } from '../failover/types.ts';

/** One database's failover. A group's operation has one step per database. */
export type StepState =
  | 'waiting' // not begun
  | 'revalidating' // re-read and judged again under the fence
  | 'capturing' // what the secondary has, before anything is forced
  | 'intended' // the intent is written; the call may or may not have been made
  | 'called' // ARM accepted; the long-running operation is followed from saved state
  | 'readingBack' // the answer is lost or ended: what does Azure show?
  | 'verified' // new primary writable and reading as primary
  | 'asking' // Azure refused in a way that a person must judge
  | 'failed'
  | 'skipped' // a rule forbade it after all
  | 'aborted';

export type OperationState = 'fencing' | 'running' | 'told' | 'watchingReturn' | 'closed' | 'aborted' | 'failed';

/** What the last judgement under the fence allowed; good for `freshForMs` and for this fence token only. */
export interface Revalidated {
  atMs: number;
  mode: 'planned' | 'forced';
  /** The largest loss that policy, or the person who saw the number, allows; null: no forced call is allowed. */
  allowanceMs: number | null;
  fenceToken: number;
  /** How many other operations may leave word at the fence before it no longer holds; left out: any number. */
  others?: number;
}

export interface OperationStep {
  choice: Choice;
  state: StepState;
  sinceMs: number;
  /** Of the one call: written before it is made. */
  intent?: { atMs: number; mode: 'planned' | 'forced'; fenceToken: number; deadlineMs: number; linkId: string };
  revalidated?: Revalidated;
  /** Where the long-running operation is followed. */
  pollUrl?: string;
  /** last_commit of the candidate just before forcing. */
  capturedLastCommitMs?: number | null;
  /** By our clock, when that was read. */
  capturedAtMs?: number;
  /** An upper bound of what was lost when the call was made: stated before it, never afterwards. */
  lossBoundMs?: number | null;
  lastAnswer?: { atMs: number; code: string; sentence: string };
  /** Calls that were intended. */
  attempts: number;
  /** When people were last told that this step asks. */
  toldAtMs?: number;
  /** Set by an operator who saw the number and said: go on up to here. */
  operatorAllowsMs?: number;
}

export interface JournalEntry {
  sequence: number;
  atMs: number;
  step: number | null;
  from: string;
  event: string;
  to: string;
  sentence: string;
}

export interface Operation {
  id: string;
  incidentId: string;
  group: string;
  plan: Plan;
  /** On record before anything runs: rule "never without policy or approval". */
  authority:
    | { kind: 'policy'; group: string }
    | { kind: 'approval'; by: string; comment: string; atMs: number; fingerprint: string };
  state: OperationState;
  sinceMs: number;
  /** What happens to the rest when some cannot move; judged before the first call. @default 'allOrNothing' */
  partial?: 'allOrNothing' | 'moveWhatCan';
  /** Whoever asked to abort; honoured at the next step that is not in flight. */
  abortRequested?: { by: string; comment: string; atMs: number };
  toldAtMs?: number;
  /** Every telling that went out or was about to, in order: each is closed when the operation is. `sent`: the outbox has taken it. */
  told?: Array<{
    id: string;
    what: 'moved' | 'failed' | 'aborted' | 'asking';
    atMs: number;
    step?: number;
    sent?: boolean;
  }>;
  /** When people were told that it is over. */
  closedToldAtMs?: number;
  /** How many journal entries have reached the audit chain. */
  auditedThrough?: number;
  steps: OperationStep[];
  journal: JournalEntry[];
}

/** What happened, as the transition table knows it. */
export type StepEvent =
  | 'begin'
  | 'stillValid'
  | 'noLongerValid'
  | 'captured'
  | 'captureFailed'
  | 'intentWritten'
  | 'accepted'
  | 'refusedWait'
  | 'refusedStop'
  | 'refusedAsk'
  | 'answerLost'
  | 'completed'
  | 'reportedFailed'
  | 'readsAsPrimary'
  | 'readsAsSecondary'
  | 'doesNotAnswer'
  | 'deadlinePassed'
  | 'operatorRetry'
  | 'operatorGivesUp'
  | 'abort';

/** What happens to an operation as a whole. */
export type OperationEvent =
  | 'fenced'
  | 'moved' // settled, at least one database runs on its new primary
  | 'noneMoved' // settled, at least one failed and none moved
  | 'nothingToDo' // settled, everything was skipped or aborted
  | 'toldPeople'
  | 'returned' // every old primary is back as a secondary
  | 'watchEnded' // it did not come back while we watched
  | 'operatorRetry'
  | 'operatorGivesUp'
  | 'abort';
