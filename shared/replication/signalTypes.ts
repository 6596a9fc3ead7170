/**
 * What is read besides the links themselves, at the slower pace of `signals.every`. What could not be read is null, and nothing is
 * concluded from null. Times are epoch milliseconds.
 */
import type { SampleFailure } from './types.ts';

/** Cumulative waits, counted by the engine since its last start, failover or move. */
export interface WaitCounters {
  /** `server`: sys.dm_os_wait_stats. `database`: sys.dm_db_wait_stats. */
  source: 'server' | 'database';
  /** wait_type to milliseconds; only the waits of log-rate governance. */
  waitedMs: Record<string, number>;
}

/** One round of questions to a primary. */
export interface PrimarySignals {
  atMs: number;
  /** Empty where neither view may be read. */
  waits: WaitCounters[];
  /** Requests that wait for HADR_THROTTLE_LOG_RATE_MISMATCHED_SLO at this moment (sys.dm_exec_requests). */
  throttledRequests: number | null;
  /** avg_log_write_percent of sys.dm_db_resource_stats: mean of the last five minutes, and the highest row of the span that was read. */
  logWrite: { sustainedPercent: number; peakPercent: number; spanMs: number } | null;
  /** What could not be read, and why: a sentence each. */
  unread: Array<{ view: string; message: string }>;
}

export type PrimaryAnswer = { ok: true; signals: PrimarySignals } | { ok: false; atMs: number; failure: SampleFailure };

/** One round of questions to a geo-secondary, by a login to the user database. */
export interface SecondarySignals {
  atMs: number;
  roundTripMs: number;
  /** Its own last_commit: what is hardened there. */
  lastCommitMs: number | null;
  /** sys.dm_db_resource_stats.replica_role: 2 is a geo-secondary. */
  replicaRole: number | null;
  /** sys.dm_database_replica_states: what is hardened and not yet visible to readers. */
  redo: { queueKb: number; rateKbPerSecond: number; lagSeconds: number | null } | null;
  unread: Array<{ view: string; message: string }>;
}

export type SecondaryAnswer =
  | { ok: true; signals: SecondarySignals }
  /** `closed`: it answers, and lets nobody in (a standby replica, ALLOW_CONNECTIONS = NO): nothing is wrong. */
  | { ok: false; closed: boolean; atMs: number; failure: SampleFailure };

export interface SignalSampler {
  /** Never throws: a failure is an answer. Uses the connection that sampling keeps. */
  primary(database: { server: string; database: string; fullyQualifiedDomainName: string }): Promise<PrimaryAnswer>;
  /** Never throws. */
  secondary(database: { server: string; database: string; fullyQualifiedDomainName: string }): Promise<SecondaryAnswer>;
}

/** What one round of questions brought about one link. */
export interface SignalReadings {
  /** When the round was begun: the next one counts from here, whatever came of this one. */
  askedAtMs: number;
  primary?: PrimaryAnswer;
  secondary?: SecondaryAnswer;
}

/** What is kept of all this with the link, so that it survives restarts. Made by nextSignals.ts. */
export interface LinkSignals {
  /** `server/database` that was the primary: what it counted is never compared with what another counts. */
  primary?: string;
  askedAtMs?: number;
  /** Views that the primary or the secondary did not let us read in the last round. */
  unread?: string[];
  secondary?: {
    atMs: number;
    is: 'answering' | 'silent' | 'closed';
    /** Since when it is so. */
    sinceMs: number;
    failure?: SampleFailure;
    /** The primary's last_commit minus the secondary's, never below 0; null while one of them is not known. */
    commitGapSeconds: number | null;
    /** How far readers of the secondary are behind what is hardened there. */
    redoLagSeconds: number | null;
    redoQueueKb: number | null;
    replicaRole: number | null;
  };
  throttle?: {
    atMs: number;
    /** The counters as they were read last: the next reading is compared with them. */
    counters: WaitCounters[];
    /** Milliseconds waited per second between the last two readings, for the geo-replication feedback wait; null before there are two. */
    waitedPerSecond: number | null;
    /** The same for every other log-rate wait that grew, by wait type. */
    others: Record<string, number>;
    requests: number | null;
  };
  logWrite?: { atMs: number; sustainedPercent: number; peakPercent: number };
  /** While seeding: the percentage, and when it last moved. */
  seeding?: { percent: number; movedAtMs: number };
  /** Time outside the RPO objective per look-back window: window in milliseconds to [bucket number, milliseconds] pairs; only what is bad is kept. */
  burn?: Record<string, Array<[number, number]>>;
  /** Azure Monitor's own figure, the second opinion. */
  metrics?: { atMs: number; lagSeconds: number | null };
}

/** What discovery knows of a link, for the conditions that compare. */
export interface LinkFacts {
  type: 'GEO' | 'STANDBY';
  /** Resource Manager's replicationState, an open string, and when it was read; left out where it could not be read of both ends this time. */
  armState?: string;
  armAtMs?: number;
  conflict?: 'bothPrimary' | 'bothSecondary' | 'oneSided';
  primarySku?: { name: string; tier: string; family?: string; capacity: number };
  secondarySku?: { name: string; tier: string; family?: string; capacity: number };
}
