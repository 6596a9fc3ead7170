import type { DeliveryQueue, NotificationChannel, OutboxStore } from './ports.ts';
import type { RetryPolicy } from './retryDelay.ts';

/** What a delivery works with. */
export interface DeliveryPorts {
  outbox: OutboxStore;
  /** The channels of the present configuration, by name. */
  channels: ReadonlyMap<string, NotificationChannel>;
  queue: DeliveryQueue;
  now: () => number;
  /** A number in [0, 1). */
  random: () => number;
}

export interface DeliveryPolicy extends RetryPolicy {
  /** Deadline of one try of a channel: a claim outlives two of them, the full and the compact rendering. */
  timeoutMs: number;
}
