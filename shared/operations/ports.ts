import type { AuditRecord } from '../audit/types.ts';
import type { CandidateAnswer } from '../failover/types.ts';
import type { Versioned } from '../replication/ports.ts';
import type { FailureKind } from '../replication/types.ts';
import type { DatabaseRef, ReplicationLink } from '../topology/types.ts';
import type { Operation, OperationStep } from './types.ts';

export interface OperationStore {
  load(id: string): Promise<Versioned<Operation> | undefined>;
  open(): Promise<Operation[]>;
  /** Newest first. @param sinceMs only those begun at this moment or later; left out: all */
  recent(limit: number, sinceMs?: number): Promise<Operation[]>;
  /** Insert when `version` is absent. The new ETag, or undefined when the old one no longer holds and nothing was written. */
  save(operation: Versioned<Operation>): Promise<string | undefined>;
}

/** Operations to be driven: a hint, the row is the truth. */
export interface OperationQueue {
  enqueue(operationId: string, delaySeconds: number): Promise<void>;
}

/**
 * One fence for all deployments, outside the guarded regions. It is held by one deployment at a time, and each of its operations uses it by a
 * turn of its own: operations of one deployment do not wait for each other. Tokens only grow.
 */
export interface Fence {
  /**
   * Undefined while another deployment holds it. A turn of the same operation that was left behind loses it to the new one; other operations
   * of this holder keep theirs. `intents` are the newest notes, one for each database, whoever left them.
   */
  acquire(
    holder: string,
    operationId: string,
    leaseMs: number,
  ): Promise<{ token: number; intents: FenceIntent[] } | undefined>;
  /**
   * Leaves word of a call that is about to be made, for everybody who does not see our row; it replaces the note for the same primary database
   * and outlives the lease. False when the turn has lost the fence, and when since `acquire` another operation has left word for that database,
   * or more than `others` operations have for any: what was judged did not know of it.
   */
  note(holder: string, token: number, intent: FenceIntent, others?: number): Promise<boolean>;
  /** False when it was lost: the turn must not act. */
  renew(holder: string, token: number, leaseMs: number): Promise<boolean>;
  /** Of this turn. Others get the fence when no turn of the deployment uses it any more. */
  release(holder: string, token: number): Promise<void>;
  /** Whether `acquire` would succeed for this holder now; takes nothing. @throws when nobody can say who holds it */
  available(holder: string): Promise<boolean>;
}

/** What whoever holds the fence next must settle by reading before it calls anything for the same database. */
export interface FenceIntent {
  operationId: string;
  link: ReplicationLink;
  /** Until then the call may still arrive at Azure. */
  deadlineMs: number;
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

export interface FoundLink {
  linkId: string;
  /** Of the candidate's end: `Secondary` before, `Primary` after. Open strings, as Azure writes them. */
  role: string;
  state: string;
  /** Whether Azure works on the candidate database now (GET databases/{name}/operations); null when that could not be read. */
  operationInProgress: boolean | null;
}

/** Resource Manager's failover of one link. Never retried inside: the SDK's own retries would POST again. */
export interface FailoverCalls {
  /** The link as the secondary's server names it (ids differ between ends). Undefined when there is none. */
  findLink(link: ReplicationLink): Promise<FoundLink | undefined>;
  start(link: ReplicationLink, linkId: string, mode: 'planned' | 'forced'): Promise<CallAnswer>;
  poll(pollUrl: string): Promise<PollAnswer>;
}

/** By a login to the user database, now. */
export interface DatabaseReader {
  ask(
    database: DatabaseRef & { fullyQualifiedDomainName: string },
  ): Promise<CandidateAnswer & { writable: boolean | null; failure?: { kind: FailureKind; number?: number } }>;
}

/** The failover room's judgement, made anew under the fence. */
export type Revalidation =
  | {
      kind: 'stillValid';
      linkKey: string;
      mode: 'planned' | 'forced';
      /** The largest loss that may be forced; null: none. */
      allowanceMs: number | null;
      /** How many other operations may leave word at the fence before this judgement no longer holds. @default any number */
      others?: number;
      sentence: string;
    }
  | { kind: 'noLongerValid'; sentence: string }
  /** Only a person may go on. */
  | { kind: 'ask'; sentence: string }
  /** Nothing can be said now. */
  | { kind: 'wait'; sentence: string };

/** What people are told; `id` is stable, so telling twice tells once. */
export interface OperationTelling {
  id: string;
  what: 'moved' | 'failed' | 'aborted' | 'asking' | 'closed';
  operation: Operation;
  step?: number;
}

export interface OperationPorts {
  store: OperationStore;
  fence: Fence;
  calls: FailoverCalls;
  reader: DatabaseReader;
  /** Re-reads the evidence and decides again; never acts. @param noted what was found at the fence */
  revalidate(
    operation: Operation,
    step: OperationStep,
    candidate: CandidateAnswer,
    noted: readonly FenceIntent[],
  ): Promise<Revalidation>;
  /** The global switch. Null when the automation runs. */
  paused(): Promise<{ byWhom: string; sinceMs: number } | null>;
  /** Writes to the outbox; idempotent by id. */
  tell(telling: OperationTelling): Promise<void>;
  /** Appends to the audit chain, at least once and in order; ids are stable. */
  audit(entries: AuditRecord[]): Promise<void>;
}
