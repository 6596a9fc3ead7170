import type { QueueClient } from '@azure/storage-queue';
import { bounded } from '../storage.ts';
import { storageStatus, told } from '../storageError.ts';

/** A message lives for seven days and may not be hidden for all of them. */
const LONGEST_DELAY_SECONDS = 6 * 24 * 3_600;

export interface PointerTimes {
  /** Nobody sees it before. */
  delaySeconds?: number;
  /** It is gone after. @default seven days */
  liveSeconds?: number;
}

/**
 * A pointer as a message for the queue trigger: JSON in base64, which is what the Functions host expects unless host.json says otherwise.
 * The queue is made when it is first needed. @throws StorageError
 */
export async function sendPointer(
  client: QueueClient,
  pointer: Readonly<Record<string, string | number>>,
  { delaySeconds = 0, liveSeconds }: PointerTimes,
): Promise<void> {
  const text = Buffer.from(JSON.stringify(pointer)).toString('base64');
  const visibilityTimeout = Math.min(Math.max(0, Math.ceil(delaySeconds)), LONGEST_DELAY_SECONDS);
  const messageTimeToLive = liveSeconds === undefined ? undefined : Math.max(1, Math.ceil(liveSeconds));
  const times = { visibilityTimeout, ...(messageTimeToLive === undefined ? {} : { messageTimeToLive }) };
  await told(`put a message on the queue ${client.name}`, async () => {
    try {
      await client.sendMessage(text, { ...times, ...bounded() });
    } catch (error) {
      if (storageStatus(error) !== 404) throw error;
      await client.createIfNotExists(bounded());
      await client.sendMessage(text, { ...times, ...bounded() });
    }
  });
}
