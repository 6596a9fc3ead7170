import type { ContainerClient } from '@azure/storage-blob';
import { mapBounded } from '../../../limits/mapBounded.ts';
import type { DeadLetterStore } from '../../../reaction/ports.ts';
import { bounded } from '../storage.ts';
import { StorageError, told } from '../storageError.ts';
import { appendTo, BLOCKS_PER_BLOB } from './appendTo.ts';
import { BlobContainer } from './blobContainer.ts';
import { deadLetterLine } from './deadLetterLine.ts';
import { DEAD_LETTER_PREFIX, deadLetterBlobName, deadLetterDayEnd } from './deadLetterNames.ts';

export interface DeadLetterOptions {
  /** Letters per blob before the next part of the day begins. @default 50_000, the service's limit for an append blob */
  lettersPerBlob?: number;
}

/** A day with more letters than these parts hold is a flood; its first 200,000 tell as much as all of them. */
const MOST_PARTS = 4;
const DELETES_AT_ONCE = 8;

/**
 * Dead letters in append blobs, one per day: an append is atomic, so that several writers never mix a line.
 * Promises what DeadLetterStore says.
 * @throws StorageError when the storage does not answer, or the day is full
 */
export function createDeadLetterStore(client: ContainerClient, options: DeadLetterOptions = {}): DeadLetterStore {
  const container = new BlobContainer(client);
  const limit = options.lettersPerBlob ?? BLOCKS_PER_BLOB;
  /** The part that was not full last time; another instance's guess is corrected by the service. */
  let room = { day: '', part: 0 };
  return {
    write: async (letter) => {
      const ready = await container.ready();
      const day = deadLetterBlobName(letter.atMs);
      for (let part = room.day === day ? room.part : 0; part < MOST_PARTS; part += 1) {
        const outcome = await appendTo(ready, deadLetterBlobName(letter.atMs, part), deadLetterLine(letter), limit);
        room = { day, part: outcome === 'appended' ? part : part + 1 };
        if (outcome !== 'full') return;
      }
      throw new StorageError(
        `Expected room for a dead letter in ${day}, saw ${MOST_PARTS} full blobs. Look who sends so much.`,
        'DayFull',
        undefined,
      );
    },
    removeOlderThan: async (beforeMs, most) => {
      const old = (await blobNames(container)).filter((name) => {
        const endsAtMs = deadLetterDayEnd(name);
        return endsAtMs !== undefined && endsAtMs <= beforeMs;
      });
      const removed = await mapBounded(old.slice(0, most), DELETES_AT_ONCE, (name) =>
        told(`delete ${name}`, () => container.client.getBlobClient(name).deleteIfExists(bounded())),
      );
      return removed.filter(({ succeeded }) => succeeded).length;
    },
  };
}

/** The names sort by day: the oldest first. */
async function blobNames(container: BlobContainer): Promise<string[]> {
  const client = await container.ready();
  return told(`list ${DEAD_LETTER_PREFIX}`, async () => {
    const names: string[] = [];
    for await (const { name } of client.listBlobsFlat({ prefix: DEAD_LETTER_PREFIX, ...bounded() })) names.push(name);
    return names.sort();
  });
}
