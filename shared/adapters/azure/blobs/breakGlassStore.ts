import type { ContainerClient } from '@azure/storage-blob';
import type { BreakGlassStore } from '../../../reaction/ports.ts';
import { bounded } from '../storage.ts';
import { told } from '../storageError.ts';
import { BlobContainer } from './blobContainer.ts';
import { breakGlassBlobName } from './breakGlassBlobName.ts';

/** The pages as blobs that a browser shows: one per recovery group, the newest text only. */
export function createBreakGlassStore(client: ContainerClient): BreakGlassStore {
  const container = new BlobContainer(client);
  return {
    write: async (group, text) => {
      const ready = await container.ready();
      const name = breakGlassBlobName(group);
      const body = Buffer.from(text, 'utf8');
      await told(`store ${name}`, () =>
        ready.getBlockBlobClient(name).upload(body, body.length, {
          blobHTTPHeaders: { blobContentType: 'text/plain; charset=utf-8', blobCacheControl: 'no-cache' },
          ...bounded(),
        }),
      );
    },
  };
}
