/** Conditions, alerts and the notices they cause. */

export const CONDITIONS = ['LagHigh', 'LagUnknown', 'LinkSuspended', 'Unprotected'] as const;
export type ConditionName = (typeof CONDITIONS)[number];
export type Severity = 'critical' | 'error' | 'warning' | 'info';

/** What a condition's test says of one sample. `unknown`: there is nothing to judge by, so the alert stays as it is. */
export type Finding =
  | {
      is: 'true';
      value?: number;
      sentence: string;
      /** When the condition itself began, where the sample's history knows it: pending counts from there. */
      sinceMs?: number;
    }
  | { is: 'false'; value?: number; sentence?: string }
  | { is: 'unknown' };

/** Hysteresis: quiet -> pending -> firing -> resolving -> quiet. */
export type AlertState =
  | { phase: 'pending'; sinceMs: number; peak?: number }
  | { phase: 'firing'; sinceMs: number; firedAtMs: number; peak?: number; sentence: string }
  | { phase: 'resolving'; sinceMs: number; firedAtMs: number; clearSinceMs: number; peak?: number; sentence: string };

export interface AlertRule {
  enabled: boolean;
  severity: Severity;
  /** How long the finding must hold before anybody is told. */
  pendingMs: number;
  /** How long it must be gone before it counts as resolved. */
  resolveMs: number;
  /** The number the value is judged against, where there is one (LagHigh: seconds). */
  threshold?: number;
}

export type NoticeReason = 'first' | 'resolved';

/** Why an alert ended without its condition having been seen to end. */
export type ClosedBecause = 'ruleDisabled' | 'subjectRemoved';

/** What is to be told, before anybody decides how it looks. */
export interface Notice {
  /** Stable: the same alert and reason give the same id, before and after a crash. */
  id: string;
  condition: ConditionName;
  reason: NoticeReason;
  severity: Severity;
  subject: { kind: 'link' | 'database'; key: string; primary?: string; secondary?: string };
  atMs: number;
  /** When the condition began, not when it was told. */
  sinceMs: number;
  durationMs: number;
  value?: number;
  peak?: number;
  threshold?: number;
  sentence: string;
  /** On `resolved`: the id of the `first` it closes. A channel hears that one before this one. */
  follows?: string;
  /** On `resolved`: present when the alert was closed, not seen to end. */
  closedBecause?: ClosedBecause;
  /** Somebody asked for it, to see that messages arrive: nothing is wrong, and the condition means nothing. */
  test?: true;
}

export interface OutboxEntry {
  /** From the notice's id and the channel's name. */
  id: string;
  shard: string;
  channel: string;
  notice: Notice;
  createdAtMs: number;
  status: 'pending' | 'delivered' | 'failed';
  attempts: number;
  /** Not before this moment. */
  nextAttemptAtMs: number;
  receipt?: { atMs: number; detail: string };
  lastError?: string;
}
