import type { ContainerClient } from '@azure/storage-blob';
import type { TopologyStore } from '../../../topology/ports.ts';
import type { Topology } from '../../../topology/types.ts';
import { bounded } from '../storage.ts';
import { storageStatus, told } from '../storageError.ts';
import { BlobContainer } from './blobContainer.ts';

export interface TopologyOptions {
  /** The stored topology cannot be read; it counts as none, and the next discovery replaces it. */
  onMalformed?: (blob: string) => void;
}

const NAME = 'topology/current.json';
const SAVE_ATTEMPTS = 5;

/** The last topology, one JSON blob. Of two discoveries the later one stays, whichever was saved last. */
export function createTopologyStore(client: ContainerClient, options: TopologyOptions = {}): TopologyStore {
  const container = new BlobContainer(client);
  return {
    load: async () => {
      const stored = await read(container);
      if (stored !== undefined && stored.topology === undefined) options.onMalformed?.(NAME);
      return stored?.topology;
    },
    save: async (topology) => {
      for (let attempt = 1; attempt <= SAVE_ATTEMPTS; attempt += 1) {
        const stored = await read(container);
        if ((stored?.topology?.discoveredAtMs ?? Number.NEGATIVE_INFINITY) > topology.discoveredAtMs) return;
        if (await write(container, topology, stored?.etag)) return;
      }
      throw new Error(`Expected to store the topology, but others stored theirs first ${SAVE_ATTEMPTS} times.`);
    },
  };
}

interface Stored {
  etag: string;
  topology: Topology | undefined;
}

async function read(container: BlobContainer): Promise<Stored | undefined> {
  const client = await container.ready();
  return told('read the stored topology', async () => {
    try {
      const answer = await client.getBlobClient(NAME).download(0, undefined, bounded());
      const chunks: Uint8Array[] = [];
      for await (const chunk of answer.readableStreamBody ?? []) chunks.push(Buffer.from(chunk));
      return { etag: answer.etag ?? '', topology: parse(Buffer.concat(chunks).toString('utf8')) };
    } catch (error) {
      if (storageStatus(error) === 404) return undefined;
      throw error;
    }
  });
}

function parse(text: string): Topology | undefined {
  try {
    const value = JSON.parse(text) as Partial<Topology> | null;
    const lists = [value?.servers, value?.databases, value?.links, value?.unprotected, value?.notGeo];
    return typeof value?.discoveredAtMs === 'number' && lists.every(Array.isArray) ? (value as Topology) : undefined;
  } catch {
    return undefined;
  }
}

/** False when somebody else wrote meanwhile. */
async function write(container: BlobContainer, topology: Topology, etag: string | undefined): Promise<boolean> {
  const body = Buffer.from(JSON.stringify(topology));
  return told('store the topology', async () => {
    try {
      await container.client.getBlockBlobClient(NAME).upload(body, body.length, {
        conditions: etag === undefined ? { ifNoneMatch: '*' } : { ifMatch: etag },
        blobHTTPHeaders: { blobContentType: 'application/json' },
        ...bounded(),
      });
      return true;
    } catch (error) {
      if (storageStatus(error) === 412 || storageStatus(error) === 409) return false;
      throw error;
    }
  });
}
