import { OUTAGE_SHARD } from '../../shared/alerting/ports.ts';
import { mergeEvidence } from '../../shared/outage/mergeEvidence.ts';
import type { EvidenceStore, IncidentStore } from '../../shared/outage/ports.ts';
import type { Evidence, Incident } from '../../shared/outage/types.ts';
import type { EndedRecords, Versioned } from '../../shared/replication/ports.ts';
import { MemoryTable } from './memorySubjects.ts';

/**
 * Rows go through JSON, as in a table, unless `copies` is false: what the product stores is never changed in place, and simulations store
 * often.
 */
export interface MemoryOptions {
  copies?: boolean;
}

export function createMemoryEvidence({ copies = true }: MemoryOptions = {}): EvidenceStore {
  const rows = new Map<string, Evidence>();
  const copy = copier(copies);
  return {
    put: async (evidence) => {
      const merged = mergeEvidence(rows.get(evidence.id), evidence);
      rows.set(evidence.id, copy(merged.evidence));
      return copy(merged);
    },
    load: async () => [...rows.values()].map(copy),
    removeExpired: async (beforeMs, limit) => {
      const expired = [...rows].filter(([, { expiresAtMs }]) => expiresAtMs < beforeMs);
      for (const [id] of expired.slice(0, limit)) rows.delete(id);
      return Math.min(expired.length, limit);
    },
  };
}

/** @param table where its outbox rows go. @default a table of its own */
export function createMemoryIncidents(
  table = new MemoryTable(),
  { copies = true }: MemoryOptions = {},
): IncidentStore & EndedRecords {
  const records = memoryRecords<Incident>(
    copier(copies),
    ({ openedAtMs }) => openedAtMs,
    ({ phase, toldAtMs, closedAtMs }) => phase !== 'over' || (toldAtMs !== undefined && closedAtMs === undefined),
    ({ openedAtMs, overAtMs, closedAtMs }) => Math.max(openedAtMs, overAtMs ?? 0, closedAtMs ?? 0),
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

function copier(copies: boolean): <Value>(value: Value) => Value {
  return <Value>(value: Value) => (copies ? (JSON.parse(JSON.stringify(value)) as Value) : value);
}

function memoryRecords<T extends { id: string }>(
  copy: (value: T) => T,
  createdAtMs: (value: T) => number,
  isOpen: (value: T) => boolean,
  endedAtMs: (value: T) => number,
) {
  const rows = new Map<string, { version: string; value: T }>();
  let writes = 0;
  const oldestFirst = (): Array<{ version: string; value: T }> =>
    [...rows.values()].sort((one, other) => createdAtMs(one.value) - createdAtMs(other.value));
  const saveNow = ({ value, version }: Versioned<T>): string | undefined => {
    if (rows.get(value.id)?.version !== version) return undefined;
    writes += 1;
    rows.set(value.id, { version: `v${writes}`, value: copy(value) });
    return `v${writes}`;
  };
  return {
    load: async (id: string): Promise<Versioned<T> | undefined> => {
      const row = rows.get(id);
      return row === undefined ? undefined : { ...row, value: copy(row.value) };
    },
    open: async () =>
      oldestFirst()
        .filter(({ value }) => isOpen(value))
        .map((row) => ({ ...row, value: copy(row.value) })),
    recent: async (limit: number) =>
      oldestFirst()
        .reverse()
        .slice(0, limit)
        .map(({ value }) => copy(value)),
    removeEnded: async (beforeMs: number, limit: number) => {
      const old = oldestFirst()
        .filter(({ value }) => !isOpen(value) && createdAtMs(value) < beforeMs)
        .slice(0, limit)
        .filter(({ value }) => endedAtMs(value) < beforeMs);
      for (const { value } of old) rows.delete(value.id);
      return old.length;
    },
    save: async (record: Versioned<T>) => saveNow(record),
    saveNow,
  };
}
