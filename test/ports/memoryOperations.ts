import { isFinished } from '../../shared/operations/isFinished.ts';
import type { OperationStore } from '../../shared/operations/ports.ts';
import type { Operation } from '../../shared/operations/types.ts';

/**
 * Rows with ETags. What is saved goes through JSON, as in a table, unless `copies` is false: an operation is never changed in place, and
 * simulations save it often.
 */
export function createMemoryOperations({ copies = true } = {}): OperationStore {
  const rows = new Map<string, { version: number; value: Operation }>();
  let writes = 0;
  const all = (): Operation[] => [...rows.values()].map((row) => row.value);
  const newestFirst = (one: Operation, other: Operation): number => other.sinceMs - one.sinceMs;
  return {
    load: async (id) => {
      const row = rows.get(id);
      return row === undefined ? undefined : { value: row.value, version: String(row.version) };
    },
    open: async () => all().filter((operation) => !isFinished(operation)),
    recent: async (limit) => all().sort(newestFirst).slice(0, limit),
    save: async ({ value, version }) => {
      const row = rows.get(value.id);
      if ((row === undefined ? undefined : String(row.version)) !== version) return undefined;
      writes += 1;
      rows.set(value.id, { version: writes, value: copies ? (JSON.parse(JSON.stringify(value)) as Operation) : value });
      return String(writes);
    },
  };
}
