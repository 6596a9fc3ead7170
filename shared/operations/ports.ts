import type { CandidateAnswer } from '../failover/types.ts';
import type { Versioned } from '../replication/ports.ts';
import type { DatabaseRef, ReplicationLink } from '../topology/types.ts';
import type { Operation } from './types.ts';

export interface OperationStore {
  load(id: string): Promise<Versioned<Operation> | undefined>;
  open(): Promise<Operation[]>;
  recent(limit: number): Promise<Operation[]>;
  /** Insert when `version` is absent. False when the ETag no longer holds. */
  save(operation: Versioned<Operation>): Promise<boolean>;
}

/** One fence for all deployments, outside the guarded regions. Tokens only grow. */
export interface Fence {
  /** Undefined while somebody else holds it. */
  acquire(holder: string, leaseMs: number): Promise<{ token: number } | undefined>;
  /** False when it was lost: the holder must not act. */
  renew(holder: string, token: number, leaseMs: number): Promise<boolean>;
  release(holder: string, token: number): Promise<void>;
}

export type CallAnswer =
  | { kind: 'accepted'; pollUrl: string; retryAfterMs: number }
  | { kind: 'done' }
  | { kind: 'refused'; code: string; httpStatus: number; message: string }
  /** No answer: it may or may not have been taken. */
  | { kind: 'lost'; message: string };

export type PollAnswer =
  | { kind: 'running'; retryAfterMs: number }
  | { kind: 'succeeded' }
  | { kind: 'failed'; code: string; message: string }
  | { kind: 'lost'; message: string };

/** Resource Manager's failover of one link. Never retried inside: the SDK's own retries would POST again. */
export interface FailoverCalls {
  /** The link as the secondary's server names it (ids differ between ends). Undefined when there is none. */
  findLink(link: ReplicationLink): Promise<{ linkId: string; role: string; state: string } | undefined>;
  start(link: ReplicationLink, linkId: string, mode: 'planned' | 'forced'): Promise<CallAnswer>;
  poll(pollUrl: string): Promise<PollAnswer>;
}

/** By a login to the user database, now. */
export interface DatabaseReader {
  ask(
    database: DatabaseRef & { fullyQualifiedDomainName: string },
  ): Promise<CandidateAnswer & { writable: boolean | null }>;
}
