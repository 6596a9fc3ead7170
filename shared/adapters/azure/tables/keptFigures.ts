import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { mapBounded } from '../../../limits/mapBounded.ts';
import { hashOf } from '../../../replication/hashOf.ts';
import type { KnownSubject, Versioned } from '../../../replication/ports.ts';
import type { SubjectRecord } from '../../../replication/types.ts';
import { areTexts, fields, isMoment } from './checks.ts';
import { fromColumns, toColumns } from './jsonColumns.ts';
import { rangeOf, rowKey } from './keys.ts';
import type { Entity, StateTable } from './stateTable.ts';
import { asSubjectRecord } from './storedShapes.ts';

/** On the average: a record is a kilobyte and a half, of which packing leaves a few hundred bytes, and an entity has room for a thousand each. */
const RECORDS_TOGETHER = 300;
/** Quick rather than small: records are so much alike that a tenth is left of them all the same. */
const LEVEL = 1;
const ROWS_AT_ONCE = 4;
/** Others keep the same as seldom as a sweep is asked for twice. */
const TRIES = 3;

const pack = promisify(gzip);
const unpack = promisify<Buffer, Buffer>(gunzip);

/** The row that a record continues, its version, and the record. */
type Figure = [row: string, version: string, record: SubjectRecord];

/** What a sweep is called, and what it had loaded when it began. */
interface Sweep {
  sweep: string;
  since: ReadonlyMap<string, KnownSubject>;
}

/** A row as it was when it was read; void: nothing in it continues a row of today. */
interface Held {
  row: string;
  etag: string;
  isVoid: boolean;
}

/** What sweeps keep in the state table: rows of their own beside the subjects', with a few hundred records in each (docs/decisions/0009). */
export class KeptFigures {
  readonly #table: StateTable;
  readonly #onMalformed: (row: Entity) => void;
  /** By what was loaded together with them: such rows may be replaced without a look while they still have this ETag. */
  readonly #loaded = new WeakMap<object, Held[]>();
  /** By place: when each record in such a row was sampled, as long as it has this ETag. */
  readonly #moments = new Map<string, { etag: string; moments: ReadonlyMap<string, number> }>();

  constructor(table: StateTable, onMalformed: (row: Entity) => void) {
    this.#table = table;
    this.#onMalformed = onMalformed;
  }

  /** What these rows hold. */
  async read(rows: readonly Entity[]): Promise<Figures> {
    const figures = new Figures();
    for (const row of rows) {
      const held = await this.#unpacked(row);
      figures.add(held.figures, held.sweep);
    }
    return figures;
  }

