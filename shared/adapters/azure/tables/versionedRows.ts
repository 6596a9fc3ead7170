import type { TableClient, TransactionAction } from '@azure/data-tables';
import { mapBounded } from '../../../limits/mapBounded.ts';
import type { Versioned } from '../../../replication/ports.ts';
import { fromColumns, toColumns } from './jsonColumns.ts';
import { type RowKind, rangeOf, rowKey } from './keys.ts';
import { type Entity, StateTable } from './stateTable.ts';
import type { TableOptions } from './subjectStore.ts';
import { rowsOf } from './transaction.ts';

const REQUESTS_AT_ONCE = 8;

/** What a kind of record says of itself. */
export interface RowsOf<T> {
  partition: string;
  kind: RowKind;
  /** For messages: `the incident`. */
  what: string;
  idOf(value: T): string;
  /** Never changes during the record's life. */
  createdAtMs(value: T): number;
  isOpen(value: T): boolean;
  /** Of one that is not open: when it came to its end. */
  endedAtMs(value: T): number;
  /** Undefined when it is none. */
  check(value: unknown): T | undefined;
}

/** Records with an id and an ETag in one partition, the open ones found without reading the others. */
export class VersionedRows<T> {
  readonly #table: StateTable;
  readonly #rows: RowsOf<T>;
  readonly #options: TableOptions;

  constructor(client: TableClient, rows: RowsOf<T>, options: TableOptions) {
    this.#table = new StateTable(client);
    this.#rows = rows;
    this.#options = options;
  }

  /** @throws StorageError */
  async load(id: string): Promise<Versioned<T> | undefined> {
    const entity = await this.#table.get(this.#rows.partition, rowKey(this.#rows.kind, id));
    return entity === undefined ? undefined : this.#read(entity);
  }

  /** Oldest first. @throws StorageError */
  async open(): Promise<Array<Versioned<T>>> {
    const rows = await this.#table.query(`${this.#range()} and open eq true`);
    const { createdAtMs } = this.#rows;
    return rows
      .flatMap((entity) => this.#read(entity) ?? [])
      .sort((one, other) => createdAtMs(one.value) - createdAtMs(other.value));
  }

  /**
   * Newest first. First the keys of all, then the whole of the newest: records are large. The keys are no more than were made within
   * history.keep, because removeEnded takes away what is older.
   * @param sinceMs only those created at this moment or later
   * @throws StorageError
   */
  async recent(limit: number, sinceMs?: number): Promise<T[]> {
    const young = sinceMs === undefined ? '' : ` and created ge '${new Date(sinceMs).toISOString()}'`;
    const keys = await this.#table.query(`${this.#range()}${young}`, ['PartitionKey', 'RowKey', 'created']);
    const newest = keys.sort((one, other) => String(other.created).localeCompare(String(one.created))).slice(0, limit);
    const rows = await mapBounded(newest, REQUESTS_AT_ONCE, ({ rowKey: row }) =>
      this.#table.get(this.#rows.partition, String(row)),
    );
    return rows.flatMap((entity) => (entity === undefined ? [] : (this.#read(entity)?.value ?? [])));
  }

  /**
   * Removes what came to its end before this moment, the oldest first, of at most `limit` records; how many it removed. What is open stays,
   * and so does what somebody writes meanwhile. What is over and cannot be read goes by its columns. @throws StorageError
   */
  async removeEnded(beforeMs: number, limit: number): Promise<number> {
    const { partition } = this.#rows;
    const old = `${this.#range()} and open eq false and created lt '${new Date(beforeMs).toISOString()}'`;
    const keys = await this.#table.query(old, ['PartitionKey', 'RowKey', 'created']);
    const oldest = keys.sort((one, other) => String(one.created).localeCompare(String(other.created))).slice(0, limit);
    const removed = await mapBounded(oldest, REQUESTS_AT_ONCE, async ({ rowKey: row }) => {
      const entity = await this.#table.get(partition, String(row));
      if (entity === undefined || entity.open !== false || !this.#hasEnded(entity, beforeMs)) return false;
      return (await this.#table.delete(partition, String(row), entity.etag)) === 'deleted';
    });
    return removed.filter(Boolean).length;
  }

  /** The ETag of what is stored, also of what cannot be read. @throws StorageError */
  async versionOf(id: string): Promise<string | undefined> {
    return (await this.#table.get(this.#rows.partition, rowKey(this.#rows.kind, id)))?.etag;
  }

  /**
   * The new ETag; undefined when the old one no longer holds, or when there is a record where none was expected.
   * @param beside actions on other rows of the partition: done together with this one, or not at all; one that is refused refuses all
   * @throws StorageError
   */
  async save({ value, version }: Versioned<T>, beside: TransactionAction[] = []): Promise<string | undefined> {
    const { partition, kind, what, idOf, createdAtMs, isOpen } = this.#rows;
    const entity = {
      partitionKey: partition,
      rowKey: rowKey(kind, idOf(value)),
      // Columns of their own: queries filter and sort by them. ISO text sorts as time does.
      open: isOpen(value),
      created: new Date(createdAtMs(value)).toISOString(),
      ...toColumns(value),
    };
    const name = `${what} ${idOf(value)}`;
    if (beside.length === 0) return this.#table.write(name, entity, version);
    const own: TransactionAction =
      version === undefined ? ['create', entity] : ['update', entity, 'Replace', { etag: version }];
    const { actions } = rowsOf(idOf(value), [own, ...beside]);
    const etags = await this.#table.transact(name, actions);
    return etags?.[0];
  }

  #hasEnded(entity: Entity, beforeMs: number): boolean {
    const record = this.#read(entity);
    return record === undefined || (!this.#rows.isOpen(record.value) && this.#rows.endedAtMs(record.value) < beforeMs);
  }

  #range(): string {
    return rangeOf(this.#rows.partition, this.#rows.kind);
  }

  #read(entity: Entity): Versioned<T> | undefined {
    const value = this.#rows.check(fromColumns(entity));
    if (value !== undefined) return { value, version: entity.etag };
    this.#options.onMalformed?.({ partition: String(entity.partitionKey), row: String(entity.rowKey) });
    return undefined;
  }
}
