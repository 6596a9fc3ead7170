import { bounded } from '../storage.ts';
import { storageStatus, told } from '../storageError.ts';
import type { BlobContainer } from './blobContainer.ts';
import { compactBlobName, type HistoryBlob, parseHistoryName } from './historyNames.ts';

/** What is stored of one shard's hour. Raw parts beside a compact blob are left from an attempt that was cut off: the compact one counts. */
export interface HistoryHour {
  shard: string;
  hourMs: number;
  /** Names in the order of the parts. */
  raw: string[];
  compact: string | undefined;
}

/** An hour of a large estate is 70 MB. */
const READ_TIMEOUT_MS = 60_000;

/** Oldest first. @throws StorageError */
export async function listHours(container: BlobContainer, prefix: string): Promise<HistoryHour[]> {
  const client = await container.ready();
  const blobs = await told(`list ${prefix}`, async () => {
    const found: HistoryBlob[] = [];
    for await (const { name } of client.listBlobsFlat({ prefix, ...bounded() })) {
      const blob = parseHistoryName(name);
      if (blob !== undefined) found.push(blob);
    }
    return found;
  });
  const byHour = Map.groupBy(blobs, ({ shard, hourMs }) => `${shard}|${hourMs}`);
  return [...byHour.values()].map(hourOfBlobs).sort((one, other) => one.hourMs - other.hourMs);
}

function hourOfBlobs(blobs: readonly HistoryBlob[]): HistoryHour {
  const { shard = '', hourMs = 0 } = blobs[0] ?? {};
  const parts = blobs.flatMap(({ name, part }) => (part === 'compact' ? [] : [{ name, part }]));
  return {
    shard,
    hourMs,
    raw: parts.sort((one, other) => one.part - other.part).map(({ name }) => name),
    compact: blobs.find(({ part }) => part === 'compact')?.name,
  };
}

/** The blobs that count, whole. Nothing where they were removed since they were listed, because they were old. @throws StorageError */
export async function readHour(container: BlobContainer, hour: HistoryHour): Promise<Buffer[]> {
  if (hour.compact === undefined) {
    const raw = await readParts(container, hour);
    if (raw !== undefined) return raw;
  }
  // Compacted since it was listed.
  const compact = await readBlob(container, compactBlobName(hour.shard, hour.hourMs));
  return compact === undefined ? [] : [compact];
}

/** Undefined where one of them is not there any more: without it the hour is not whole. @throws StorageError */
export async function readParts(container: BlobContainer, { raw }: HistoryHour): Promise<Buffer[] | undefined> {
  const parts: Buffer[] = [];
  for (const name of raw) {
    const part = await readBlob(container, name);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return parts;
}

async function readBlob(container: BlobContainer, name: string): Promise<Buffer | undefined> {
  return told(`read ${name}`, async () => {
    try {
      return await container.client.getBlobClient(name).downloadToBuffer(0, undefined, bounded(READ_TIMEOUT_MS));
    } catch (error) {
      if (storageStatus(error) === 404) return undefined;
      throw error;
    }
  });
}
