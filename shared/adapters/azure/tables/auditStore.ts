import type { TableClient, TransactionAction } from '@azure/data-tables';
import { removable } from '../../../audit/removable.ts';
import type { AuditEntry, AuditStore, AuditTidying } from '../../../audit/types.ts';
import { mapBounded } from '../../../limits/mapBounded.ts';
import { AUDIT_FLOOR, AUDIT_HEAD, AUDIT_PARTITION, type StoredHead, storedFloor, storedHead } from './auditHead.ts';
import { fromColumns, toColumns } from './jsonColumns.ts';
import { rangeOf, rowKey } from './keys.ts';
import { asAuditEntry } from './outageShapes.ts';
import { StateTable } from './stateTable.ts';
import type { TableOptions } from './subjectStore.ts';

/** As many digits as a safe integer has: text sorts as the number does. */
const DIGITS = 16;
const DELETES_AT_ONCE = 8;

/**
 * The audit chain in one partition: an entry and the head move in one transaction, so that a chain has neither gap nor fork, and an end that
 * was cut off shows against the head. Rows are inserted, never updated; the oldest are removed when they were kept long enough. Promises what
 * AuditStore and AuditTidying say.
 */
export function createAuditStore(client: TableClient, options: TableOptions = {}): AuditStore & AuditTidying {
  const table = new StateTable(client);
  const entryAt = async (sequence: number): Promise<AuditEntry | undefined> => {
    const entity = await table.get(AUDIT_PARTITION, rowOf(sequence));
    return entity === undefined ? undefined : asAuditEntry(fromColumns(entity));
  };
  const read = async (fromSequence: number, limit: number): Promise<AuditEntry[]> => {
    const range = `RowKey ge '${rowOf(fromSequence)}' and RowKey lt '${rowOf(fromSequence + limit)}'`;
    const rows = await table.query(`${rangeOf(AUDIT_PARTITION, 'c')} and ${range}`);
    return rows.flatMap((entity) => {
      const entry = asAuditEntry(fromColumns(entity));
      if (entry === undefined) options.onMalformed?.({ partition: AUDIT_PARTITION, row: String(entity.rowKey) });
      return entry ?? [];
    });
  };
  return {
    last: async () => {
      const head = await storedHead(table);
      if (head === undefined) return undefined;
      const entry = await entryAt(head.sequence);
      if (entry !== undefined) return entry;
      throw new Error(
        `Expected the audit entry ${head.sequence}, at which the head points, saw none that can be read. Nothing is appended to a damaged chain: run npm run audit:verify.`,
      );
    },
    append: async (entry) => {
      const head = await storedHead(table);
      const next = head === undefined ? 0 : head.sequence + 1;
      // Whoever would leave a gap loads the last one again.
      if (entry.sequence > next) return false;
      if (entry.sequence === next && (await submit(table, entry, head))) return true;
      // It may be there because the answer to our own write was lost.
      return (await entryAt(entry.sequence))?.hash === entry.hash;
    },
    read,
    removeOlderThan: async (beforeMs, limit) => {
      const [head, floor] = await Promise.all([storedHead(table), storedFloor(table)]);
      if (head === undefined) return 0;
      const from = floor === undefined ? 0 : floor.sequence + 1;
      const old = removable(await read(from, Math.min(limit, head.sequence - from)), floor, beforeMs);
      const last = old.at(-1);
      // The floor first: readers begin after it, and rows that a crash leaves behind it are removed by the next turn.
      if (last !== undefined && !(await moveFloor(table, last, floor?.etag))) return 0;
      const reached = last ?? floor;
      return reached === undefined ? 0 : await removeThrough(table, reached.sequence, limit);
    },
  };
}

function rowOf(sequence: number): string {
  return rowKey('c', String(sequence).padStart(DIGITS, '0'));
}

/** False when somebody else moved the head meanwhile, and so nothing was written. */
async function submit(table: StateTable, entry: AuditEntry, head: StoredHead | undefined): Promise<boolean> {
  const moved = {
    partitionKey: AUDIT_PARTITION,
    rowKey: AUDIT_HEAD,
    sequence: String(entry.sequence),
    hash: entry.hash,
  };
  const actions: TransactionAction[] = [
    ['create', { partitionKey: AUDIT_PARTITION, rowKey: rowOf(entry.sequence), ...toColumns(entry) }],
    head === undefined ? ['create', moved] : ['update', moved, 'Replace', { etag: head.etag }],
  ];
  return (await table.transact(`the audit entry ${entry.sequence}`, actions)) !== undefined;
}

/** False when somebody else moved it meanwhile. */
async function moveFloor(table: StateTable, last: AuditEntry, version: string | undefined): Promise<boolean> {
  const { sequence, hash } = last;
  const floor = { partitionKey: AUDIT_PARTITION, rowKey: AUDIT_FLOOR, sequence: String(sequence), hash };
  return (await table.write('the floor of the audit chain', floor, version)) !== undefined;
}

async function removeThrough(table: StateTable, sequence: number, limit: number): Promise<number> {
  const below = `${rangeOf(AUDIT_PARTITION, 'c')} and RowKey lt '${rowOf(sequence + 1)}'`;
  const rows = await table.query(below, ['PartitionKey', 'RowKey']);
  const removed = await mapBounded(rows.slice(0, limit), DELETES_AT_ONCE, ({ rowKey: row }) =>
    table.delete(AUDIT_PARTITION, String(row)),
  );
  return removed.filter((outcome) => outcome === 'deleted').length;
}
