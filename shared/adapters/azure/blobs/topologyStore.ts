import type { ContainerClient } from '@azure/storage-blob';
import type { TopologyStore } from '../../../topology/ports.ts';
import type { Topology } from '../../../topology/types.ts';
import { bounded } from '../storage.ts';
import { storageStatus, told } from '../storageError.ts';
import { BlobContainer } from './blobContainer.ts';
import { parseTopology } from './parseTopology.ts';

export interface TopologyOptions {
  /** The stored topology cannot be read; it counts as none, and the next discovery replaces it. */
  onMalformed?: (blob: string) => void;
}

const NAME = 'topology/current.json';
const SAVE_ATTEMPTS = 5;
/** Clocks of two instances may differ by this much. */
const CLOCKS_APART_MS = 60_000;

/** The last topology, one JSON blob. Of two discoveries the later one stays, whichever was saved last. */
export function createTopologyStore(client: ContainerClient, options: TopologyOptions = {}): TopologyStore {
  const container = new BlobContainer(client);
  /** What was read last: while nobody stored another, it is neither sent nor parsed again, and whoever reads it changes nothing. */
  let kept: Stored | undefined;
  return {
    load: async () => {
      const stored = await read(container, kept);
      kept = stored;
      if (stored !== undefined && stored.topology === undefined) options.onMalformed?.(NAME);
      return stored?.topology;
    },
    save: async (topology) => {
      for (let attempt = 1; attempt <= SAVE_ATTEMPTS; attempt += 1) {
        const stored = await read(container);
        if (stored?.topology !== undefined && isLater(stored.topology, topology)) return false;
        if (await write(container, topology, stored?.etag)) return true;
      }
      throw new Error(`Expected to store the topology, but others stored theirs first ${SAVE_ATTEMPTS} times.`);
    },
  };
}

/** A discovery of the future was stamped by a clock that was ahead: it must not stand in the way until that moment has come. */
function isLater(stored: Topology, found: Topology): boolean {
  return stored.discoveredAtMs > found.discoveredAtMs && stored.discoveredAtMs <= Date.now() + CLOCKS_APART_MS;
}

interface Stored {
  etag: string;
  topology: Topology | undefined;
}

async function read(container: BlobContainer, kept?: Stored): Promise<Stored | undefined> {
  const client = await container.ready();
  return told('read the stored topology', async () => {
    try {
      const conditions = kept === undefined ? {} : { ifNoneMatch: kept.etag };
      const answer = await client.getBlobClient(NAME).download(0, undefined, { conditions, ...bounded() });
      const chunks: Uint8Array[] = [];
      for await (const chunk of answer.readableStreamBody ?? []) chunks.push(Buffer.from(chunk));
      return { etag: answer.etag ?? '', topology: parseTopology(Buffer.concat(chunks).toString('utf8')) };
    } catch (error) {
      if (storageStatus(error) === 404) return undefined;
      if (storageStatus(error) === 304 && kept !== undefined) return kept;
      throw error;
    }
  });
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
