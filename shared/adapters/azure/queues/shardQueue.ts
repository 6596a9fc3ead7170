import type { QueueClient } from '@azure/storage-queue';
import { mapBounded } from '../../../limits/mapBounded.ts';
import type { ShardQueue } from '../../../replication/ports.ts';
import { sendPointer } from './pointerQueue.ts';

const SENDS_AT_ONCE = 8;

/** Shards to be sampled now. A message that nobody took in its time is gone: the next tick has sent another. */
export function createShardQueue(client: QueueClient): ShardQueue {
  return {
    enqueue: async (ticks, liveSeconds) => {
      await mapBounded(ticks, SENDS_AT_ONCE, (tick) => sendPointer(client, { ...tick }, { liveSeconds }));
    },
  };
}
