import type { DeliveryQueue, OutboxStore } from './ports.ts';

/** Bounds one sweep; what is left is due again at the next one. */
export const SWEEP_LIMIT = 500;

/**
 * Puts a pointer on the queue for every entry that is due: what was written without being enqueued, what a crash left claimed, and what a
 * lost queue message left behind. A pointer too many is harmless, because the row decides. Returns how many were found.
 */
export async function sweepOutbox(input: {
  outbox: OutboxStore;
  queue: DeliveryQueue;
  nowMs: number;
  limit?: number;
}): Promise<number> {
  const due = await input.outbox.due(input.nowMs, input.limit ?? SWEEP_LIMIT);
  if (due.length === 0) return 0;
  await input.queue.enqueue(due.map(({ shard, id }) => ({ shard, id })));
  return due.length;
}
