import type { ContainerClient } from '@azure/storage-blob';
import type { DocumentStore } from '../../../alerting/dispatch/ports.ts';
import { bounded } from '../storage.ts';
import { storageStatus, told } from '../storageError.ts';
import { BlobContainer } from './blobContainer.ts';

export interface DocumentOptions {
  /** The document could not be read; it was kept aside under this name. */
  onMalformed?: (aside: string) => void;
}

export interface DocumentShape<T> extends DocumentOptions {
  blob: string;
  /** For messages: `what was told`. */
  what: string;
  /** Undefined for what is no such document. */
  parse: (value: unknown) => T | undefined;
  /** Begun with in the place of one that cannot be read. */
  fresh: T;
}

/**
 * One JSON document in a blob, changed only under its ETag.
 * One that cannot be read is kept aside under another name, told of, and begun afresh: without it a message may come twice, but a document that
 * stood in the way for ever would mean that nobody is told of anything any more, and that would be worse.
 * @throws StorageError from every method when the storage does not answer.
 */
export function createVersionedDocument<T>(client: ContainerClient, shape: DocumentShape<T>): DocumentStore<T> {
  const container = new BlobContainer(client);
  const { blob, what, parse, fresh, onMalformed } = shape;
  return {
    load: async () => {
      const stored = await told(`read ${what}`, () => download(client, blob));
      if (stored === undefined) return undefined;
      const value = parse(json(stored.text));
      if (value !== undefined) return { value, version: stored.etag };
      const aside = asideName(blob, stored.etag);
      await told(`keep ${what} aside`, () => upload(client, aside, stored.text));
      onMalformed?.(aside);
      return { value: fresh, version: stored.etag };
    },
    save: async ({ value, version }) => {
      const ready = await container.ready();
      const conditions = version === undefined ? { ifNoneMatch: '*' } : { ifMatch: version };
      return await told(`store ${what}`, async () => {
        try {
          return await upload(ready, blob, JSON.stringify(value, asObject), conditions);
        } catch (error) {
          const status = storageStatus(error);
          // 404: it was deleted since it was read.
          if (status === 412 || status === 409 || status === 404) return undefined;
          throw error;
        }
      });
    },
  };
}

/** Where there is no container there is no document either, and the service says so by the same 404. */
async function download(client: ContainerClient, blob: string): Promise<{ text: string; etag: string } | undefined> {
  try {
    const answer = await client.getBlobClient(blob).download(0, undefined, bounded());
    const chunks: Uint8Array[] = [];
    for await (const chunk of answer.readableStreamBody ?? []) chunks.push(Buffer.from(chunk));
    return { text: Buffer.concat(chunks).toString('utf8'), etag: answer.etag ?? '' };
  } catch (error) {
    if (storageStatus(error) === 404) return undefined;
    throw error;
  }
}

async function upload(
  client: ContainerClient,
  blob: string,
  text: string,
  conditions: { ifMatch?: string; ifNoneMatch?: string } = {},
): Promise<string | undefined> {
  const body = Buffer.from(text);
  const headers = { blobHTTPHeaders: { blobContentType: 'application/json' }, ...bounded() };
  const answer = await client.getBlockBlobClient(blob).upload(body, body.length, { conditions, ...headers });
  return answer.etag;
}

/** A map is stored as an object; whoever parses it makes it a map again. */
function asObject(_key: string, value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value;
}

/** The same damage is kept once, however often it is met. */
function asideName(blob: string, etag: string): string {
  return `${blob.replace(/\.json$/, '')}.unreadable-${etag.replace(/[^A-Za-z0-9]/g, '')}.json`;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
