import type { ContainerClient } from '@azure/storage-blob';
import { bounded } from '../storage.ts';
import { storageCode, storageStatus, told } from '../storageError.ts';

/** Appends that one blob takes: the service's limit for an append blob. */
export const BLOCKS_PER_BLOB = 50_000;

/** `last`: appended, and the blob is full now. `full`: not appended. */
export type AppendOutcome = 'appended' | 'last' | 'full';

/**
 * One atomic append; the blob is made where it is missing, also by several writers at once.
 * @param limit appends per blob
 * @throws StorageError
 */
export async function appendTo(
  container: ContainerClient,
  name: string,
  block: Buffer,
  limit: number = BLOCKS_PER_BLOB,
): Promise<AppendOutcome> {
  const blob = container.getAppendBlobClient(name);
  return told(`append to ${name}`, async () => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { blobCommittedBlockCount } = await blob.appendBlock(block, block.length, bounded());
        return (blobCommittedBlockCount ?? 0) >= limit ? 'last' : 'appended';
      } catch (error) {
        if (storageCode(error) === 'BlockCountExceedsLimit') return 'full';
        if (storageStatus(error) !== 404 || attempt > 2) throw error;
        // Conditional on its absence: of two that make it, one loses without harm and both append.
        await blob.createIfNotExists(bounded());
      }
    }
  });
}
