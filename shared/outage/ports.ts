import type { OutboxEntry } from '../alerting/types.ts';
import type { Versioned } from '../replication/ports.ts';
import type { Merged } from './mergeEvidence.ts';
import type { Evidence, Incident } from './types.ts';

/** What was reported, one row for each id. Written before anything is published: a message may be hours late, the table is not. */
export interface EvidenceStore {
  /**
   * Merges the report with what is stored under its id, as mergeEvidence says, however many report at once.
   * `changed` says whether somebody should be woken.
   */
  put(evidence: Evidence): Promise<Merged>;
  /** All that is stored, also what has expired: the verdict judges the age. A row that cannot be read is left out. */
  load(): Promise<Evidence[]>;
  /** Removes what expired before this moment, at most `limit` of them. Returns how many. */
  removeExpired(beforeMs: number, limit: number): Promise<number>;
}

export interface IncidentStore {
  load(id: string): Promise<Versioned<Incident> | undefined>;
  /** Those that are not over, and those that are over but of whose end nobody was told yet. Oldest first. */
  open(): Promise<Array<Versioned<Incident>>>;
  /** Newest first. */
  recent(limit: number): Promise<Incident[]>;
  /**
   * Insert when `version` is absent. What is to be told is written in the same transaction (shard OUTAGE_SHARD): both or neither. The new ETag; undefined when the old one no longer holds, and also when the answer to our own write
   * was lost: the caller loads again and decides again.
   */
  save(incident: Versioned<Incident>, outbox?: readonly OutboxEntry[]): Promise<string | undefined>;
}

/** A change of evidence: the fast way to wake up the deployments. A hint to read the table, never proof. */
export interface EvidenceChange {
  /** Stable for one change, so that subscribers fold what comes twice. */
  id: string;
  evidence: Evidence;
}

export interface EvidencePublisher {
  /** @throws PublishFailure when no topic took it. It is in the table by then, and the timer finds it there. */
  publish(change: EvidenceChange): Promise<void>;
}
