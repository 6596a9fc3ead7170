import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { mapBounded } from '../../../limits/mapBounded.ts';
import { hashOf } from '../../../replication/hashOf.ts';
import type { Keeper, KnownSubject, Versioned } from '../../../replication/ports.ts';
import type { SubjectRecord } from '../../../replication/types.ts';
import { areTexts, fields } from './checks.ts';
import { fromColumns, toColumns } from './jsonColumns.ts';
import { rangeOf, rowKey } from './keys.ts';
import type { Entity, StateTable } from './stateTable.ts';
import { asSubjectRecord } from './storedShapes.ts';

/** On the average: packing leaves one or two hundred bytes of a record, and a row has room for a thousand of each. */
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

/** A row as it was when it was read. */
interface Held {
  row: string;
  etag: string;
  /** When each record in it was sampled, by row and version. */
  moments: ReadonlyMap<string, number>;
}

/** A row that a keeper has written, with nothing in it but these. */
interface Own {
  etag: string;
  figures: readonly Figure[];
}

/** What sweeps keep in the state table: rows of their own beside the subjects', with a few hundred records in each (docs/decisions/0009). */
export class KeptFigures {
  readonly #table: StateTable;
  readonly #onMalformed: (row: Entity) => void;
  /** By what was loaded together with them: such rows may be replaced without a look while they still have this ETag. */
  readonly #loaded = new WeakMap<object, Array<Held & { isVoid: boolean }>>();
  readonly #own = new WeakMap<Keeper, Map<string, Own>>();
  /** By place, as long as a row has this ETag. */
  readonly #known = new Map<string, Held>();
  readonly #reading = new Map<string, Promise<Figures>>();

  constructor(table: StateTable, onMalformed: (row: Entity) => void) {
    this.#table = table;
    this.#onMalformed = onMalformed;
  }

  /** What these rows hold. */
  async read(rows: readonly Entity[]): Promise<Figures> {
    const figures = new Figures();
    for (const entity of rows) {
      const { sweep, figures: held } = await this.#unpacked(entity);
      figures.add(held, sweep);
      figures.rows.push(this.#note(entity, held));
    }
    return figures;
  }

  /** These figures were read together with what was loaded; its rows have these versions. Nothing of a void row continues one of them. */
  remember(loaded: object, { rows }: Figures, subjects: readonly Entity[]): void {
    const valid = new Set(subjects.map((subject) => nameOf(String(subject.rowKey), subject.etag)));
    this.#loaded.set(
      loaded,
      rows.map((held) => ({ ...held, isVoid: ![...held.moments.keys()].some((name) => valid.has(name)) })),
    );
  }

