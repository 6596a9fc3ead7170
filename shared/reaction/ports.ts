import type { DeliveryQueue, OutboxStore } from '../alerting/ports.ts';
import type { AuditStore } from '../audit/types.ts';
import type { DatabaseReader, Fence, OperationStore } from '../operations/ports.ts';
import type { LoginAnswer } from '../outage/evidenceFromSample.ts';
import type { EvidenceStore, IncidentStore } from '../outage/ports.ts';
import type { SweepSight } from '../outage/types.ts';
import type { HistoryLine, LinkStatus } from '../replication/types.ts';
import type { LinkEnd, Topology } from '../topology/types.ts';

/** The global switch as it is stored. */
export interface Pause {
  byWhom: string;
  comment: string;
  sinceMs: number;
}

/** Everything that an evaluation reads and writes. It never acts on Azure: what it starts is an operation. */
export interface ReactionPorts {
  /** As discovery last found it. */
  topology(): Promise<Topology | undefined>;
  /** What our own sweep saw last, everywhere (carrySight applied). */
  sight(): Promise<SweepSight | undefined>;
  /** What sampling knows of a link. */
  link(linkKey: string): Promise<LinkStatus | undefined>;
  /** The newest history line of a link that is not younger than `atMs` and not older than `sinceMs`. */
  sampledBefore(linkKey: string, atMs: number, sinceMs: number): Promise<HistoryLine | undefined>;
  evidence: Pick<EvidenceStore, 'load'>;
  incidents: IncidentStore;
  operations: OperationStore;
  outbox: Pick<OutboxStore, 'add'>;
  queue: Pick<DeliveryQueue, 'enqueue'>;
  /** By a login to the user database, now. */
  reader: DatabaseReader;
  fence: Pick<Fence, 'available'>;
  /** Null while the automation may act. @throws when the switch cannot be read: that counts as paused */
  paused(): Promise<Pause | null>;
  audit: AuditStore;
  /** A fresh id for an approval link: unguessable. */
  newTokenId(): string;
}

/** A fresh login to a user database, and nothing else; never throws. */
export interface LoginProbe {
  probe(end: LinkEnd): Promise<LoginAnswer>;
}

/** What could not be taken in, kept with its reason so that nothing is lost. `body` is cut where it is long; it may hold no secret. */
export interface DeadLetter {
  atMs: number;
  /** `eventGrid` or `alert`. */
  from: string;
  /** Expected, seen. */
  reason: string;
  body: string;
}

export interface DeadLetterStore {
  write(letter: DeadLetter): Promise<void>;
  /** Removes whole days that ended before `beforeMs`, at most `limit` files; how many it removed. */
  removeOlderThan(beforeMs: number, limit: number): Promise<number>;
}

/** The pages with the exact commands, outside the guarded regions. */
export interface BreakGlassStore {
  write(group: string, text: string): Promise<void>;
}
