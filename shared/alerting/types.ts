/** Conditions, alerts and the notices they cause. */

export const CONDITIONS = [
  'LagHigh',
  'LagUnknown',
  'LinkPending',
  'LinkAbsent',
  'LinkSuspended',
  'SeedingStalled',
  'CommitGapHigh',
  'RedoLagHigh',
  'PrimaryThrottled',
  'SecondaryUndersized',
  'SecondaryUnreachable',
  'PrimaryUnreachable',
  'Unprotected',
  'SingleSecondary',
  'LinkAddedOrRemoved',
  'RoleChangedElsewhere',
  'SourcesDisagree',
  'RpoBudgetBurn',
  'SamplingBlind',
  'MonitorLate',
] as const;
export type ConditionName = (typeof CONDITIONS)[number];
/** Told once for what happened, not by a rule about samples: they have no hysteresis and no rule in the configuration. */
export const OUTAGE_CONDITIONS = [
  'RegionOutage',
  'DatabaseOutage',
  'ApprovalWaiting',
  'FailoverDone',
  'FailoverFailed',
  'AutomationPaused',
] as const;
export type OutageConditionName = (typeof OUTAGE_CONDITIONS)[number];
export type NoticeCondition = ConditionName | OutageConditionName;

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
  /** The number the value is judged against, where there is one: seconds, or for SingleSecondary a number of geo-secondaries. */
  threshold?: number;
  /** How long something that happened once counts as news (LinkAddedOrRemoved, RoleChangedElsewhere). */
  holdMs?: number;
  /** RpoBudgetBurn only. */
  burn?: BurnRule;
}

/** What a scope says differently. */
export type RuleDifference = Partial<Omit<AlertRule, 'burn'>> & { burn?: Partial<BurnRule> };

/** How much of the time the objective is kept, and the pairs of windows in which it may be used up too fast. */
export interface BurnRule {
  objectivePercent: number;
  windows: BurnWindow[];
}

/** Burning `burn` times as fast as the objective allows, in the long window and in the short one: both, so that it has lasted and still goes on. */
export interface BurnWindow {
  burn: number;
  longMs: number;
  shortMs: number;
}

export type NoticeReason = 'first' | 'resolved';

/** Why an alert ended without its condition having been seen to end. */
export type ClosedBecause = 'ruleDisabled' | 'subjectRemoved';

/** What is to be told, before anybody decides how it looks. */
export interface Notice {
  /** Stable: the same alert and reason give the same id, before and after a crash. */
  id: string;
  condition: NoticeCondition;
  reason: NoticeReason;
  severity: Severity;
  /** `region`, `database`: what is down. `group`: whose failover it is. `deployment`: all automation of it. */
  subject: {
    kind: 'link' | 'database' | 'region' | 'group' | 'deployment';
    key: string;
    primary?: string;
    secondary?: string;
  };
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
  /** Present where the notice belongs to an outage: what would or will be done, and what a person can do. */
  outage?: OutageDetails;
  /** Somebody asked for it, to see that messages arrive: nothing is wrong, and the condition means nothing. */
  test?: true;
}

/** What a message about an outage says besides its sentence. Names, times and numbers: never a token. */
export interface OutageDetails {
  group: string;
  incidentId?: string;
  operationId?: string;
  /** What Geowarden will do, or why it does nothing: the decision's own sentence. */
  decision?: string;
  /** Each candidate with its loss bound, each closed gate: one sentence each. */
  plan?: string[];
  /** The largest loss that was stated before anything is forced. */
  lossBoundMs?: number | null;
  /** What an approval covers. */
  lossCeilingMs?: number | null;
  /** The exact commands a person would type; each a line of its own. */
  breakGlass?: string[];
  /** On ApprovalWaiting: the channel makes the signed link from it, so that no token is ever stored. */
  approval?: { tokenId: string; incidentId: string; fingerprint: string; page: string; expiresAtMs: number };
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
