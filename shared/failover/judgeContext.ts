import type { FailoverLimits } from './limits.ts';
import type { CandidateFacts, Refusal } from './types.ts';

/** What every rule about a candidate may look at besides its facts. */
export interface JudgeContext {
  /** The earliest onset of the outage; null when no outage is known, then samples are judged against now. */
  onsetMs: number | null;
  nowMs: number;
  limits: FailoverLimits;
}

/** One rule: undefined when it has nothing against the candidate. Readiness checks plug in as further judges. */
export type Judge = (facts: CandidateFacts, context: JudgeContext) => Refusal | undefined;
