/** From evidence to notify, ask or act. Times are epoch milliseconds. */
import type { Targets } from '../alerting/outboxEntries.ts';
import type { FailoverLimits } from '../failover/limits.ts';
import type { RecoveryGroup } from '../failover/types.ts';

/** What an evaluation is told besides what is stored. */
export interface ReactionSettings {
  groups: readonly RecoveryGroup[];
  channels: Targets;
  /** How long a person may decide. */
  approvalValidForMs: number;
  /** Names this deployment at the fence. */
  holder: string;
  /** A sample older than this no longer shows that a primary answers. See probeLifetimeMs. */
  probeLifetimeMs: number;
  limits?: FailoverLimits;
}

export interface Evaluation {
  /** Incidents that are not over after this evaluation. */
  open: string[];
  /** Operations that were started now: to be driven at once. */
  started: string[];
  /** Operations that are stored and not finished, those among them: to be driven now and then. */
  operations: string[];
  /** When the decision could change by the mere passing of time; null when it could not. */
  nextAtMs: number | null;
}
