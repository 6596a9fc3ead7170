import type { TableClient } from '@azure/data-tables';
import { mapBounded } from '../../../limits/mapBounded.ts';
import { type Merged, mergeEvidence } from '../../../outage/mergeEvidence.ts';
import type { EvidenceStore } from '../../../outage/ports.ts';
import type { Evidence } from '../../../outage/types.ts';
import type { Versioned } from '../../../replication/ports.ts';
import { fromColumns, toColumns } from './jsonColumns.ts';
import { rangeOf, rowKey } from './keys.ts';
import { asEvidence } from './outageShapes.ts';
import { type Entity, StateTable } from './stateTable.ts';
import type { TableOptions } from './subjectStore.ts';

const PARTITION = 'evidence';
/** Reporters of one id are few: whoever loses this often meets a fault, not a rival. */
const TRIES = 10;
const DELETES_AT_ONCE = 8;

/** Evidence in the state table, one row for each id. Promises what EvidenceStore says; a row that cannot be read is told and overwritten. */
export function createEvidenceStore(client: TableClient, options: TableOptions = {}): EvidenceStore {
  const table = new StateTable(client);
  const read = (entity: Entity): Evidence | undefined => {
    const value = asEvidence(fromColumns(entity));
    if (value === undefined) {
      options.onMalformed?.({ partition: String(entity.partitionKey), row: String(entity.rowKey) });
    }
    return value;
  };
  const stored = async (id: string): Promise<Partial<Versioned<Evidence>>> => {
    const entity = await table.get(PARTITION, rowKey('e', id));
    if (entity === undefined) return {};
    const value = read(entity);
    return { version: entity.etag, ...(value === undefined ? {} : { value }) };
  };
  return {
    put: async (evidence) => {
      for (let attempt = 1; attempt <= TRIES; attempt += 1) {
        const { value, version } = await stored(evidence.id);
        const merged: Merged = mergeEvidence(value, evidence);
        // An older report changes nothing: there is nothing to write.
        if (merged.evidence === value) return merged;
        const etag = await table.write(`the evidence ${evidence.id}`, entityOf(merged.evidence), version);
        if (etag !== undefined) return merged;
      }
      throw new Error(
        `Expected to store the evidence ${evidence.id}, saw others store theirs first ${TRIES} times. The next report stores it.`,
      );
    },
    load: async () => (await table.query(rangeOf(PARTITION, 'e'))).flatMap((entity) => read(entity) ?? []),
    removeExpired: async (beforeMs, limit) => {
      const expired = `${rangeOf(PARTITION, 'e')} and expires lt '${new Date(beforeMs).toISOString()}'`;
      const rows = (await table.query(expired, ['PartitionKey', 'RowKey', 'expires'])).slice(0, limit);
      // Only what has not been confirmed meanwhile.
      const removed = await mapBounded(rows, DELETES_AT_ONCE, ({ rowKey: row, etag }) =>
        table.delete(PARTITION, String(row), etag),
      );
      return removed.filter((outcome) => outcome === 'deleted').length;
    },
  };
}

/** `expires` is a column of its own: tidying filters by it. ISO text sorts as time does. */
function entityOf(evidence: Evidence) {
  return {
    partitionKey: PARTITION,
    rowKey: rowKey('e', evidence.id),
    expires: new Date(evidence.expiresAtMs).toISOString(),
    ...toColumns(evidence),
  };
}
