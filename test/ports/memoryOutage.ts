import { OUTAGE_SHARD } from '../../shared/alerting/ports.ts';
import { mergeEvidence } from '../../shared/outage/mergeEvidence.ts';
import type { EvidenceStore, IncidentStore } from '../../shared/outage/ports.ts';
import type { Evidence, Incident } from '../../shared/outage/types.ts';
import type { Versioned } from '../../shared/replication/ports.ts';
import { MemoryTable } from './memorySubjects.ts';

export function createMemoryEvidence(): EvidenceStore {
  const rows = new Map<string, string>();
  return {
    put: async (evidence) => {
      const json = rows.get(evidence.id);
      const merged = mergeEvidence(json === undefined ? undefined : (JSON.parse(json) as Evidence), evidence);
      rows.set(evidence.id, JSON.stringify(merged.evidence));
      return structuredClone(merged);
    },
    load: async () => [...rows.values()].map((json) => JSON.parse(json) as Evidence),
    removeExpired: async (beforeMs, limit) => {
      const expired = [...rows].filter(([, json]) => (JSON.parse(json) as Evidence).expiresAtMs < beforeMs);
      for (const [id] of expired.slice(0, limit)) rows.delete(id);
      return Math.min(expired.length, limit);
    },
  };
}

/** @param table where its outbox rows go. @default a table of its own */
export function createMemoryIncidents(table = new MemoryTable()): IncidentStore {
  const records = memoryRecords<Incident>(
    ({ openedAtMs }) => openedAtMs,
    ({ phase, toldAtMs, closedAtMs }) => phase !== 'over' || (toldAtMs !== undefined && closedAtMs === undefined),
  );
  return {
    ...records,
    save: async (incident, outbox = []) => {
      const astray = outbox.find(({ shard }) => shard !== OUTAGE_SHARD);
      if (astray !== undefined)
        throw new RangeError(`Expected outbox entries of ${OUTAGE_SHARD}, saw ${astray.shard}.`);
      const version = records.saveNow(incident);
      if (version !== undefined) table.insert(outbox);
      return version;
    },
  };
}

function memoryRecords<T extends { id: string }>(createdAtMs: (value: T) => number, isOpen: (value: T) => boolean) {
  const rows = new Map<string, { version: string; json: string }>();
  let writes = 0;
  const all = (): Array<Versioned<T>> =>
    [...rows.values()]
      .map(({ json, version }) => ({ value: JSON.parse(json) as T, version }))
      .sort((one, other) => createdAtMs(one.value) - createdAtMs(other.value));
  const saveNow = ({ value, version }: Versioned<T>): string | undefined => {
    if (rows.get(value.id)?.version !== version) return undefined;
    writes += 1;
    rows.set(value.id, { version: `v${writes}`, json: JSON.stringify(value) });
    return `v${writes}`;
  };
  return {
    load: async (id: string): Promise<Versioned<T> | undefined> => {
      const row = rows.get(id);
      return row === undefined ? undefined : { value: JSON.parse(row.json) as T, version: row.version };
    },
    open: async () => all().filter(({ value }) => isOpen(value)),
    recent: async (limit: number) =>
      all()
        .reverse()
        .slice(0, limit)
        .map(({ value }) => value),
    save: async (record: Versioned<T>) => saveNow(record),
    saveNow,
  };
}
