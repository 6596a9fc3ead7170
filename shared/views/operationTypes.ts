/** Operations as HTTP shows them. Times are ISO 8601, durations end in `Seconds`; what is not known is null. */
import type { JournalEntry, OperationState, StepState } from '../operations/types.ts';
import type { ChoiceView, PlanView } from './explanationTypes.ts';

/** On whose word it runs. */
export type AuthorityView =
  | { kind: 'policy'; group: string }
  | { kind: 'approval'; by: string; comment: string; at: string; fingerprint: string };

export interface StepSummaryView {
  database: string;
  /** `server/database` of the candidate. */
  candidate: string | null;
  mode: 'planned' | 'forced';
  state: StepState;
  since: string;
  /** Stated before the call was made; null before that, and where nothing is lost because nothing was forced. */
  lossBoundSeconds: number | null;
  /** What was answered last. */
  answer: { at: string; code: string; sentence: string } | null;
}

/** One line of GET /api/operations. */
export interface OperationSummaryView {
  id: string;
  incidentId: string;
  group: string;
  state: OperationState;
  since: string;
  sinceSeconds: number;
  authority: AuthorityView;
  abortRequested: { by: string; comment: string; at: string } | null;
  steps: StepSummaryView[];
}

export interface OperationsView {
  now: string;
  /** Open ones and recent ones, the last changed first. */
  operations: OperationSummaryView[];
}

export interface StepView extends StepSummaryView {
  choice: ChoiceView;
  attempts: number;
  /** Of the one call: written before it was made. */
  intent: { at: string; mode: 'planned' | 'forced'; deadline: string } | null;
  /** What the last judgement under the fence allowed to lose; null: no forced call. */
  allowanceSeconds: number | null;
  /** What the candidate had just before it was forced. */
  captured: { at: string | null; lastCommit: string | null } | null;
  operatorAllowsSeconds: number | null;
}

/** GET /api/operations/{id}. */
export interface OperationView extends Omit<OperationSummaryView, 'steps'> {
  now: string;
  partial: 'allOrNothing' | 'moveWhatCan';
  plan: PlanView;
  steps: StepView[];
  journal: Array<Omit<JournalEntry, 'atMs'> & { at: string }>;
}
