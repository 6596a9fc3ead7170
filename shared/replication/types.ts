/** Lag samples and link state. Seconds are named, everything else in time is epoch milliseconds. */
import type { AlertState, ConditionName } from '../alerting/types.ts';
import type { LinkSignals } from './signalTypes.ts';

/** One link as the primary's catalog shows it. NULL stays null: it is not zero (rule 1). */
export interface LinkRow {
  partnerServer: string;
  partnerDatabase: string;
  /** 0 pending, 1 seeding, 2 catch-up, 4 suspended; anything else is kept and shown. */
  replicationState: number;
  lagSeconds: number | null;
  lastReplicationMs: number | null;
  /** Last commit of the database asked. */
  lastCommitMs: number | null;
  role: 'primary' | 'secondary';
}

/** Why a database could not be sampled, in words that say whose trouble it is (rule 3). */
export type FailureKind =
  | 'unreachable' // no answer, refused, reset, DNS failure inside Azure's names
  | 'unavailable' // the service said so: 40613, 40197 and kin
  | 'busy' // 40501, 10928: alive
  | 'noRights' // 18456, 916, 297: our own trouble
  | 'firewall' // 40615: our own trouble
  | 'identity' // no token: our own trouble
  | 'encryptionRefused' // the server declined TLS; nothing was sent
  | 'certificate' // a certificate that is not trusted, expired or for another name: our own trouble
  | 'monitor' // Azure Monitor tells nothing, where nobody else may be asked: our own trouble
  | 'notFound' // 4060, NXDOMAIN: ambiguous
  | 'garbage' // an answer that is not TDS, or rows outside their documented domain
  | 'other';

export interface SampleFailure {
  kind: FailureKind;
  /** Azure's or the driver's number where there is one. */
  number?: number;
  /** A sentence for people: expected, seen, what to do. Never a secret. */
  message: string;
}

/** A catalog row outside its documented domain: what was seen is kept, nothing is concluded from it. */
export interface MalformedRow {
  /** The partner where its name could still be read. */
  partnerServer?: string;
  partnerDatabase?: string;
  /** A sentence for people: expected and seen. */
  message: string;
}

/** One round trip to one primary: every link of the database, or why not. */
export type DatabaseSample =
  | { ok: true; atMs: number; roundTripMs: number; rows: LinkRow[]; malformed?: MalformedRow[] }
  | { ok: false; atMs: number; failure: SampleFailure };

export type LinkState =
  | { name: 'pending' }
  | { name: 'seeding'; percent: number | null }
  | { name: 'caughtUp'; lagSeconds: number }
  | { name: 'lagUnknown' }
  | { name: 'suspended' }
  | { name: 'absent' }
  | { name: 'unreachable'; failure: SampleFailure };

export type LinkStateName = LinkState['name'];

/** Link state with its history in short: what survives restarts and role swaps. */
export interface LinkStatus {
  state: LinkState;
  /** When the present spell of this state began (for caughtUp: of being caught up, whatever the number). */
  sinceMs: number;
  /**
   * The spell that ran when the link fell silent. Trouble persists through silence: when the link comes back in the same state,
   * the spell goes on from its own beginning. Set only while the state is unreachable.
   */
  interrupted?: { name: LinkStateName; sinceMs: number };
  /** What the primary said last, kept while it says nothing: an outage is judged by what was known before it (rule 4). */
  lastAnswer?: Pick<LinkStatus, 'state' | 'sinceMs' | 'sampledAtMs' | 'lastReplicationMs' | 'lastCommitMs'>;
  /** Longest finished or running spell per state, milliseconds. */
  longestMs: Partial<Record<LinkStateName, number>>;
  sampledAtMs: number;
  /** The last known lag and when it was known, however long ago. */
  lastKnownLag?: { lagSeconds: number; atMs: number };
  /** Largest lag seen in the running spell of high lag or since the last reset; for messages. */
  peakLagSeconds?: number;
  lastReplicationMs: number | null;
  lastCommitMs: number | null;
  roundTripMs?: number;
  /** What is read besides, at a slower pace. */
  signals?: LinkSignals;
}

export type Subject =
  | { kind: 'link'; key: string; primary: string; secondary: string }
  | { kind: 'database'; key: string }
  /** A logical server, by its name. */
  | { kind: 'server'; key: string }
  /** Geowarden itself: one record. */
  | { kind: 'deployment'; key: string }
  /** A way to reach people, by its name in the configuration. */
  | { kind: 'channel'; key: string };

/** Everything kept about one subject. What happens to it is one table row with an ETag; see docs/decisions/0009. */
export interface SubjectRecord {
  subject: Subject;
  link?: LinkStatus;
  alerts: Partial<Record<ConditionName, AlertState>>;
}

/** One line of history. Null lag is written as null. */
export interface HistoryLine {
  atMs: number;
  linkKey: string;
  state: LinkStateName;
  lagSeconds: number | null;
  /** Of the minute that a compacted line stands for, where it is another than `lagSeconds`. */
  minLagSeconds?: number;
  maxLagSeconds?: number;
}
