import type { TableClient } from '@azure/data-tables';
import type { AppStateStore } from '../../../replication/ports.ts';
import { bounded } from '../storage.ts';
import { told } from '../storageError.ts';
import { fromColumns, toColumns } from './jsonColumns.ts';
import { rowKey } from './keys.ts';
import { StateTable } from './stateTable.ts';

const PARTITION = 'app';

/** Small singletons in the state table; the last writer wins. */
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
  };
}
