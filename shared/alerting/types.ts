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
  'ServerUnreachable',
  'Unprotected',
  'SingleSecondary',
  'LinkAddedOrRemoved',
  'RoleChangedElsewhere',
  'SourcesDisagree',
  'RpoBudgetBurn',
  'SamplingBlind',
  'MonitorLate',
  'ChannelFailing',
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
  | { phase: 'firing'; sinceMs: number; firedAtMs: number; peak?: number; severity?: Severity; sentence: string }
  | {
      phase: 'resolving';
      sinceMs: number;
      firedAtMs: number;
      clearSinceMs: number;
      peak?: number;
      /** The highest that was told of this spell; left out: the rule's own. */
      severity?: Severity;
      sentence: string;
    };

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
  /** When it becomes worse than `severity`; each step for itself, the highest that applies counts. */
  escalate?: EscalationStep[];
}

/** One of the two is given: the condition has held for so long, or a value above this number, in the threshold's unit. */
export interface EscalationStep {
  severity: Severity;
  afterMs?: number;
  above?: number;
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

/**
 * Why something is told. Of one alert: `first`, `worse`, `resolved`. Of a group of alerts besides: `flapping` (it comes and goes, and is held as firing),
 * `more` (others have joined), `still` (nothing changed for a long time), `someResolved`, `acknowledged` (a person has silenced all of it;
 * only for channels that keep incidents of their own). A group's `resolved` closes all that was told of it.
 */
export type NoticeReason =
  | 'first'
  | 'worse'
  | 'flapping'
  | 'more'
  | 'still'
  | 'someResolved'
  | 'acknowledged'
  | 'resolved';

/** Why an alert ended without its condition having been seen to end. */
export type ClosedBecause = 'ruleDisabled' | 'subjectRemoved';

/** What an alert is about, for matchers and grouping: each label with every value that applies. */
export type Labels = Record<LabelName, string[]>;
export const LABEL_NAMES = ['condition', 'severity', 'scope', 'group', 'region', 'server', 'database'] as const;
/** `group`: the recovery group. `database`: `server/database`. A link has both of its ends, the primary first. */
export type LabelName = (typeof LABEL_NAMES)[number];

/** What several alerts that are told together have to say. */
export interface NoticeGroup {
  /** One for each spell of a group and channel, the same in all its messages: what incidents elsewhere are keyed by. */
  key: string;
  /** What its alerts have in common, for people: `LagHigh`, `westeurope`. */
  common: string[];
  firing: number;
  resolved: number;
  /** The worst and newest first; at most MOST_SHOWN, the numbers above count all. */
  alerts: GroupAlert[];
  /** The storm cap put so many groups into this one message; left out: one group. */
  folded?: { groups: number };
}

export interface GroupAlert {
  condition: NoticeCondition;
  subject: Notice['subject'];
  severity: Severity;
  is: 'new' | 'worse' | 'firing' | 'resolved';
  sinceMs: number;
  /** Present on `resolved`. */
  endedAtMs?: number;
  value?: number;
  peak?: number;
  threshold?: number;
  sentence: string;
  closedBecause?: ClosedBecause;
  /** It came and went so often since then: held as firing until it has been calm. */
  flapping?: { times: number; sinceMs: number };
}

/** The lag of one link shortly before the message. */
export interface LagTrend {
  fromMs: number;
  toMs: number;
  /** Evenly spaced, the highest lag of each stretch in seconds; null where it was unknown or nobody asked. */
  lagSeconds: Array<number | null>;
}

/** What is to be told, before anybody decides how it looks. */
export interface Notice {
  /** Stable: the same alert and reason give the same id, before and after a crash. */
  id: string;
  condition: NoticeCondition;
  reason: NoticeReason;
  severity: Severity;
  /** `region`, `database`: what is down. `group`: whose failover it is. `deployment`: all automation of it. */
  subject: {
    kind: 'link' | 'database' | 'region' | 'group' | 'deployment' | 'channel' | 'server';
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
  /** The id of the message that the channel hears before this one; on `resolved` of one alert the `first` that it closes. */
  follows?: string;
  /** Of a message that many groups were put into: what else the channel hears before it. */
  alsoFollows?: string[];
  /** Why it is told now, in a sentence: `It has lasted for 4 h.` Left out where the reason says everything. */
  why?: string;
  /** Present where alerts are told together, and then for one alone as well; what stands above is of the worst of them. */
  group?: NoticeGroup;
  /** What Geowarden will do about it, or why it does nothing: of a database in a recovery group. */
  willDo?: string;
  /** The lag before this message; only of a message about one link. */
  trend?: LagTrend;
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
  /** Channels that take over, in this order, when this one fails. */
  handOver?: string[];
  /** Channels that took over, or that took over what it follows. What follows this one goes there as well. */
  passedTo?: string[];
  /** Whose message this is: that channel failed with it, or with what it follows. */
  insteadOf?: string;
}
