/** Incidents as HTTP shows them. Times are ISO 8601, durations end in `Seconds`; what is not known is null. */
import type { ApprovalState } from '../access/types.ts';
import type { GateAnswer } from '../failover/types.ts';
import type { Evidence, IncidentPhase, VerdictName } from '../outage/types.ts';
import type { DecisionView, PlanView } from './explanationTypes.ts';
import type { OperationSummaryView } from './operationTypes.ts';

export interface VerdictView {
  name: VerdictName;
  confirmed: boolean;
  agreedSince: string | null;
  agreedSeconds: number | null;
  onset: string | null;
  sentence: string;
}

/** The question to a person. Never the link with which it is decided. */
export interface ApprovalView {
  state: ApprovalState;
  asked: string;
  expires: string;
  /** Until it expires; 0 when it has. */
  expiresInSeconds: number;
  /** Of the plan that was asked about. */
  fingerprint: string;
  sentence: string;
  decision: { by: string; comment: string; at: string } | null;
}

/** One line of GET /api/incidents. */
export interface IncidentSummaryView {
  id: string;
  group: string;
  scope: Evidence['scope'];
  phase: IncidentPhase;
  opened: string;
  confirmed: string | null;
  over: string | null;
  /** How long it has lasted, or did. */
  lastedSeconds: number;
  verdict: VerdictView;
  decided: DecisionView | null;
  /** Where each database would go, or why nowhere. */
  moves: Array<{ database: string; candidate: string | null; mode: 'planned' | 'forced' }>;
  lossBoundSeconds: number | null;
  lossCeilingSeconds: number | null;
  approval: ApprovalView | null;
  operationId: string | null;
}

export interface IncidentsView {
  now: string;
  /** Newest first, open and recent ones. */
  incidents: IncidentSummaryView[];
}

export interface EvidenceView {
  source: Evidence['source'];
  vote: Evidence['vote'];
  scope: Evidence['scope'];
  /** From where it was looked. */
  path: string;
  since: string;
  confirmedAt: string;
  /** Since it was last confirmed. */
  ageSeconds: number;
  expires: string;
  failure: { kind: string; number: number | null } | null;
  sentence: string;
}

/** GET /api/incidents/{id}. */
export interface IncidentView extends IncidentSummaryView {
  now: string;
  evidence: { for: EvidenceView[]; against: EvidenceView[]; missing: string[] };
  plan: PlanView | null;
  gates: GateAnswer[];
  rejection: { by: string; comment: string; at: string; fingerprint: string } | null;
  operation: OperationSummaryView | null;
}
