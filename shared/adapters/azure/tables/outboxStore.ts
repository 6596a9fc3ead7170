import { odata, type TableClient } from '@azure/data-tables';
import { DISPATCH } from '../../../alerting/dispatch/dispatchChannel.ts';
import { OUTAGE_SHARD, type OutboxStore, type PlaceInOutbox } from '../../../alerting/ports.ts';
import type { OutboxEntry } from '../../../alerting/types.ts';
import { mapBounded } from '../../../limits/mapBounded.ts';
import type { Versioned } from '../../../replication/ports.ts';
import { SHARDS } from '../../../replication/shards.ts';
import { fromColumns } from './jsonColumns.ts';
import { rangeOf, rowKey } from './keys.ts';
import { addEntries } from './outboxRows.ts';
import { type Entity, StateTable } from './stateTable.ts';
import { asOutboxEntry } from './storedShapes.ts';
import type { TableOptions } from './subjectStore.ts';
import { outboxEntity } from './transaction.ts';

const REQUESTS_AT_ONCE = 8;
const PARTITIONS = [...SHARDS, OUTAGE_SHARD, DISPATCH];
/** Asked before all of time: the newest are mostly of the last day, and after a long outage there are tens of thousands. */
const RECENT_MS = 86_400_000;

/** The outbox in the table and partitions of the subjects. Promises what OutboxStore says; unreadable rows are told and skipped. */
export function createOutboxStore(client: TableClient, options: TableOptions = {}): OutboxStore {
  const table = new StateTable(client);
  const read = (entity: Entity): Versioned<OutboxEntry> | undefined => {
    const value = asOutboxEntry(fromColumns(entity));
    if (value !== undefined) return { value, version: entity.etag };
    options.onMalformed?.({ partition: String(entity.partitionKey), row: String(entity.rowKey) });
    return undefined;
  };
  const everywhere = async (condition: string, select?: string[]) => {
    const query = (shard: string) => table.query(`${rangeOf(shard, 'o')}${condition}`, select);
    return (await mapBounded(PARTITIONS, REQUESTS_AT_ONCE, query)).flat();
  };
  const get: OutboxStore['get'] = async (shard, id) => {
    const entity = await table.get(shard, rowKey('o', id));
    return entity === undefined ? undefined : read(entity);
  };
  return {
    add: (entries) => addEntries(table, entries),
    get,
    update: (entry) => replace(table, entry),
    due: async (nowMs, limit, channel) => {
      const ofChannel = channel === undefined ? '' : odata` and channel eq ${channel}`;
      const rows = await everywhere(` and status eq 'pending' and next le '${iso(nowMs)}'${ofChannel}`);
      return rows
        .flatMap((entity) => read(entity)?.value ?? [])
        .sort((one, other) => one.nextAttemptAtMs - other.nextAttemptAtMs)
        .slice(0, limit);
    },
    recent: async (limit, after) => {
      // First the keys of all, then the whole of the newest: a long outage leaves many entries.
      const until = after === undefined ? '' : ` and created le '${iso(after.createdAtMs)}'`;
      const keysOf = async (condition: string) =>
        (await everywhere(`${until}${condition}`, COLUMNS)).filter((key) => isFor(key, after)).sort(newestFirst);
      const lately = await keysOf(` and created ge '${iso((after?.createdAtMs ?? Date.now()) - RECENT_MS)}'`);
      const newest = lately.length >= limit ? lately : await keysOf('');
      const rows = await mapBounded(newest.slice(0, limit), REQUESTS_AT_ONCE, (entity) =>
        table.get(String(entity.partitionKey), String(entity.rowKey)),
      );
      return rows.flatMap((entity) => (entity === undefined ? [] : (read(entity)?.value ?? [])));
    },
    removeOlderThan: async (beforeMs, limit) => {
      const condition = ` and status ne 'pending' and created lt '${iso(beforeMs)}'`;
      const old = (await everywhere(condition, ['PartitionKey', 'RowKey'])).slice(0, limit);
      const removed = await mapBounded(old, REQUESTS_AT_ONCE, (entity) =>
        table.delete(String(entity.partitionKey), String(entity.rowKey)),
      );
      return removed.filter((outcome) => outcome === 'deleted').length;
    },
  };
}

const COLUMNS = ['PartitionKey', 'RowKey', 'created', 'channel'];

/** A row that an older version wrote does not say whose it is: it is no event. */
function isFor(key: Entity, after: PlaceInOutbox | undefined): boolean {
  if (key.channel === DISPATCH) return false;
  if (after === undefined) return true;
  const place = { created: iso(after.createdAtMs), rowKey: rowKey('o', after.id) };
  return newestFirst(place, key) < 0;
}

type Place = { created?: unknown; rowKey?: string | undefined };

function newestFirst(one: Place, other: Place): number {
  const [first, second] = [String(one.created), String(other.created)];
  if (first !== second) return first < second ? 1 : -1;
  return String(one.rowKey) < String(other.rowKey) ? -1 : String(one.rowKey) > String(other.rowKey) ? 1 : 0;
}

async function replace(table: StateTable, { value, version }: Versioned<OutboxEntry>): Promise<boolean> {
  if (version === undefined) return false;
  const stored = await table.write(`the outbox entry ${value.id}`, outboxEntity(value.shard, value), version);
  return stored !== undefined;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
