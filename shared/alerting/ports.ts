import type { Versioned } from '../replication/ports.ts';
import type { Notice, OutboxEntry } from './types.ts';

/** The partition of everything that is told of outages, failovers and the automation: beside the incidents, so that both are one transaction. */
export const OUTAGE_SHARD = 'incident';

/** Where an entry stands among the others: by its moment, and by its id among those of one moment. */
export type PlaceInOutbox = Pick<OutboxEntry, 'createdAtMs' | 'id'>;

export interface OutboxStore {
  /** Stores those that are not stored yet; an id that is there already stays as it is. For tellings that repeat after a crash. */
  add(entries: readonly OutboxEntry[]): Promise<void>;
  get(shard: string, id: string): Promise<Versioned<OutboxEntry> | undefined>;
  /** False when the ETag no longer holds: somebody else delivered it. */
  update(entry: Versioned<OutboxEntry>): Promise<boolean>;
  /** Entries that are due: pending, and nextAttemptAtMs has passed; of one channel, or of all. */
  due(nowMs: number, limit: number, channel?: string): Promise<OutboxEntry[]>;
  /** For people: newest first, those that come after `after`; never the events for the dispatcher. */
  recent(limit: number, after?: PlaceInOutbox): Promise<OutboxEntry[]>;
  removeOlderThan(beforeMs: number, limit: number): Promise<number>;
}

/** A hint to deliver: the row is the truth. */
export interface DeliveryQueue {
  enqueue(pointers: Array<{ shard: string; id: string }>, delaySeconds?: number): Promise<void>;
}

export type DeliveryResult =
  | { ok: true; detail: string }
  /** Worth another try, not before `retryAfterMs` where the channel said so. */
  | { ok: false; retry: true; message: string; retryAfterMs?: number }
  /** The message was too large for the channel: try the compact rendering. */
  | { ok: false; retry: false; tooLarge: true; message: string }
  | { ok: false; retry: false; tooLarge?: false; message: string };

export interface DeliveryOptions {
  compact: boolean;
  entryId: string;
  /** Whose message this is: that channel did not take it, or one that it follows. */
  insteadOf?: string;
}

export type ChannelType = 'teams' | 'smtp' | 'communicationEmail' | 'pagerDuty' | 'slack' | 'webhook';

export interface NotificationChannel {
  readonly name: string;
  readonly type: ChannelType;
  /** Renders and sends. Never throws for what a channel may answer; the message never holds an address or a secret. */
  deliver(notice: Notice, options: DeliveryOptions): Promise<DeliveryResult>;
}
