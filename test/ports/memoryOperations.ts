import type { OperationStore } from '../../shared/operations/ports.ts';
import type { Operation } from '../../shared/operations/types.ts';

/** Rows with ETags, kept as text: what was loaded is never the same object as what is stored. */
export function createMemoryOperations(): OperationStore {
  const rows = new Map<string, { version: number; json: string }>();
  let writes = 0;
  const all = (): Operation[] => [...rows.values()].map((row) => JSON.parse(row.json) as Operation);
  const newestFirst = (one: Operation, other: Operation): number => other.sinceMs - one.sinceMs;
  return {
    load: async (id) => {
      const row = rows.get(id);
      return row === undefined ? undefined : { value: JSON.parse(row.json) as Operation, version: String(row.version) };
    },
    open: async () => all().filter((operation) => operation.state !== 'closed'),
    recent: async (limit) => all().sort(newestFirst).slice(0, limit),
    save: async ({ value, version }) => {
      const row = rows.get(value.id);
      if ((row === undefined ? undefined : String(row.version)) !== version) return undefined;
      writes += 1;
      rows.set(value.id, { version: writes, json: JSON.stringify(value) });
      return String(writes);
    },
  };
}
