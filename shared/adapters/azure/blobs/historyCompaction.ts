import { mapBounded } from '../../../limits/mapBounded.ts';
import { compactHistory } from '../../../replication/compactHistory.ts';
import { bounded } from '../storage.ts';
import { storageStatus, told } from '../storageError.ts';
import type { BlobContainer } from './blobContainer.ts';
import { type HistoryHour, readParts } from './historyHours.ts';
import { allLinesOf, lineText } from './historyLines.ts';
import { compactBlobName } from './historyNames.ts';

const WRITE_TIMEOUT_MS = 60_000;
const DELETES_AT_ONCE = 8;

/**
 * Writes the hour's compact blob, and only then removes its raw parts: from that moment on readers leave them out, so that a crash between
 * the two counts nothing twice. What stands in a compact blob is never written again: an instance that comes late may have read less.
 * @throws StorageError
 */
export async function compactHour(container: BlobContainer, hour: HistoryHour): Promise<void> {
  if (hour.compact === undefined) {
    const parts = await readParts(container, hour);
    // Another instance is removing them, so it has written the compact blob.
    if (parts === undefined) return;
    const lines = compactHistory(parts.flatMap(allLinesOf));
    await writeOnce(container, compactBlobName(hour.shard, hour.hourMs), Buffer.from(lines.map(lineText).join('')));
  }
  await removeBlobs(container, hour.raw);
}

/** @throws StorageError */
export async function removeBlobs(container: BlobContainer, names: readonly string[]): Promise<void> {
  await mapBounded(names, DELETES_AT_ONCE, (name) =>
    told(`delete ${name}`, () => container.client.getBlobClient(name).deleteIfExists(bounded())),
  );
}

async function writeOnce(container: BlobContainer, name: string, body: Buffer): Promise<void> {
  await told(`store ${name}`, async () => {
    try {
      await container.client.getBlockBlobClient(name).upload(body, body.length, {
        conditions: { ifNoneMatch: '*' },
        blobHTTPHeaders: { blobContentType: 'application/x-ndjson' },
        ...bounded(WRITE_TIMEOUT_MS),
      });
    } catch (error) {
      // It is there: another instance's, or our own whose answer was lost.
      if (storageStatus(error) !== 409 && storageStatus(error) !== 412) throw error;
    }
  });
}