  /** The newest figures of this row. @throws StorageError */
  async of(shard: string, { rowKey: row, etag }: Entity): Promise<KnownSubject | undefined> {
    const name = nameOf(String(row), etag);
    const holders = (await this.#held(shard)).filter(({ moments }) => moments.has(name));
    const [newest] = holders.sort((one, other) => (other.moments.get(name) ?? 0) - (one.moments.get(name) ?? 0));
    return newest === undefined ? undefined : (await this.#figuresIn(shard, newest)).of(String(row), etag);
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
  async keep(shard: string, by: Keeper, records: ReadonlyArray<Versioned<SubjectRecord>>): Promise<void> {
    const held = this.#loaded.get(by.since) ?? [];
    const count = rowsFor(by.since.size);
    const figures = records.flatMap(({ value, version }): Figure[] =>
      version === undefined ? [] : [[rowKey('s', value.subject.key), version, value]],
    );
    const parts = Map.groupBy(figures, ([row]) => rowKey('t', `${by.sweep}.${placeAmong(count, row)}`));
    const failures: unknown[] = [];
    await mapBounded([...parts], ROWS_AT_ONCE, async ([row, part]) => {
      try {
        await this.#keepRow(shard, row, by, part);
      } catch (error) {
        failures.push(error);
      }
    });
    const over = held.filter(({ row, isVoid }) => isVoid && !parts.has(row));
    // A leftover does no harm, and the next sweep tries again.
    await Promise.allSettled(over.map(({ row, etag }) => this.#table.delete(shard, row, etag)));
    if (failures.length > 0) throw failures[0];
  }

  async #keepRow(shard: string, row: string, by: Keeper, figures: readonly Figure[]): Promise<void> {
    const own = this.#own.get(by) ?? new Map<string, Own>();
    this.#own.set(by, own);
    const last = own.get(row);
    if (last !== undefined && areSame(last.figures, figures)) return;
    let version = last?.etag ?? this.#loaded.get(by.since)?.find((held) => held.row === row)?.etag;
    let newest = figures;
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const packed = await pack(JSON.stringify(newest), { level: LEVEL });
      const columns = toColumns({ sweep: by.sweep, packed: packed.toString('base64') });
      const entity = { partitionKey: shard, rowKey: row, ...columns };
      const etag = await this.#table.write(`figures of the sweep ${by.sweep}`, entity, version);
      if (etag !== undefined) {
        this.#note({ partitionKey: shard, rowKey: row, etag }, newest);
        // With others' in it, it is not ours to replace without a look.
        if (newest === figures) own.set(row, { etag, figures });
        else own.delete(row);
        return;
      }
      const other = await this.#table.get(shard, row);
      version = other?.etag;
      newest = other === undefined ? figures : newestOf([...figures, ...(await this.#unpacked(other)).figures]);
    }
    throw new Error(
      `Expected to keep the figures of ${figures.length} subjects, but others wrote them first ${TRIES} times.`,
    );
  }

  /** Only what has changed since it was read last is read again. */
  async #held(shard: string): Promise<Held[]> {
    const rows = await this.#table.query(rangeOf(shard, 't'), ['PartitionKey', 'RowKey']);
    const held = await mapBounded(rows, ROWS_AT_ONCE, async ({ rowKey: key, etag }) => {
      const row = String(key);
      const known = this.#known.get(placeOf({ partitionKey: shard, rowKey: row }));
      return known?.etag === etag ? known : (await this.#figuresIn(shard, { row, etag })).rows;
    });
    return held.flat();
  }

  /** Whoever asks for the same row in the same moment waits for the same answer. */
  async #figuresIn(shard: string, { row, etag }: Pick<Held, 'row' | 'etag'>): Promise<Figures> {
    const name = [shard, row, etag].join(' ');
    const begun = this.#reading.get(name);
    if (begun !== undefined) return begun;
    const reading = this.#table.get(shard, row).then((entity) => this.read(entity === undefined ? [] : [entity]));
    this.#reading.set(name, reading);
    try {
      return await reading;
    } finally {
      this.#reading.delete(name);
    }
  }

  /** Nothing where it cannot be read, which is told. */
  async #unpacked(entity: Entity): Promise<{ sweep: string; figures: Figure[] }> {
    const held = await unpacked(entity);
    if (held === undefined) this.#onMalformed(entity);
    return held ?? { sweep: '', figures: [] };
  }

  #note(entity: Pick<Entity, 'partitionKey' | 'rowKey' | 'etag'>, figures: readonly Figure[]): Held {
    const moments = new Map(figures.map(([row, version, record]) => [nameOf(row, version), momentOf(record)]));
    const held = { row: String(entity.rowKey), etag: entity.etag, moments };
    this.#known.set(placeOf(entity), held);
    return held;
  }
}

/** What sweeps kept, by row and version. */
export class Figures {
  /** Where they were read. */
  readonly rows: Held[] = [];
  readonly #newest = new Map<string, { value: SubjectRecord; version: string; keptBy: string }>();

  add(figures: readonly Figure[], keptBy: string): void {
    for (const [row, version, value] of figures) {
      const name = nameOf(row, version);
      const other = this.#newest.get(name);
      if (other === undefined || momentOf(other.value) < momentOf(value)) {
        this.#newest.set(name, { value, version, keptBy });
      }
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

const placeAmong = (rows: number, row: string) => hashOf(row) % rows;

async function unpacked(entity: Entity): Promise<{ sweep: string; figures: Figure[] } | undefined> {
  const { sweep, packed } = fields(fromColumns(entity));
  if (typeof sweep !== 'string' || typeof packed !== 'string') return undefined;
  try {
    const figures: unknown = JSON.parse((await unpack(Buffer.from(packed, 'base64'))).toString());
    return Array.isArray(figures) ? { sweep, figures: figures.flatMap(asFigure) } : undefined;
  } catch {
    return undefined;
  }
}

/** What another version has kept in its own way counts as not kept. */
function asFigure(value: unknown): Figure[] {
  if (!Array.isArray(value)) return [];
  const [row, version, stored] = value as unknown[];
  const record = asSubjectRecord(stored);
  return areTexts(row, version) && record?.link !== undefined ? [[row as string, version as string, record]] : [];
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

/** The very same records: a record is never changed in place. */
function areSame(some: readonly Figure[], others: readonly Figure[]): boolean {
  return some.length === others.length && some.every(([, , record], at) => record === others[at]?.[2]);
}

/** When the record's last sample was taken. */
const momentOf = ({ link }: SubjectRecord): number => link?.sampledAtMs ?? 0;
const nameOf = (row: string, version: string) => [row, version].join(' ');
const placeOf = ({ partitionKey, rowKey: row }: Pick<Entity, 'partitionKey' | 'rowKey'>) => `${partitionKey} ${row}`;
