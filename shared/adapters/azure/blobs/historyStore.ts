import type { ContainerClient } from '@azure/storage-blob';
import type { HistoryStore } from '../../../replication/ports.ts';
import type { HistoryLine } from '../../../replication/types.ts';
import { appendTo, BLOCKS_PER_BLOB } from './appendTo.ts';
import { BlobContainer } from './blobContainer.ts';
import { compactHour, removeBlobs } from './historyCompaction.ts';
import { listHours, readHour } from './historyHours.ts';
import { linesOf, toBlocks } from './historyLines.ts';
import { HOUR_MS, historyBlobName, hourOf, shardPrefix } from './historyNames.ts';

export interface HistoryOptions {
  /** Appends per blob before the next part begins. @default 50_000, the service's limit for an append blob */
  blocksPerBlob?: number;
}

/** An hour that fills more blobs than this is not history but a mistake. */
const MOST_PARTS = 50;

/**
 * History in append blobs, one per shard and hour: an append is atomic, so that sweeps on two instances never mix a line. Of an hour that
 * was compacted one block blob is left, with a line for each link and minute.
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
      const hours = (await listHours(container, shardPrefix(shard))).filter(({ hourMs }) => hourMs >= hourOf(sinceMs));
      let found: HistoryLine[] = [];
      for (const hour of hours.reverse()) {
        if (found.length >= most) break;
        const texts = (await readHour(container, hour)).map((bytes) => bytes.toString('utf8'));
        found = [...texts.flatMap((text) => linesOf(text, linkKey, sinceMs)), ...found];
      }
      return most > 0 ? found.sort((one, other) => one.atMs - other.atMs).slice(-most) : [];
    },
    compact: async (endedBeforeMs, most, goOn) => {
      const hours = (await listHours(container, 'history/')).filter(({ raw }) => raw.length > 0);
      let compacted = 0;
      for (const hour of hours.filter(({ hourMs }) => hourMs + HOUR_MS <= endedBeforeMs).slice(0, most)) {
        if (!goOn()) break;
        await compactHour(container, hour);
        compacted += 1;
      }
      return compacted;
    },
    removeOlderThan: async (beforeMs, most) => {
      const hours = await listHours(container, 'history/');
      const old = hours.filter(({ hourMs }) => hourMs + HOUR_MS <= beforeMs).slice(0, most);
      const names = old.flatMap(({ raw, compact }) => [...raw, ...(compact === undefined ? [] : [compact])]);
      await removeBlobs(container, names);
      return old.length;
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

function forgetOldHours(parts: Map<string, number>, shard: string, lines: readonly HistoryLine[]): void {
  const oldest = Math.min(...lines.map((line) => hourOf(line.atMs))) - HOUR_MS;
  for (const key of parts.keys()) {
    if (key.startsWith(`${shard}|`) && Number(key.slice(shard.length + 1)) < oldest) parts.delete(key);
  }
}
