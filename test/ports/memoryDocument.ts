import type { DispatchStore, DocumentStore } from '../../shared/alerting/dispatch/ports.ts';

/** One document in memory; what is stored is a copy of its own, as in a blob. */
export function createMemoryDocument<T>(revive: (stored: T) => T = (stored) => stored): DocumentStore<T> {
  let json: string | undefined;
  let version = 0;
  return {
    load: async () =>
      json === undefined ? undefined : { value: revive(JSON.parse(json) as T), version: String(version) },
    save: async (document) => {
      const stored = json === undefined ? undefined : String(version);
      if (document.version !== stored) return undefined;
      json = JSON.stringify(document.value, (_key, value) =>
        value instanceof Map ? Object.fromEntries(value) : value,
      );
      version += 1;
      return String(version);
    },
  };
}

export function createMemoryDispatch(): DispatchStore {
  return createMemoryDocument((stored) => ({
    ...stored,
    alerts: new Map(Object.entries(stored.alerts)),
    groups: Object.fromEntries(
      Object.entries(stored.groups).map(([id, group]) => [id, { ...group, told: new Map(Object.entries(group.told)) }]),
    ),
    begun: new Map(Object.entries(stored.begun)),
  }));
}