  /** Such rows were read together with what was loaded; subjects have these versions. */
  remember(loaded: object, rows: readonly Entity[], subjects: readonly Entity[]): void {
    const valid = new Set(subjects.map((subject) => nameOf(String(subject.rowKey), subject.etag)));
    const held = rows.map((entity) => {
      const names = [...(this.#moments.get(placeOf(entity))?.moments.keys() ?? [])];
      return { row: String(entity.rowKey), etag: entity.etag, isVoid: !names.some((name) => valid.has(name)) };
    });
    this.#loaded.set(loaded, held);
  }

  /** The newest figures of this row. @throws StorageError */
  async of(shard: string, { rowKey: row, etag }: Entity): Promise<KnownSubject | undefined> {
    const name = nameOf(String(row), etag);
    const holders = (await this.#held(shard)).filter(({ moments }) => moments.has(name));
    const [newest] = holders.sort((one, other) => (other.moments.get(name) ?? 0) - (one.moments.get(name) ?? 0));
    const entity = newest === undefined ? undefined : await this.#table.get(shard, newest.row);
    return entity === undefined ? undefined : (await this.read([entity])).of(String(row), etag);
  }

  /** Which of these rows have newer figures than those of the sample that is named with each? @throws StorageError */
  async overtaken(
    shard: string,
    rows: ReadonlyArray<{ row: string; version: string; sampleMs: number }>,
  ): Promise<ReadonlySet<string>> {
    if (rows.length === 0) return new Set();
    const held = await this.#held(shard);
    const isNewer = ({ row, version, sampleMs }: (typeof rows)[number]) =>
      held.some(({ moments }) => (moments.get(nameOf(row, version)) ?? sampleMs) > sampleMs);
    return new Set(rows.filter(isNewer).map(({ row }) => row));
  }

  /**
   * Keeps these, and takes away rows in which nothing counts any more. What could not be kept does not keep the rest from it.
   * @throws StorageError @throws RangeError when they are too many or too large for their rows
   * @throws Error when others keep the same at the same time, again and again
   */
  async keep(shard: string, { sweep, since }: Sweep, records: ReadonlyArray<Versioned<SubjectRecord>>): Promise<void> {
    const held = this.#loaded.get(since) ?? [];
    const count = rowsFor(since.size);
    const figures = records.flatMap(({ value, version }): Figure[] =>
      version === undefined ? [] : [[rowKey('s', value.subject.key), version, value]],
    );
    const own = Map.groupBy(figures, ([row]) => rowKey('t', `${sweep}.${placeAmong(count, row)}`));
    const failures: unknown[] = [];
    await mapBounded([...own], ROWS_AT_ONCE, async ([row, part]) => {
      const version = held.find((one) => one.row === row)?.etag;
      try {
        await this.#keepRow(shard, row, { sweep, version }, part);
      } catch (error) {
        failures.push(error);
      }
    });
    const over = held.filter(({ row, isVoid }) => isVoid && !own.has(row));
    // A leftover does no harm, and the next sweep tries again.
    await Promise.allSettled(over.map(({ row, etag }) => this.#table.delete(shard, row, etag)));
    if (failures.length > 0) throw failures[0];
  }

  async #keepRow(
    shard: string,
    row: string,
    { sweep, version: known }: { sweep: string; version: string | undefined },
    figures: readonly Figure[],
  ): Promise<void> {
    let version = known;
    let newest = figures;
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const packed = await pack(JSON.stringify(newest), { level: LEVEL });
      const entity = { partitionKey: shard, rowKey: row, ...toColumns({ sweep, packed: packed.toString('base64') }) };
      const etag = await this.#table.write(`figures of the sweep ${sweep}`, entity, version);
      if (etag !== undefined) return this.#note({ partitionKey: shard, rowKey: row, etag }, newest);
      const other = await this.#table.get(shard, row);
      version = other?.etag;
      newest = other === undefined ? figures : newestOf([...figures, ...(await this.#unpacked(other)).figures]);
    }
    throw new Error(
      `Expected to keep the figures of ${figures.length} subjects, but others wrote them first ${TRIES} times.`,
    );
  }

  /** Only what has changed since it was read last is read again. */
  async #held(shard: string): Promise<Array<{ row: string; moments: ReadonlyMap<string, number> }>> {
    const rows = await this.#table.query(rangeOf(shard, 't'), ['PartitionKey', 'RowKey']);
    return mapBounded(rows, ROWS_AT_ONCE, async ({ rowKey: key, etag }) => {
      const row = String(key);
      const known = this.#moments.get(placeOf({ partitionKey: shard, rowKey: row }));
      if (known?.etag === etag) return { row, moments: known.moments };
      const entity = await this.#table.get(shard, row);
      return { row, moments: entity === undefined ? new Map() : momentsOf((await this.#unpacked(entity)).figures) };
    });
  }

  /** Nothing where it cannot be read, which is told. */
  async #unpacked(entity: Entity): Promise<{ sweep: string; figures: Figure[] }> {
    const held = await unpacked(entity);
    if (held === undefined) this.#onMalformed(entity);
    this.#note(entity, held?.figures ?? []);
    return held ?? { sweep: '', figures: [] };
  }

  #note(entity: Pick<Entity, 'partitionKey' | 'rowKey' | 'etag'>, figures: readonly Figure[]): void {
    this.#moments.set(placeOf(entity), { etag: entity.etag, moments: momentsOf(figures) });
  }
}

/** What sweeps kept, by row and version. */
export class Figures {
  readonly #newest = new Map<string, { value: SubjectRecord; version: string; keptBy: string }>();

  add(figures: readonly Figure[], keptBy: string): void {
    for (const [row, version, stored] of figures) {
      const value = asSubjectRecord(stored);
      const other = this.#newest.get(nameOf(row, version));
      if (value === undefined || (other !== undefined && momentOf(other.value) >= momentOf(value))) continue;
      this.#newest.set(nameOf(row, version), { value, version, keptBy });
    }
  }

  /** The newest figures of the row, if it still is as it was when they were kept. */
  of(row: string, version: string): KnownSubject | undefined {
    return this.#newest.get(nameOf(row, version));
  }
}

/** The same for the same number of records, and seldom another: a record stays where it is. */
function rowsFor(records: number): number {
  let rows = 1;
  while (records > rows * RECORDS_TOGETHER) rows *= 2;
  return rows;
}

/** Not by the bits that have chosen the shard. */
const placeAmong = (rows: number, row: string) => (hashOf(row) >>> 8) % rows;

async function unpacked(entity: Entity): Promise<{ sweep: string; figures: Figure[] } | undefined> {
  const { sweep, packed } = fields(fromColumns(entity));
  if (typeof sweep !== 'string' || typeof packed !== 'string') return undefined;
  try {
    const figures: unknown = JSON.parse((await unpack(Buffer.from(packed, 'base64'))).toString());
    return Array.isArray(figures) && figures.every(isFigure) ? { sweep, figures } : undefined;
  } catch {
    return undefined;
  }
}

function isFigure(value: unknown): value is Figure {
  if (!Array.isArray(value)) return false;
  const [row, version, record] = value as unknown[];
  return areTexts(row, version) && isMoment(fields(fields(record).link).sampledAtMs);
}

/** Of each row in each version the newest. What no longer counts is left out by the next sweep, which knows better. */
function newestOf(figures: readonly Figure[]): Figure[] {
  const newest = new Map<string, Figure>();
  for (const figure of figures) {
    const name = nameOf(figure[0], figure[1]);
    const other = newest.get(name);
    if (other === undefined || momentOf(other[2]) < momentOf(figure[2])) newest.set(name, figure);
  }
  return [...newest.values()];
}

function momentsOf(figures: readonly Figure[]): ReadonlyMap<string, number> {
  return new Map(figures.map(([row, version, record]) => [nameOf(row, version), momentOf(record)]));
}

/** When the record's last sample was taken. */
const momentOf = ({ link }: SubjectRecord): number => link?.sampledAtMs ?? 0;
const nameOf = (row: string, version: string) => [row, version].join(' ');
const placeOf = ({ partitionKey, rowKey: row }: Pick<Entity, 'partitionKey' | 'rowKey'>) => `${partitionKey} ${row}`;
