import type { TableClient, TableEntityResult, TransactionAction } from '@azure/data-tables';
import { bounded } from '../storage.ts';
import { storageStatus, told } from '../storageError.ts';
import { submitEntityGroup } from './entityGroup.ts';
import { queryRows } from './queryRows.ts';

export type Entity = TableEntityResult<Record<string, unknown>>;

export interface NewRow {
  partitionKey: string;
  rowKey: string;
  [column: string]: unknown;
}

/** A query may read many pages; each page is bounded by the service, and all of them by this. */
const QUERY_TIMEOUT_MS = 60_000;

/** The one table that holds subjects, outbox and the app's state, made when it is first written to: whoever reads makes nothing. */
export class StateTable {
  readonly client: TableClient;
  #made: Promise<void> | undefined;

  constructor(client: TableClient) {
    this.client = client;
  }

  /** @throws StorageError */
  async ready(): Promise<TableClient> {
    this.#made ??= told(`create the table ${this.client.tableName}`, () => this.client.createTable(bounded()));
    try {
      await this.#made;
    } catch (error) {
      // Not kept: the account may come back.
      this.#made = undefined;
      throw error;
    }
    return this.client;
  }

  /** Nothing where there is no table yet. @throws StorageError */
  async query(filter: string, select?: string[]): Promise<Entity[]> {
    return told('read from the state table', async () => {
      try {
        return await queryRows(this.client, filter, select, bounded(QUERY_TIMEOUT_MS).abortSignal);
      } catch (error) {
        if (storageStatus(error) === 404) return [];
        throw error;
      }
    });
  }

  /** Undefined when there is no such row. @throws StorageError */
  async get(partition: string, row: string): Promise<Entity | undefined> {
    return told('read one row of the state table', async () => {
      try {
        return await this.client.getEntity<Record<string, unknown>>(partition, row, bounded());
      } catch (error) {
        if (storageStatus(error) === 404) return undefined;
        throw error;
      }
    });
  }

  /**
   * Inserts the row when `version` is absent, else replaces the one that still bears this ETag. The new ETag; undefined when neither could be done because
   * somebody wrote or removed it meanwhile. @throws StorageError
   */
  async write(what: string, entity: NewRow, version: string | undefined): Promise<string | undefined> {
    const client = await this.ready();
    return told(`store ${what}`, async () => {
      try {
        const { etag } =
          version === undefined
            ? await client.createEntity(entity, bounded())
            : await client.updateEntity(entity, 'Replace', { etag: version, ...bounded() });
        if (etag === undefined) throw new Error('expected an ETag with the answer');
        return etag;
      } catch (error) {
        const status = storageStatus(error);
        if (status === 409 || status === 412) return undefined;
        // An insert finds no row missing: then the table is, and that is no conflict.
        if (status === 404 && version !== undefined) return undefined;
        throw error;
      }
    });
  }

  /**
   * Rows of one partition, all or none. Their new ETags in the order of the actions; undefined when a condition of one of them did not hold.
   * @throws StorageError
   */
  async transact(what: string, actions: TransactionAction[]): Promise<Array<string | undefined> | undefined> {
    const client = await this.ready();
    return told(`store ${what}`, async () => {
      try {
        return await submitEntityGroup(client, actions, bounded().abortSignal);
      } catch (error) {
        // 412 an ETag that no longer holds, 409 a row that exists already, 404 one that was removed.
        const status = storageStatus(error);
        if (status === 412 || status === 409 || status === 404) return undefined;
        throw error;
      }
    });
  }

  /** Deletes a row while it has this ETag. @throws StorageError */
  async delete(partition: string, row: string, etag = '*'): Promise<'deleted' | 'gone' | 'changed'> {
    return told('delete a row of the state table', async () => {
      try {
        await this.client.deleteEntity(partition, row, { etag, ...bounded() });
        return 'deleted';
      } catch (error) {
        if (storageStatus(error) === 404) return 'gone';
        if (storageStatus(error) === 412) return 'changed';
        throw error;
      }
    });
  }
}
