import type { StoredProblem } from '../views/problems.ts';

/** Where something is stored: a row of the state table, or a blob; `aside`: the name under which a blob was kept aside. */
export type StoredPlace = { partition: string; row: string } | { blob: string } | { aside: string };

/** More than this are a damaged account, and the first hundred say so. */
const MOST = 100;
const ASIDE_MS = 60 * 60_000;

/**
 * What was stored and cannot be read, as the stores come upon it. They are made once for all work of a process, so whoever reads asks
 * afterwards what was met since it began: the log and /api/status tell of it.
 */
export class MalformedRows {
  readonly #now: () => number;
  readonly #met = new Map<string, { problem: StoredProblem; metAtMs: number; toldForMs: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  report(place: StoredPlace): void {
    const subject = nameOf(place);
    const known = this.#met.get(subject);
    const metAtMs = this.#now();
    const problem = known?.problem ?? {
      area: 'storage',
      subject,
      code: 'malformed',
      message: `Expected to read what Geowarden stored, saw something else. ${consequence(place)}`,
      sinceMs: metAtMs,
    };
    // Last in the map is met last: what was not met again for longest makes room.
    this.#met.delete(subject);
    this.#met.set(subject, { problem, metAtMs, toldForMs: 'aside' in place ? ASIDE_MS : 0 });
    const [oldest] = this.#met.keys();
    if (this.#met.size > MOST && oldest !== undefined) this.#met.delete(oldest);
  }

  /** Everything that was met at this moment or later; what was kept aside is met only once, and is told of for an hour. */
  since(atMs: number): StoredProblem[] {
    return [...this.#met.values()]
      .filter(({ metAtMs, toldForMs }) => metAtMs + toldForMs >= atMs)
      .map(({ problem }) => problem);
  }
}

function nameOf(place: StoredPlace): string {
  if ('aside' in place) return `blob ${place.aside}`;
  return 'blob' in place ? `blob ${place.blob}` : `row ${place.partition} ${place.row}`;
}

function consequence(place: StoredPlace): string {
  if ('blob' in place) return 'It counts as none until the next discovery replaces it.';
  if ('aside' in place) {
    return 'It was kept under this name and begun afresh: what was told before may be told again, and a silence in it no longer holds.';
  }
  if (place.row.startsWith('o-')) {
    return 'The message in it is not sent. Look at the row, tell people yourself if it matters, and delete it.';
  }
  if (place.row.startsWith('t-')) {
    return 'It counts as none: of the links in it, what was known some minutes ago counts until the next sweep.';
  }
  return 'It counts as not stored: the link or database is watched from the beginning, and the row is overwritten.';
}
