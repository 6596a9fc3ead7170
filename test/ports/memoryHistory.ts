import type { AppStateStore, HistoryStore } from '../../shared/replication/ports.ts';
import type { HistoryLine } from '../../shared/replication/types.ts';

const HOUR_MS = 3_600_000;

/** History in memory, by shard and hour as in the append blobs. */
export function createMemoryHistory(): HistoryStore & { appends: number } {
  const hours = new Map<string, HistoryLine[]>();
  const store = {
    appends: 0,
    append: async (shard: string, lines: HistoryLine[]) => {
      store.appends += 1;
      for (const [hour, ofHour] of Map.groupBy(lines, (line) => Math.floor(line.atMs / HOUR_MS))) {
        const key = `${shard}|${hour}`;
        hours.set(key, [...(hours.get(key) ?? []), ...structuredClone(ofHour)]);
      }
    },
    recent: async (shard: string, linkKey: string, sinceMs: number, limit: number) => {
      const lines = [...hours].filter(([key]) => key.startsWith(`${shard}|`)).flatMap(([, ofHour]) => ofHour);
      const found = lines.filter((line) => line.linkKey === linkKey && line.atMs >= sinceMs);
      return limit > 0 ? found.sort((one, other) => one.atMs - other.atMs).slice(-limit) : [];
    },
    removeOlderThan: async (beforeMs: number, limit: number) => {
      const hourOf = (key: string) => Number(key.split('|')[1]);
      const old = [...hours.keys()]
        .filter((key) => (hourOf(key) + 1) * HOUR_MS <= beforeMs)
        .sort((one, other) => hourOf(one) - hourOf(other));
      for (const key of old.slice(0, limit)) hours.delete(key);
      return Math.min(old.length, limit);
    },
  };
  return store;
}

export function createMemoryAppState(): AppStateStore {
  const rows = new Map<string, { json: string; version: string }>();
  let writes = 0;
  const put = (name: string, value: unknown) => {
    writes += 1;
    rows.set(name, { json: JSON.stringify(value), version: `v${writes}` });
  };
  return {
    read: async (name) => {
      const row = rows.get(name);
      return row === undefined ? undefined : JSON.parse(row.json);
    },
    write: async (name, value) => put(name, value),
    load: async (name) => {
      const row = rows.get(name);
      return row === undefined ? undefined : { value: JSON.parse(row.json), version: row.version };
    },
    replace: async (name, { value, version }) => {
      if (rows.get(name)?.version !== version) return false;
      put(name, value);
      return true;
    },
  };
}
