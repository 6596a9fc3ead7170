import type { TableClient } from '@azure/data-tables';
import { isFinished } from '../../../operations/isFinished.ts';
import type { OperationStore } from '../../../operations/ports.ts';
import type { Operation } from '../../../operations/types.ts';
import type { EndedRecords } from '../../../replication/ports.ts';
import { asOperation } from './outageShapes.ts';
import type { TableOptions } from './subjectStore.ts';
import { type RowsOf, VersionedRows } from './versionedRows.ts';

const OPERATIONS: RowsOf<Operation> = {
  partition: 'operation',
  kind: 'p',
  what: 'the operation',
  idOf: ({ id }) => id,
  createdAtMs: ({ plan }) => plan.madeAtMs,
  // Also a failed one waits for an operator, and a closed one until everybody has heard of it.
  isOpen: (operation) => !isFinished(operation),
  endedAtMs: ({ sinceMs, closedToldAtMs }) => Math.max(sinceMs, closedToldAtMs ?? 0),
  check: asOperation,
};

/** Operations with their journals in the state table. Promises what OperationStore says; a row that cannot be read is told and left out. */
export function createOperationStore(client: TableClient, options: TableOptions = {}): OperationStore & EndedRecords {
  const rows = new VersionedRows(client, OPERATIONS, options);
  return {
    load: (id) => rows.load(id),
    open: async () => (await rows.open()).map(({ value }) => value),
    recent: (limit, sinceMs) => rows.recent(limit, sinceMs),
    removeEnded: (beforeMs, limit) => rows.removeEnded(beforeMs, limit),
    save: (operation) => rows.save(operation),
  };
}
