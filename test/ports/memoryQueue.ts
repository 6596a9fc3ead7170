import type { DeliveryQueue } from '../../shared/alerting/ports.ts';

export interface QueuedPointer {
  shard: string;
  id: string;
  delaySeconds: number;
}

export function createMemoryQueue(): DeliveryQueue & { queued: QueuedPointer[] } {
  const queued: QueuedPointer[] = [];
  return {
    queued,
    enqueue: async (pointers, delaySeconds = 0) => {
      queued.push(...pointers.map(({ shard, id }) => ({ shard, id, delaySeconds })));
    },
  };
}
