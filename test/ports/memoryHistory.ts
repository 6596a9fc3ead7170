import { compactHistory } from '../../shared/replication/compactHistory.ts';
import type { AppStateStore, HistoryStore } from '../../shared/replication/ports.ts';
import type { HistoryLine } from '../../shared/replication/types.ts';

const HOUR_MS = 3_600_000;

export interface MemoryHistory extends HistoryStore {
  appends: number;
  /** Lines that are kept, of all shards. */
  readonly size: number;
}

interface Hour {
  raw: HistoryLine[];
  /** Stands for the raw lines, whatever comes later. */
  compact?: HistoryLine[];
}

/** History in memory, by shard and hour as in the blobs. */
export function createMemoryHistory(): MemoryHistory {
  const hours = new Map<string, Hour>();
  const linesOf = ({ raw, compact }: Hour): HistoryLine[] => compact ?? raw;
  const hourOf = (key: string) => Number(key.split('|')[1]);
  const endedBefore = (beforeMs: number) =>
    [...hours]
      .filter(([key]) => (hourOf(key) + 1) * HOUR_MS <= beforeMs)
      .sort(([one], [other]) => hourOf(one) - hourOf(other));
  const store = {
    appends: 0,
    get size() {
      return [...hours.values()].reduce((sum, hour) => sum + linesOf(hour).length, 0);
    },
    append: async (shard: string, lines: HistoryLine[]) => {
      store.appends += 1;
      for (const [hour, ofHour] of Map.groupBy(lines, (line) => Math.floor(line.atMs / HOUR_MS))) {
        const key = `${shard}|${hour}`;
        const known = hours.get(key) ?? { raw: [] };
        hours.set(key, { ...known, raw: [...known.raw, ...structuredClone(ofHour)] });
      }
    },
    recent: async (shard: string, linkKey: string, sinceMs: number, limit: number) => {
      const lines = [...hours].filter(([key]) => key.startsWith(`${shard}|`)).flatMap(([, hour]) => linesOf(hour));
      const found = lines.filter((line) => line.linkKey === linkKey && line.atMs >= sinceMs);
      return limit > 0 ? found.sort((one, other) => one.atMs - other.atMs).slice(-limit) : [];
    },
    compact: async (endedBeforeMs: number, limit: number, goOn: () => boolean) => {
      const due = endedBefore(endedBeforeMs).filter(([, { raw }]) => raw.length > 0);
      let done = 0;
      for (const [key, { raw, compact }] of due.slice(0, limit)) {
        if (!goOn()) break;
        hours.set(key, { raw: [], compact: compact ?? compactHistory(raw) });
        done += 1;
      }
      return done;
    },
    removeOlderThan: async (beforeMs: number, limit: number) => {
      const old = endedBefore(beforeMs).slice(0, limit);
      for (const [key] of old) hours.delete(key);
      return old.length;
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
