import type { ContainerClient } from '@azure/storage-blob';
import { mapBounded } from '../../../limits/mapBounded.ts';
import type { HistoryStore } from '../../../replication/ports.ts';
import type { HistoryLine } from '../../../replication/types.ts';
import { bounded } from '../storage.ts';
import { storageStatus, told } from '../storageError.ts';
import { appendTo, BLOCKS_PER_BLOB } from './appendTo.ts';
import { BlobContainer } from './blobContainer.ts';
import { linesOf, toBlocks } from './historyLines.ts';
import { type HistoryBlob, HOUR_MS, historyBlobName, hourOf, parseHistoryName, shardPrefix } from './historyNames.ts';

export interface HistoryOptions {
  /** Appends per blob before the next part begins. @default 50_000, the service's limit for an append blob */
  blocksPerBlob?: number;
}

/** An hour that fills more blobs than this is not history but a mistake. */
const MOST_PARTS = 50;
const DELETES_AT_ONCE = 8;

/**
 * History in append blobs, one per shard and hour: an append is atomic, so that sweeps on two instances never mix a line.
 * Promises what HistoryStore says; a line that cannot be read is left out.
 */
export function createHistoryStore(client: ContainerClient, options: HistoryOptions = {}): HistoryStore {
  const container = new BlobContainer(client);
  const limit = options.blocksPerBlob ?? BLOCKS_PER_BLOB;
  /** The part that was not full last time; another instance's guess is corrected by the service. */
  const parts = new Map<string, number>();
  return {
    append: async (shard, lines) => {
      for (const [hourMs, ofHour] of Map.groupBy(lines, (line) => hourOf(line.atMs))) {
        for (const block of toBlocks(ofHour)) await appendBlock(container, parts, { shard, hourMs, block, limit });
      }
      forgetOldHours(parts, shard, lines);
    },
    recent: async (shard, linkKey, sinceMs, most) => {
      const blobs = (await blobsOf(container, shardPrefix(shard))).filter((blob) => blob.hourMs >= hourOf(sinceMs));
      let found: HistoryLine[] = [];
      for (const blob of blobs.reverse()) {
        if (found.length >= most) break;
        found = [...linesOf(await download(container, blob.name), linkKey, sinceMs), ...found];
      }
      return most > 0 ? found.sort((one, other) => one.atMs - other.atMs).slice(-most) : [];
    },
    removeOlderThan: async (beforeMs, most) => {
      const blobs = await blobsOf(container, 'history/');
      const old = blobs.filter((blob) => blob.hourMs + HOUR_MS <= beforeMs).slice(0, most);
      const removed = await mapBounded(old, DELETES_AT_ONCE, ({ name }) =>
        told(`delete ${name}`, () => container.client.getBlobClient(name).deleteIfExists(bounded())),
      );
      return removed.filter((answer) => answer.succeeded).length;
    },
  };
}

interface Append {
  shard: string;
  hourMs: number;
  block: Buffer;
  limit: number;
}

async function appendBlock(container: BlobContainer, parts: Map<string, number>, append: Append): Promise<void> {
  const { shard, hourMs, block } = append;
  const key = `${shard}|${hourMs}`;
  for (let part = parts.get(key) ?? 0; part < MOST_PARTS; part += 1) {
    const name = historyBlobName(shard, hourMs, part);
    const outcome = await appendTo(await container.ready(), name, block, append.limit);
    parts.set(key, outcome === 'appended' ? part : part + 1);
    if (outcome !== 'full') return;
  }
  throw new Error(`Expected room for history in ${historyBlobName(shard, hourMs, 0)}, saw ${MOST_PARTS} full blobs.`);
}

/** Oldest first; parts of one hour in their order. */
async function blobsOf(container: BlobContainer, prefix: string): Promise<HistoryBlob[]> {
  const client = await container.ready();
  return told(`list ${prefix}`, async () => {
    const blobs: HistoryBlob[] = [];
    for await (const { name } of client.listBlobsFlat({ prefix, ...bounded() })) {
      const blob = parseHistoryName(name);
      if (blob !== undefined) blobs.push(blob);
    }
    return blobs.sort((one, other) => one.hourMs - other.hourMs || one.part - other.part);
  });
}

async function download(container: BlobContainer, name: string): Promise<string> {
  return told(`read ${name}`, async () => {
    try {
      return (await container.client.getBlobClient(name).downloadToBuffer(0, undefined, bounded())).toString('utf8');
    } catch (error) {
      // Removed since it was listed, because it was old.
      if (storageStatus(error) === 404) return '';
      throw error;
    }
  });
}

function forgetOldHours(parts: Map<string, number>, shard: string, lines: readonly HistoryLine[]): void {
  const oldest = Math.min(...lines.map((line) => hourOf(line.atMs))) - HOUR_MS;
  for (const key of parts.keys()) {
    if (key.startsWith(`${shard}|`) && Number(key.slice(shard.length + 1)) < oldest) parts.delete(key);
  }
}
