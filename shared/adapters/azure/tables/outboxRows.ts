import type { OutboxEntry } from '../../../alerting/types.ts';
import { mapBounded } from '../../../limits/mapBounded.ts';
import { rowKey } from './keys.ts';
import type { StateTable } from './stateTable.ts';
import { chunksOf, insertEntry, outboxEntity, rowsOf } from './transaction.ts';

const REQUESTS_AT_ONCE = 8;

/** An entry that exists was told of already: its id is made from what it tells, so it is the same message. */
export async function entriesNotStored(
  table: StateTable,
  shard: string,
  entries: readonly OutboxEntry[],
): Promise<OutboxEntry[]> {
  const rows = await mapBounded(entries, REQUESTS_AT_ONCE, (entry) => table.get(shard, rowKey('o', entry.id)));
  return entries.filter((_, index) => rows[index] === undefined);
}

/** One entry for each id: the first. A transaction refuses a row that it names twice. */
export function distinctEntries(entries: readonly OutboxEntry[]): OutboxEntry[] {
  const first = new Map<string, OutboxEntry>();
  for (const entry of entries) {
    const key = JSON.stringify([entry.shard, entry.id]);
    if (!first.has(key)) first.set(key, entry);
  }
  return [...first.values()];
}

/** Inserts what is not there yet, in transactions by partition. @throws StorageError */
export async function addEntries(table: StateTable, entries: readonly OutboxEntry[]): Promise<void> {
  for (const [shard, ofShard] of Map.groupBy(distinctEntries(entries), (entry) => entry.shard)) {
    const parts = ofShard.map((entry) => ({ entry, ...rowsOf(entry.id, [insertEntry(shard, entry)]) }));
    for (const chunk of chunksOf(parts)) {
      const what = `${chunk.length} outbox entries`;
      const actions = chunk.flatMap((part) => part.actions);
      if ((await table.transact(what, actions)) !== undefined) continue;
      // One that is there already refuses the transaction. Row by row, each refusal is an answer of its own.
      await mapBounded(chunk, REQUESTS_AT_ONCE, ({ entry }) =>
        table.write(`the outbox entry ${entry.id}`, outboxEntity(shard, entry), undefined),
      );
    }
  }
}
