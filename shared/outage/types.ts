/** Evidence -> verdict -> incident. Times are epoch milliseconds. See docs/architecture.md, rules 1 to 5. */
import type { FailureKind } from '../replication/types.ts';

/**
 * Who says so. Our own probe and the secondary's view of its link share a network path: together they are one kind (rule 2).
 * `ownProbe` and `secondaryView` are of kind-group `own`; the others each of their own group.
 */
export type EvidenceSource =
  | 'ownProbe' // a failed sample, followed at once by a fresh login to the user database
  | 'secondaryView' // what the candidate says of its link, by a login now
  | 'witnessProbe' // the same probe by a deployment outside both regions
  | 'serviceHealth' // Azure's own word: action group, Service Health
  | 'resourceHealth' // Azure's own word on one resource
  | 'platformMetric' // availability, connection_failed
  | 'logQuery'; // the owner's own query over Azure Monitor's logs

/** Groups that are independent of each other: quorum counts groups, never messages. */
export type EvidenceGroup = 'own' | 'witness' | 'azure' | 'metric' | 'logs';

/** `against` speaks for the primary being alive. `none`: our own trouble or ambiguous, it never votes (rule 3). */
export type EvidenceVote = 'down' | 'against' | 'none';

export interface Evidence {
  /** Stable: source, scope and the reporter's id; a repeated report replaces itself. */
  id: string;
  source: EvidenceSource;
  vote: EvidenceVote;
  /** What it is about. Region evidence speaks for every database whose primary is there. */
  scope: { kind: 'region'; region: string } | { kind: 'database'; server: string; database: string; region: string };
  /** When what it says began to be so; kept while the same thing is reported again. */
  sinceMs: number;
  /** When it was last confirmed. */
  atMs: number;
  /** After this it says nothing any more. */
  expiresAtMs: number;
  /** The region it was looked from; `azure` for Azure's own word. */
  path: string;
  failure?: { kind: FailureKind; number?: number };
  /** For people; never a secret. */
  sentence: string;
}

export type VerdictName = 'healthy' | 'suspect' | 'down' | 'regionDown' | 'isolated' | 'undecided';

export interface Verdict {
  name: VerdictName;
  scope: Evidence['scope'];
  /** When the required kinds of evidence began to agree without a break; null while they do not. */
  agreedSinceMs: number | null;
  /**
   * The moment before which samples count as "before the outage": the earliest onset among the evidence for that names a database;
   * Azure's word on a whole region, which may have begun hours earlier elsewhere in it, only where there is nothing else.
   */
  onsetMs: number | null;
  evidenceFor: Evidence[];
  evidenceAgainst: Evidence[];
  /** In words: which kinds would be needed and are not there. */
  missing: string[];
  /** Sustained for confirmFor with at least minKinds groups. */
  confirmed: boolean;
  sentence: string;
}

/**
 * What our own sweep saw, everywhere: needed to tell an outage from our own isolation. Counts primaries and geo-secondaries: where all
 * primaries live in one region, only the secondaries can show that it is not us.
 */
export interface SweepSight {
  /** True once every watched database was tried since the process (or the deployment) started. */
  complete: boolean;
  atMs: number;
  /** When we began to see again after having been isolated: what our own probes said before it was about us. See carrySight. */
  seeingSinceMs?: number;
  regions: Array<{ region: string; tried: number; reached: number; ownTrouble: number }>;
}

export interface VerdictRules {
  confirmForMs: number;
  minKinds: number;
  /** Evidence older than this does not count, whatever its own expiry. */
  maxAgeMs: number;
  /** A sight older than this decides nothing. @default confirmForMs, at least a minute, at most maxAgeMs */
  maxSightAgeMs?: number;
  /** Regions of the primaries and their candidates: a witness that looks from one of them is not outside both, and does not count for. */
  guardedRegions?: string[];
}

export type IncidentPhase = 'open' | 'confirmed' | 'over';

/** One outage of one recovery group's primary region or databases, from first suspicion to its end. */
export interface Incident {
  id: string;
  group: string;
  scope: Evidence['scope'];
  phase: IncidentPhase;
  openedAtMs: number;
  confirmedAtMs: number | null;
  overAtMs: number | null;
  /** Since when its end has been seen without a break; absent while it goes on. */
  clearSinceMs?: number;
  /** When people were told of it, and when of its end; absent while they were not. */
  toldAtMs?: number;
  closedAtMs?: number;
  verdict: Verdict;
  /** The plan last made and each gate's answer: kept so that "why did it (not) act" is read, not reconstructed. */
  explanation: import('../failover/types.ts').Explanation | null;
  /** The operation that was started for it last. */
  operationId: string | null;
  /** How many operations were started for it: each bears the incident's id and its number. */
  operationsStarted?: number;
  /** The question that was asked last, open or decided. */
  approval?: import('../access/types.ts').ApprovalRequest;
  /** The ApprovalWaiting notice that is not closed yet. */
  waitingNotice?: { id: string; sinceMs: number };
  /** A person said no to this plan. */
  rejection?: { fingerprint: string; by: string; comment: string; atMs: number };
}
