import type { DocumentStore } from '../../shared/alerting/dispatch/ports.ts';

/** One document in memory; what is stored is a copy of its own, as in a blob. */
export function createMemoryDocument<T>(): DocumentStore<T> {
  let json: string | undefined;
  let version = 0;
  return {
    load: async () => (json === undefined ? undefined : { value: JSON.parse(json) as T, version: String(version) }),
    save: async (document) => {
      const stored = json === undefined ? undefined : String(version);
      if (document.version !== stored) return undefined;
      json = JSON.stringify(document.value);
      version += 1;
      return String(version);
    },
  };
}
