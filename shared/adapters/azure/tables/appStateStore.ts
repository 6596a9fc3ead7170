import type { TableClient } from '@azure/data-tables';
import type { AppStateStore } from '../../../replication/ports.ts';
import { bounded } from '../storage.ts';
import { told } from '../storageError.ts';
import { fromColumns, toColumns } from './jsonColumns.ts';
import { rowKey } from './keys.ts';
import { StateTable } from './stateTable.ts';

const PARTITION = 'app';

/** Small singletons in the state table. With `write` the last writer wins; with `replace` whoever read last. */
export function createAppStateStore(client: TableClient): AppStateStore {
  const table = new StateTable(client);
  return {
    read: async (name) => {
      const entity = await table.get(PARTITION, rowKey('a', name));
      return entity === undefined ? undefined : fromColumns(entity);
    },
    write: async (name, value) => {
      const entity = { partitionKey: PARTITION, rowKey: rowKey('a', name), ...toColumns(value) };
      const ready = await table.ready();
      // Replace, not merge: a shorter value must not keep the columns of a longer one.
      await told(`store the app's ${name}`, () => ready.upsertEntity(entity, 'Replace', bounded()));
    },
    load: async (name) => {
      const entity = await table.get(PARTITION, rowKey('a', name));
      return entity === undefined ? undefined : { value: fromColumns(entity), version: entity.etag };
    },
    replace: async (name, { value, version }) => {
      const entity = { partitionKey: PARTITION, rowKey: rowKey('a', name), ...toColumns(value) };
      return (await table.write(`the app's ${name}`, entity, version)) !== undefined;
    },
  };
}
