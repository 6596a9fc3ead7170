import type { ContainerClient } from '@azure/storage-blob';
import { bounded } from '../storage.ts';
import { told } from '../storageError.ts';

/** A container that is made when it is first used. */
export class BlobContainer {
  readonly client: ContainerClient;
  #made: Promise<unknown> | undefined;

  constructor(client: ContainerClient) {
    this.client = client;
  }

  /** @throws StorageError */
  async ready(): Promise<ContainerClient> {
    this.#made ??= told(`create the container ${this.client.containerName}`, () =>
      this.client.createIfNotExists(bounded()),
    );
    try {
      await this.#made;
    } catch (error) {
      // Not kept: the account may come back.
      this.#made = undefined;
      throw error;
    }
    return this.client;
  }
}
