import { setTimeout } from 'node:timers/promises';
import { type ContainerClient, RestError } from '@azure/storage-blob';
import type { Fence } from '../../../operations/ports.ts';
import { bounded } from '../storage.ts';
import { StorageError, storageStatus, told } from '../storageError.ts';
import { BlobContainer } from './blobContainer.ts';
import {
  emptyFence,
  type FenceContent,
  type FenceTurn,
  isFree,
  isSettled,
  parseFence,
  renewed,
  turnInForce,
  withNote,
  withoutTurn,
  withTurn,
} from './fenceContent.ts';

export interface FenceOptions {
  /** Epoch milliseconds, for the first token only. @default Date.now */
  now?: () => number;
}

const BLOB = 'fence/failover.json';
/** Of one request, its retries included: what takes longer eats up the lease. */
const REQUEST_TIMEOUT_MS = 10_000;
/** Somebody else wrote first so often: every operation that is under way at the same time writes here a few times. */
const TRIES = 12;
/** Waits at random up to twice as long each time, so that those who met once do not meet again. */
const FIRST_WAIT_MS = 10;
const LONGEST_WAIT_MS = 300;

/**
 * The fence as one blob, changed only under its ETag. Promises what Fence says. A blob's own lease lasts 60 seconds at most, or for ever;
 * an operation needs longer than the one after a crash, and cannot live with the other. So until when each turn uses the fence stands in the
 * blob, by the clock of the storage service. Who deletes the blob says that nobody acts.
 * @throws StorageError from every method when the storage does not answer, and for an hour after something else than a fence was written into
 * the blob: then nobody knows who holds it, and nobody may act.
 */
export function createFence(client: ContainerClient, options: FenceOptions = {}): Fence {
  const blob = new FenceBlob(client, options);
  return {
    acquire: async (holder, operationId, leaseMs) => {
      const taken = await blob.change((content, nowMs) =>
        withTurn(content ?? emptyFence(blob.nowMs()), { holder, operationId, leaseMs }, nowMs),
      );
      return taken && { token: taken.token, intents: taken.notes.map(({ intent }) => intent) };
    },
    renew: (holder, token, leaseMs) =>
      blob.changeBy(holder, token, (content, turn, nowMs) => renewed(content, turn, nowMs + leaseMs)),
    note: (holder, token, intent, others) =>
      blob.changeBy(holder, token, (content, turn) => withNote(content, turn, intent, others)),
    available: async (holder) => {
      const { content, nowMs } = await blob.read();
      return content === undefined || isFree(content, holder, nowMs);
    },
    release: async (holder, token) => {
      await blob.changeBy(holder, token, withoutTurn);
    },
  };
}

interface Stored {
  /** Undefined where there is no blob, or one that has long been no fence: held by nobody. */
  content: FenceContent | undefined;
  /** Undefined where there is no blob. */
  etag: string | undefined;
  /** By the service's clock; not a number where it does not say. */
  nowMs: number;
}

class FenceBlob {
  readonly #container: BlobContainer;
  readonly #options: FenceOptions;

  constructor(client: ContainerClient, options: FenceOptions) {
    this.#container = new BlobContainer(client);
    this.#options = options;
  }

  nowMs(): number {
    return (this.#options.now ?? Date.now)();
  }

  /** Makes nothing: where there is no container there is no fence either, and the service says so by the same 404. */
  async read(): Promise<Stored> {
    const { client } = this.#container;
    return told('read the fence', async () => {
      try {
        const answer = await client.getBlobClient(BLOB).download(0, undefined, bounded(REQUEST_TIMEOUT_MS));
        const chunks: Uint8Array[] = [];
        for await (const chunk of answer.readableStreamBody ?? []) chunks.push(Buffer.from(chunk));
        const content = parseFence(Buffer.concat(chunks).toString('utf8'));
        const nowMs = answer.date?.getTime() ?? Number.NaN;
        if (content === undefined && !isSettled(answer.lastModified?.getTime() ?? Number.NaN, nowMs))
          throw unreadable(answer.lastModified);
        return { content, etag: answer.etag, nowMs };
      } catch (error) {
        if (storageStatus(error) !== 404) throw error;
        const date = error instanceof RestError ? error.response?.headers.get('date') : undefined;
        return { content: undefined, etag: undefined, nowMs: Date.parse(date ?? '') };
      }
    });
  }

  /** False when somebody else wrote meanwhile, or when the answer to an own write was lost. */
  async #write(content: FenceContent, etag: string | undefined): Promise<boolean> {
    const client = await this.#container.ready();
    const body = Buffer.from(JSON.stringify(content));
    return told('write the fence', async () => {
      try {
        await client.getBlockBlobClient(BLOB).upload(body, body.length, {
          conditions: etag === undefined ? { ifNoneMatch: '*' } : { ifMatch: etag },
          blobHTTPHeaders: { blobContentType: 'application/json' },
          ...bounded(REQUEST_TIMEOUT_MS),
        });
        return true;
      } catch (error) {
        const status = storageStatus(error);
        if (status === 412 || status === 409 || status === 404) return false;
        throw error;
      }
    });
  }

  /** What was written; undefined when `changed` gives nothing to be written, or when others kept writing first. */
  async change(
    changed: (content: FenceContent | undefined, nowMs: number) => FenceContent | undefined,
  ): Promise<FenceContent | undefined> {
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const { content, etag, nowMs } = await this.read();
      const next = changed(content, nowMs);
      if (next === undefined) return undefined;
      if (await this.#write(next, etag)) return next;
      await setTimeout(Math.random() * Math.min(FIRST_WAIT_MS * 2 ** attempt, LONGEST_WAIT_MS));
    }
    return undefined;
  }

  /** Writes on behalf of a turn, only while its token is in force. False when it was lost. */
  async changeBy(
    holder: string,
    token: number,
    changed: (content: FenceContent, turn: FenceTurn, nowMs: number) => FenceContent | undefined,
  ): Promise<boolean> {
    const written = await this.change((content, nowMs) => {
      const turn = content && turnInForce(content, holder, token, nowMs);
      return turn && changed(content, turn, nowMs);
    });
    return written !== undefined;
  }
}

function unreadable(writtenAt: Date | undefined): StorageError {
  const since = writtenAt?.toISOString() ?? 'a moment that the service does not tell';
  const message =
    `Expected the fence in the blob ${BLOB}, saw something else, written at ${since}. Whoever held it may have a failover under way, ` +
    'so nobody gets it for an hour from then. Delete the blob when nothing is under way.';
  return new StorageError(message, 'FenceUnreadable', undefined);
}
