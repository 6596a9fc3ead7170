import type { DeliveryQueue, NotificationChannel, OutboxStore } from './ports.ts';
import type { RetryPolicy } from './retryDelay.ts';
import type { OutboxEntry } from './types.ts';

/** What a delivery works with. */
export interface DeliveryPorts {
  outbox: OutboxStore;
  /** The channels of the present configuration, by name. */
  channels: ReadonlyMap<string, NotificationChannel>;
  queue: DeliveryQueue;
  now: () => number;
  /** A number in [0, 1). */
  random: () => number;
  /** Keeps which channels fail; left out: nobody wants to know. */
  health?: ChannelHealth;
}

/** Told how entries end. */
export interface ChannelHealth {
  /** Before the entry is stored as failed, so that it is told again after a crash. */
  failed(entry: OutboxEntry, lastError: string): Promise<void>;
  /** After its receipt is stored: nothing is sent twice over it. */
  delivered(entry: OutboxEntry): Promise<void>;
}

export interface DeliveryPolicy extends RetryPolicy {
  /** Deadline of one try of a channel: a claim outlives two of them, the full and the compact rendering. */
  timeoutMs: number;
}
