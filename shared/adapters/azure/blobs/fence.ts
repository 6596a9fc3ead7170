import type { ContainerClient } from '@azure/storage-blob';
import type { Fence } from '../../../operations/ports.ts';
import { bounded } from '../storage.ts';
import { storageStatus, told } from '../storageError.ts';
import { BlobContainer } from './blobContainer.ts';
import { type FenceContent, isFree, isInForce, nextToken, parseFence, withIntent } from './fenceContent.ts';

export interface FenceOptions {
  /** @default `fence/failover.json` */
  blob?: string;
  /** Epoch milliseconds, for the first token only. @default Date.now */
  now?: () => number;
  /** The blob holds no fence: damaged, or written by hand. It counts as held by nobody. */
  onMalformed?: (blob: string) => void;
}

const BLOB = 'fence/failover.json';
/** Of one request, its retries included: what takes longer eats up the lease. */
const REQUEST_TIMEOUT_MS = 10_000;
/** Somebody else wrote first so often. */
const TRIES = 8;

/**
 * The fence as one blob, changed only under its ETag. Promises what Fence says. A blob's own lease lasts 60 seconds at most, or for ever;
 * an operation needs longer than the one after a crash, and cannot live with the other. So how long the fence is held stands in the blob,
 * and is measured from its last write by the storage service's clock: Last-Modified and Date of the same service.
 * @throws StorageError from every method when the storage does not answer: then nobody knows who holds it, and nobody may act.
 */
export function createFence(client: ContainerClient, options: FenceOptions = {}): Fence {
  const blob = new FenceBlob(client, options);
  return {
    acquire: async (holder, leaseMs) => {
      for (let attempt = 1; attempt <= TRIES; attempt += 1) {
        const stored = await blob.read();
        const { content } = stored;
        if (!isOpen(stored, holder)) return undefined;
        const token = nextToken(content, blob.nowMs());
        const intents = content?.intents ?? [];
        if (await blob.write({ token, holder, leaseMs, released: false, intents }, stored.etag))
          return { token, intents };
      }
      // Others keep winning: one of them holds it.
      return undefined;
    },
    renew: (holder, token, leaseMs) => blob.change(holder, token, (content) => ({ ...content, leaseMs })),
    note: (holder, token, intent) =>
      blob.change(holder, token, (content) => ({ ...content, intents: withIntent(content.intents, intent) })),
    available: async (holder) => isOpen(await blob.read(), holder),
    release: async (holder, token) => {
      await blob.change(holder, token, (content) => ({ ...content, released: true }));
    },
  };
}

interface Stored {
  content: FenceContent | undefined;
  /** Undefined when there is no blob. */
  etag: string | undefined;
  writtenAtMs: number;
  serviceNowMs: number;
}

/** A blob that is not there, or is no fence, is held by nobody. */
function isOpen({ content, writtenAtMs, serviceNowMs }: Stored, holder: string): boolean {
  return content === undefined || isFree(content, holder, writtenAtMs, serviceNowMs);
}

class FenceBlob {
  readonly #container: BlobContainer;
  readonly #options: FenceOptions;
  readonly #name: string;

  constructor(client: ContainerClient, options: FenceOptions) {
    this.#container = new BlobContainer(client);
    this.#options = options;
    this.#name = options.blob ?? BLOB;
  }

  nowMs(): number {
    return (this.#options.now ?? Date.now)();
  }

  /** Makes nothing: where there is no container there is no fence either, and the service says so by the same 404. */
  async read(): Promise<Stored> {
    const { client } = this.#container;
    return told('read the fence', async () => {
      try {
        const answer = await client.getBlobClient(this.#name).download(0, undefined, bounded(REQUEST_TIMEOUT_MS));
        const chunks: Uint8Array[] = [];
        for await (const chunk of answer.readableStreamBody ?? []) chunks.push(Buffer.from(chunk));
        const content = parseFence(Buffer.concat(chunks).toString('utf8'));
        if (content === undefined) this.#options.onMalformed?.(this.#name);
        const writtenAtMs = answer.lastModified?.getTime() ?? Number.NaN;
        return { content, etag: answer.etag, writtenAtMs, serviceNowMs: answer.date?.getTime() ?? Number.NaN };
      } catch (error) {
        if (storageStatus(error) !== 404) throw error;
        return { content: undefined, etag: undefined, writtenAtMs: 0, serviceNowMs: 0 };
      }
    });
  }

  /** False when somebody else wrote meanwhile, or when the answer to an own write was lost. */
  async write(content: FenceContent, etag: string | undefined): Promise<boolean> {
    const client = await this.#container.ready();
    const body = Buffer.from(JSON.stringify(content));
    return told('write the fence', async () => {
      try {
        await client.getBlockBlobClient(this.#name).upload(body, body.length, {
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

  /** Writes on behalf of a holder, only while the token is still the newest. False when it was lost. */
  async change(holder: string, token: number, changed: (content: FenceContent) => FenceContent): Promise<boolean> {
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const { content, etag, writtenAtMs, serviceNowMs } = await this.read();
      if (content === undefined || content.holder !== holder || content.token !== token) return false;
      if (!isInForce(content, writtenAtMs, serviceNowMs)) return false;
      if (await this.write(changed(content), etag)) return true;
    }
    return false;
  }
}
