import type { QueueClient } from '@azure/storage-queue';
import type { DeliveryQueue } from '../../../alerting/ports.ts';
import { mapBounded } from '../../../limits/mapBounded.ts';
import { bounded } from '../storage.ts';
import { storageStatus, told } from '../storageError.ts';

const SENDS_AT_ONCE = 8;
/** A message lives for seven days and may not be hidden for all of them. */
const LONGEST_DELAY_SECONDS = 6 * 24 * 3_600;

/**
 * Pointers as messages for the queue trigger: JSON in base64, which is what the Functions host expects unless host.json says otherwise.
 * Every pointer is tried; afterwards the first failure is thrown. A pointer that is lost is found again by the outbox sweep.
 */
export function createDeliveryQueue(client: QueueClient): DeliveryQueue {
  return {
    enqueue: async (pointers, delaySeconds = 0) => {
      const failures: unknown[] = [];
      await mapBounded(pointers, SENDS_AT_ONCE, async (pointer) => {
        try {
          await send(client, pointer, delaySeconds);
        } catch (error) {
          failures.push(error);
        }
      });
      if (failures.length > 0) throw failures[0];
    },
  };
}

async function send(client: QueueClient, pointer: { shard: string; id: string }, delaySeconds: number): Promise<void> {
  const text = Buffer.from(JSON.stringify({ shard: pointer.shard, id: pointer.id })).toString('base64');
  const visibilityTimeout = Math.min(Math.max(0, Math.ceil(delaySeconds)), LONGEST_DELAY_SECONDS);
  await told(`put a message on the queue ${client.name}`, async () => {
    try {
      await client.sendMessage(text, { visibilityTimeout, ...bounded() });
    } catch (error) {
      if (storageStatus(error) !== 404) throw error;
      await client.createIfNotExists(bounded());
      await client.sendMessage(text, { visibilityTimeout, ...bounded() });
    }
  });
}
