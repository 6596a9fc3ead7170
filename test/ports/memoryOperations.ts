import { isFinished } from '../../shared/operations/isFinished.ts';
import type { OperationStore } from '../../shared/operations/ports.ts';
import type { Operation } from '../../shared/operations/types.ts';
import type { EndedRecords } from '../../shared/replication/ports.ts';

/**
 * Rows with ETags. What is saved and given goes through JSON, as in a table, unless `copies` is false: an operation is never changed in
 * place, and simulations save it often.
 */
export function createMemoryOperations({ copies = true } = {}): OperationStore & EndedRecords {
  const rows = new Map<string, { version: string; value: Operation }>();
  let writes = 0;
  const copy = (value: Operation): Operation => (copies ? (JSON.parse(JSON.stringify(value)) as Operation) : value);
  const oldestFirst = (): Operation[] =>
    [...rows.values()].map(({ value }) => value).sort((one, other) => one.plan.madeAtMs - other.plan.madeAtMs);
  return {
    load: async (id) => {
      const row = rows.get(id);
      return row === undefined ? undefined : { ...row, value: copy(row.value) };
    },
    open: async () =>
      oldestFirst()
        .filter((operation) => !isFinished(operation))
        .map(copy),
    recent: async (limit, sinceMs = Number.NEGATIVE_INFINITY) =>
      oldestFirst()
        .filter(({ plan }) => plan.madeAtMs >= sinceMs)
        .reverse()
        .slice(0, limit)
        .map(copy),
    removeEnded: async (beforeMs, limit) => {
      const old = oldestFirst()
        .filter((operation) => isFinished(operation) && operation.plan.madeAtMs < beforeMs)
        .slice(0, limit)
        .filter(({ sinceMs, closedToldAtMs }) => Math.max(sinceMs, closedToldAtMs ?? 0) < beforeMs);
      for (const { id } of old) rows.delete(id);
      return old.length;
    },
    save: async ({ value, version }) => {
      if (rows.get(value.id)?.version !== version) return undefined;
      writes += 1;
      rows.set(value.id, { version: `v${writes}`, value: copy(value) });
      return `v${writes}`;
    },
  };
}
