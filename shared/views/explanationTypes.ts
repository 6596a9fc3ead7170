/** Plans and gates as HTTP shows them. Times are ISO 8601, durations end in `Seconds`; what is not known is null. */
import type { Explanation, GateAnswer, LossBound, PolicyMode, Refusal } from '../failover/types.ts';

export interface DatabaseEndView {
  server: string;
  database: string;
  region: string;
}

/** What one failover may lose at most. */
export interface LossView {
  /** Null where nothing bounds it. */
  boundSeconds: number | null;
  hardenedThrough: string | null;
  /** Which input gave the bound, */
  from: LossBound['from'];
  /** and how far back it reaches from now: a bound grows while the primary may still take writes. */
  ageSeconds: number | null;
  sentence: string;
}

export interface ChoiceView {
  /** `server/database` */
  database: string;
  candidate: (DatabaseEndView & { linkKey: string }) | null;
  mode: 'planned' | 'forced';
  sentence: string;
  loss: LossView;
  /** Why not each other. */
  refused: Array<{ linkKey: string; refusals: Refusal[] }>;
}

export interface PlanView {
  fingerprint: string;
  group: string;
  made: string;
  ageSeconds: number;
  mode: 'planned' | 'forced';
  lossBoundSeconds: number | null;
  lossCeilingSeconds: number | null;
  choices: ChoiceView[];
}

export interface DecisionView {
  at: string;
  mode: PolicyMode;
  decision: Explanation['decision'];
  sentence: string;
}

/** GET /api/incidents/{id}/explain: why it did, why it did not. */
export interface ExplainView {
  id: string;
  now: string;
  group: string;
  /** Null while nothing was decided yet. */
  decided: DecisionView | null;
  /** The decision, every gate, the plan with each candidate, its bound, and why not each other. */
  sentences: string[];
  gates: GateAnswer[];
  /** What stood in the way. */
  closedGates: GateAnswer['gate'][];
  plan: PlanView | null;
}
