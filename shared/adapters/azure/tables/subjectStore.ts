import type { TableClient } from '@azure/data-tables';
import { mapBounded } from '../../../limits/mapBounded.ts';
import type { KnownSubject, SubjectChange, SubjectStore } from '../../../replication/ports.ts';
import { fromColumns } from './jsonColumns.ts';
import { KeptFigures } from './keptFigures.ts';
import { rangeOf, rowKey } from './keys.ts';
import { entriesNotStored } from './outboxRows.ts';
import { type Entity, StateTable } from './stateTable.ts';
import { asSubjectRecord } from './storedShapes.ts';
import { type Change, changeOf, chunksOf } from './transaction.ts';

export interface TableOptions {
  /** A stored row that cannot be read is skipped, and told here. */
  onMalformed?: (row: { partition: string; row: string }) => void;
}

const TRANSACTIONS_AT_ONCE = 4;
/** A change whose outbox rows exist, or whose stored row is malformed, is tried again without them. */
const TRIES_PER_CHANGE = 3;

/**
 * Subjects in Azure Tables: partition = shard, so that a record and its outbox rows are one entity-group transaction.
 * Promises what SubjectStore says. A stored row that cannot be read counts as not stored: it is told, skipped and overwritten.
 * What is kept together lies in rows of its own, a few hundred records in each.
 */
export function createSubjectStore(client: TableClient, options: TableOptions = {}): SubjectStore {
  const table = new StateTable(client);
  const isSubject = ({ rowKey: row }: Entity) => String(row).startsWith(rowKey('s', ''));
  const malformed = (entity: Entity) =>
    options.onMalformed?.({ partition: String(entity.partitionKey), row: String(entity.rowKey) });
  const kept = new KeptFigures(table, malformed);
  const read = (entity: Entity): KnownSubject | undefined => {
    const value = asSubjectRecord(fromColumns(entity));
    if (value !== undefined) return { value, version: entity.etag };
    malformed(entity);
    return undefined;
  };
  const overtaken = (shard: string, changes: readonly SubjectChange[]) =>
    kept.overtaken(
      shard,
      changes.flatMap(({ record: { value, version }, afterSampleMs: sampleMs }) =>
        version === undefined || sampleMs === undefined
          ? []
          : [{ row: rowKey('s', value.subject.key), version, sampleMs }],
      ),
    );
  return {
    load: async (shard) => {
      const rows = await table.query(rangeOf(shard, 's', 't'));
      const [own, together] = [rows.filter(isSubject), rows.filter((row) => !isSubject(row))];
      const figures = await kept.read(together);
      const records = own.flatMap((entity) => figures.of(String(entity.rowKey), entity.etag) ?? read(entity) ?? []);
      const known = new Map(records.map((record) => [record.value.subject.key, record]));
      kept.remember(known, figures, own);
      return known;
    },
    loadOne: async (shard, subjectKey) => {
      const entity = await table.get(shard, rowKey('s', subjectKey));
      if (entity === undefined) return undefined;
      const known = read(entity);
      // Of nothing but links are there figures.
      return known?.value.link === undefined ? known : ((await kept.of(shard, entity)) ?? known);
    },
    commit: async (shard, changes) => {
      const late = await overtaken(shard, changes);
      const isLate = ({ record }: SubjectChange) => late.has(rowKey('s', record.value.subject.key));
      const timely = late.size === 0 ? changes : changes.filter((change) => !isLate(change));
      const chunks = chunksOf(timely.map((change) => changeOf(shard, change)));
      const conflicts = await mapBounded(chunks, TRANSACTIONS_AT_ONCE, (chunk) => commitChunk(table, shard, chunk));
      const lost = late.size === 0 ? [] : changes.filter(isLate).map(({ record }) => record.value.subject.key);
      return { conflicts: [...lost, ...conflicts.flat()] };
    },
    keep: async (shard, by, records) => kept.keep(shard, by, records),
    remove: async (shard, subjectKey, version, afterSampleMs) => {
      const row = rowKey('s', subjectKey);
      const rows = afterSampleMs === undefined ? [] : [{ row, version, sampleMs: afterSampleMs }];
      if ((await kept.overtaken(shard, rows)).size > 0) return false;
      return (await table.delete(shard, row, version)) !== 'changed';
    },
  };
}

/** A refused transaction says that one of its changes conflicts; halving finds which, and stores all the others. */
async function commitChunk(table: StateTable, shard: string, chunk: Change[]): Promise<string[]> {
  const [first] = chunk;
  if (first === undefined) return [];
  if (await submit(table, chunk)) return [];
  if (chunk.length === 1) return commitOne(table, shard, first);
  const middle = Math.ceil(chunk.length / 2);
  const left = await commitChunk(table, shard, chunk.slice(0, middle));
  return [...left, ...(await commitChunk(table, shard, chunk.slice(middle)))];
}

/** A single change that was refused: a conflict, unless what stands in its way is an outbox row or a row that cannot be read. */
async function commitOne(table: StateTable, shard: string, change: Change): Promise<string[]> {
  let current = change;
  for (let attempt = 1; attempt < TRIES_PER_CHANGE; attempt += 1) {
    const row = rowKey('s', current.key);
    const stored = await table.get(shard, row);
    const { version } = current.change.record;
    if (stored?.etag !== version) {
      const readable = stored !== undefined && asSubjectRecord(fromColumns(stored)) !== undefined;
      if (version !== undefined || stored === undefined || readable) return [current.key];
      await table.delete(shard, row, stored.etag);
    }
    current = changeOf(shard, {
      ...current.change,
      outbox: await entriesNotStored(table, shard, current.change.outbox),
    });
    if (await submit(table, [current])) return [];
  }
  return [current.key];
}

/** False when a condition did not hold and so nothing was written. */
async function submit(table: StateTable, chunk: Change[]): Promise<boolean> {
  const actions = chunk.flatMap((change) => change.actions);
  return (await table.transact(`${chunk.length} subject(s)`, actions)) !== undefined;
}
