import type { TransactionAction } from '@azure/data-tables';
import type { OutboxEntry } from '../../../alerting/types.ts';
import type { SubjectChange } from '../../../replication/ports.ts';
import { toColumns } from './jsonColumns.ts';
import { rowKey } from './keys.ts';

/** An entity-group transaction takes 100 operations and 4 MiB (learn.microsoft.com, "Performing entity group transactions"). */
export const MOST_OPERATIONS = 100;
export const MOST_BYTES = 3_500_000;
/** Headers and property names of one operation in the multipart body, generously. */
const OVERHEAD_BYTES = 2_000;

const LARGE_BYTES = 30_000;

/** Rows that are never split. */
export interface Rows {
  actions: TransactionAction[];
  bytes: number;
}

/** One subject's record and its outbox rows. */
export interface Change extends Rows {
  key: string;
  change: SubjectChange;
}

/** @throws RangeError when the change alone does not fit into a transaction. */
export function changeOf(shard: string, change: SubjectChange): Change {
  const { key } = change.record.value.subject;
  const rows = rowsOf(key, [subjectAction(shard, change), ...change.outbox.map((entry) => insertEntry(shard, entry))]);
  return { key, change, ...rows };
}

/** @throws RangeError when these rows alone do not fit into a transaction. */
export function rowsOf(key: string, actions: TransactionAction[]): Rows {
  const bytes = actions.reduce((sum, [, entity]) => sum + bytesOf(entity) + OVERHEAD_BYTES, 0);
  if (actions.length > MOST_OPERATIONS || bytes > MOST_BYTES) {
    throw new RangeError(
      `Expected a change of at most ${MOST_OPERATIONS} rows and ${MOST_BYTES} bytes for ${key}, saw ${actions.length} rows and ${bytes} bytes. Use fewer channels.`,
    );
  }
  return { actions, bytes };
}

/** At most so many: a text of ASCII at most doubles when it is written as JSON. Only what is large is measured. */
function bytesOf(entity: object): number {
  const most = Object.values(entity).reduce((sum, value) => sum + 2 * String(value).length, 0);
  return most < LARGE_BYTES ? most : Buffer.byteLength(JSON.stringify(entity));
}

/** Fills transactions in order, each within both limits. */
export function chunksOf<Part extends Rows>(changes: readonly Part[]): Part[][] {
  const chunks: Part[][] = [];
  let operations = 0;
  let bytes = 0;
  for (const change of changes) {
    const current = chunks.at(-1);
    const fits = operations + change.actions.length <= MOST_OPERATIONS && bytes + change.bytes <= MOST_BYTES;
    if (current === undefined || !fits) {
      chunks.push([change]);
      operations = 0;
      bytes = 0;
    } else {
      current.push(change);
    }
    operations += change.actions.length;
    bytes += change.bytes;
  }
  return chunks;
}

function subjectAction(shard: string, { record }: SubjectChange): TransactionAction {
  const { key } = record.value.subject;
  const entity = { partitionKey: shard, rowKey: rowKey('s', key), ...toColumns(record.value) };
  if (record.version === undefined) return ['create', entity];
  return ['update', entity, 'Replace', { etag: record.version }];
}

export function insertEntry(shard: string, entry: OutboxEntry): TransactionAction {
  return ['create', outboxEntity(shard, entry)];
}

/** `status`, `next`, `created` and `channel` are columns of their own: queries filter by them. ISO text sorts as time does. */
export function outboxEntity(shard: string, entry: OutboxEntry) {
  return {
    partitionKey: shard,
    rowKey: rowKey('o', entry.id),
    status: entry.status,
    channel: entry.channel,
    next: new Date(entry.nextAttemptAtMs).toISOString(),
    created: new Date(entry.createdAtMs).toISOString(),
    ...toColumns(entry),
  };
}
