import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Versioned } from '../../../replication/ports.ts';
import type { SubjectRecord } from '../../../replication/types.ts';
import { areTexts } from './checks.ts';
import { fromColumns, toColumns } from './jsonColumns.ts';
import { rangeOf, rowKey } from './keys.ts';
import type { Entity, StateTable } from './stateTable.ts';
import { asSubjectRecord } from './storedShapes.ts';

/** So many records of a kilobyte and a half, packed at worst to a half, fit into one entity with room to spare. */
const RECORDS_TOGETHER = 400;
/** Quick rather than small: records are so much alike that a tenth is left of them all the same. */
const LEVEL = 1;

const pack = promisify(gzip);
const unpack = promisify<Buffer, Buffer>(gunzip);

/** The row that a record continues, its version, and the record. */
type Figure = [row: string, version: string, record: unknown];

/** Others keep the same as seldom as a sweep is asked for twice. */
const TRIES = 3;

/** What a sweep is called, and what it had loaded when it began. */
interface Sweep {
  sweep: string;
  since: object;
}

/** What sweeps keep in the state table: rows of their own beside the subjects', with a few hundred records in each. */
export class KeptFigures {
  readonly #table: StateTable;
  readonly #onMalformed: (row: Entity) => void;
  /**
   * By what was loaded together with them, the ETags of such rows: whoever loaded it may replace these without a look. An ETag that somebody
   * else in this process has seen later says nothing about that.
   */
  readonly #etags = new WeakMap<object, Map<string, string>>();

  constructor(table: StateTable, onMalformed: (row: Entity) => void) {
    this.#table = table;
    this.#onMalformed = onMalformed;
  }

  /** What all sweeps kept of a shard. @throws StorageError */
  async load(shard: string): Promise<Figures> {
    return this.read(await this.#table.query(rangeOf(shard, 't')));
  }

  /**
   * What these rows hold. Of an earlier time with more records a row may be left over, and does no harm: its records are gone, were written
   * since, or are kept anew elsewhere.
   */
  async read(rows: readonly Entity[]): Promise<Figures> {
    const figures = new Figures();
    for (const row of rows) {
      const held = await unpacked(row);
      if (held === undefined) this.#onMalformed(row);
      else figures.add(held.figures, held.sweep);
    }
    return figures;
  }

  /** These rows were read with what was loaded. */
  remember(loaded: object, rows: readonly Entity[]): void {
    this.#etags.set(loaded, new Map(rows.map((row) => [String(row.rowKey), row.etag])));
  }

  /** @throws StorageError @throws Error when others keep the same at the same time, again and again */
  async keep(shard: string, by: Sweep, records: ReadonlyArray<Versioned<SubjectRecord>>): Promise<void> {
    const figures = records.flatMap(({ value, version }): Figure[] =>
      version === undefined ? [] : [[rowKey('s', value.subject.key), version, value]],
    );
    for (let at = 0, n = 0; at < figures.length; at += RECORDS_TOGETHER, n += 1) {
      const row = rowKey('t', `${by.sweep}.${n}`);
      await this.#keepRow(shard, row, by, figures.slice(at, at + RECORDS_TOGETHER));
    }
  }

  async #keepRow(shard: string, row: string, { sweep, since }: Sweep, figures: Figure[]): Promise<void> {
    const etags = this.#etags.get(since) ?? new Map<string, string>();
    this.#etags.set(since, etags);
    let version = etags.get(row);
    let newest = figures;
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const packed = await pack(JSON.stringify(newest), { level: LEVEL });
      const entity = { partitionKey: shard, rowKey: row, ...toColumns({ sweep, packed: packed.toString('base64') }) };
      const etag = await this.#table.write(`figures of the sweep ${sweep}`, entity, version);
      if (etag !== undefined) return void etags.set(row, etag);
      const other = await this.#table.get(shard, row);
      version = other?.etag;
      newest = newestOf(figures, other === undefined ? [] : ((await unpacked(other))?.figures ?? []));
    }
    throw new Error(
      `Expected to keep the figures of ${figures.length} subjects, but others wrote them first ${TRIES} times.`,
    );
  }
}

/** What sweeps kept, by row and version. */
export class Figures {
  readonly #newest = new Map<string, { record: SubjectRecord; keptBy: string }>();

  add(figures: readonly Figure[], keptBy: string): void {
    for (const [row, version, stored] of figures) {
      const record = asSubjectRecord(stored);
      const other = this.#newest.get(nameOf(row, version));
      if (record === undefined || (other !== undefined && momentOf(other.record) >= momentOf(record))) continue;
      this.#newest.set(nameOf(row, version), { record, keptBy });
    }
  }

  /** The newest figures of the row, if it still is as it was when they were kept. */
  of(row: string, version: string): { record: SubjectRecord; keptBy: string } | undefined {
    return this.#newest.get(nameOf(row, version));
  }

  /** Were newer ones kept of this row than those of this sample? */
  areNewer(row: string, { version, sampleMs }: { version: string; sampleMs: number }): boolean {
    const kept = this.of(row, version);
    return kept !== undefined && momentOf(kept.record) > sampleMs;
  }
}

async function unpacked(entity: Entity): Promise<{ sweep: string; figures: Figure[] } | undefined> {
  const { sweep, packed } = (fromColumns(entity) ?? {}) as { sweep?: unknown; packed?: unknown };
  if (typeof sweep !== 'string' || typeof packed !== 'string') return undefined;
  try {
    const figures: unknown = JSON.parse((await unpack(Buffer.from(packed, 'base64'))).toString());
    return Array.isArray(figures) && figures.every(isFigure) ? { sweep, figures } : undefined;
  } catch {
    return undefined;
  }
}

/** Of these, or what somebody else kept of the same rows meanwhile, where it is newer. */
function newestOf(figures: readonly Figure[], others: readonly Figure[]): Figure[] {
  const kept = new Map(others.map((figure) => [figure[0], figure]));
  return figures.map((figure) => {
    const other = kept.get(figure[0]);
    return other !== undefined && momentOf(other[2]) > momentOf(figure[2]) ? other : figure;
  });
}

const isFigure = (value: unknown): value is Figure => Array.isArray(value) && areTexts(value[0], value[1]);

const nameOf = (row: string, version: string) => [row, version].join(' ');
/** When the record's last sample was taken. */
const momentOf = (record: unknown): number => asSubjectRecord(record)?.link?.sampledAtMs ?? 0;
