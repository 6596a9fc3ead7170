import type { QueueClient } from '@azure/storage-queue';
import type { DeliveryQueue } from '../../../alerting/ports.ts';
import { mapBounded } from '../../../limits/mapBounded.ts';
import { sendPointer } from './pointerQueue.ts';

const SENDS_AT_ONCE = 8;

/**
 * Pointers to outbox rows. Every pointer is tried; afterwards the first failure is thrown. A pointer that is lost is found again by the
 * outbox sweep.
 */
export function createDeliveryQueue(client: QueueClient): DeliveryQueue {
  return {
    enqueue: async (pointers, delaySeconds = 0) => {
      const failures: unknown[] = [];
      await mapBounded(pointers, SENDS_AT_ONCE, async ({ shard, id }) => {
        try {
          await sendPointer(client, { shard, id }, { delaySeconds });
        } catch (error) {
          failures.push(error);
        }
      });
      if (failures.length > 0) throw failures[0];
    },
  };
}
