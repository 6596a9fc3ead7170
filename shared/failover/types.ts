/** Policy, candidates, loss bound, gates and plan. Everything here is decided, nothing is done. */
import type { Verdict } from '../outage/types.ts';
import type { LinkStatus } from '../replication/types.ts';
import type { Database, DatabaseRef, ReplicationLink } from '../topology/types.ts';

export type PolicyMode = 'notify' | 'approve' | 'automatic';

/** Databases that must move together. From the configuration's `groups`. */
export interface RecoveryGroup {
  name: string;
  /** `server/database` patterns. */
  databases: string[];
  mode: PolicyMode;
  confirmForMs: number;
  minKinds: number;
  /** Above this bound forced failover needs a person who has seen the number. */
  maxLossMs: number;
  /** After a failover of the group, none for so long. */
  cooldownMs: number;
  /** Forced failovers of the whole deployment in 24 hours. */
  dailyBudget: number;
  /** What happens to the rest when some cannot move: judged before the first call. */
  partial: 'allOrNothing' | 'moveWhatCan';
}

/** What a candidate said by a login to its user database, now. */
export interface CandidateAnswer {
  atMs: number;
  reachable: boolean;
  /** sys.dm_db_resource_stats.replica_role: 2 is a geo-secondary; null when it could not be read. */
  replicaRole: number | null;
  lastCommitMs: number | null;
  sentence: string;
}

/** Everything that is known about one way to move one database. */
export interface CandidateFacts {
  link: ReplicationLink;
  primary: Database | undefined;
  secondary: Database | undefined;
  /** By the last samples before onset (rule 4). */
  statusBeforeOnset: LinkStatus | undefined;
  answer: CandidateAnswer | undefined;
  failoverGroup: string | undefined;
}

/** Each a rule with an answer: nothing is refused without a name. */
export interface Refusal {
  rule:
    | 'sameRegion'
    | 'notGeo'
    | 'failoverGroupMember'
    | 'neverSampled'
    | 'sampleTooOld'
    | 'linkNotReplicating'
    | 'lagUnknownBeforeOnset'
    | 'tierDiffers'
    | 'doesNotAnswer'
    | 'notASecondary'
    | 'answerTooOld'
    /** The verdict does not speak of this primary, and it does not answer: nothing may be forced on it. */
    | 'outsideVerdict'
    /** Fit, but another fit one is preferred. */
    | 'anotherIsPreferred';
  sentence: string;
}

/** An upper bound of what forcing would lose (rule 5). */
export interface LossBound {
  /** hardenedThrough; null when nothing bounds it: then no number is shown and no gate passes. */
  hardenedThroughMs: number | null;
  /** From hardenedThrough to the moment of forcing: a partitioned primary may take writes until then. */
  boundMs: number | null;
  /** Which input gave the bound, and how old it is. */
  from: 'secondaryLastCommit' | 'sampledLag' | 'equalCommits' | 'nothing';
  sentence: string;
}

export interface Choice {
  database: DatabaseRef;
  candidate: ReplicationLink | null;
  /** Planned when its own primary answers. Left out: as the plan's mode. */
  mode?: 'planned' | 'forced';
  loss: LossBound;
  /** Why the others are not it. */
  refused: Array<{ linkKey: string; refusals: Refusal[] }>;
  sentence: string;
}

export interface Plan {
  /** Of everything a person decides on; an approval is bound to it. */
  fingerprint: string;
  group: string;
  madeAtMs: number;
  /** Planned first when the primary answers: `planned` when every choice is planned, else `forced`. Each choice has its own. */
  mode: 'planned' | 'forced';
  choices: Choice[];
  /** The largest bound of all that would be forced; 0 when nothing is forced, null when one of them has none. */
  lossBoundMs: number | null;
  /** The bound rounded up to the next step of a fixed ladder: what an approval of this plan covers, and what a person must be shown. */
  lossCeilingMs?: number | null;
}

export interface GateAnswer {
  gate:
    | 'configurationValid'
    | 'notPaused'
    | 'notIsolated'
    | 'verdictConfirmed'
    | 'policyAllows'
    | 'everyDatabaseHasACandidate'
    | 'lossWithinAllowance'
    | 'noCooldown'
    | 'withinBudget'
    | 'noOperationOpen'
    | 'fenceAvailable';
  open: boolean;
  /** Expected, seen. */
  sentence: string;
}

/** Why it would, or would not, act: kept for every incident, in every mode. */
export interface Explanation {
  atMs: number;
  mode: PolicyMode;
  plan: Plan | null;
  gates: GateAnswer[];
  decision: 'act' | 'ask' | 'tell' | 'wait' | 'refuse';
  sentence: string;
}

/** What the decision is made from; collected by the caller, judged here. */
export interface DecisionInput {
  group: RecoveryGroup;
  verdict: Verdict;
  /** Every primary of the group (membersOf), also those without any link: they count for allOrNothing. */
  members: DatabaseRef[];
  /** Databases that more than one group claims (contestedMembers): while there are any, nothing is done. */
  contested?: DatabaseRef[];
  candidates: CandidateFacts[];
  /** Primaries that answer a login now. */
  primariesAnswering: DatabaseRef[];
  paused: { byWhom: string; sinceMs: number } | null;
  lastFailoverEndedMs: number | null;
  forcedInLastDay: number;
  openOperationId: string | null;
  fenceAvailable: boolean;
  approval: { fingerprint: string; by: string; comment: string; atMs: number } | null;
  /** A person said no to a plan: that plan is not carried out, nor asked about again. */
  rejection?: { fingerprint: string; by: string; comment: string; atMs: number } | null;
  nowMs: number;
}
