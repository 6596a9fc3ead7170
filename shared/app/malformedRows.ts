import type { StoredProblem } from '../views/problems.ts';

/** Where something is stored: a row of the state table, or a blob. */
export type StoredPlace = { partition: string; row: string } | { blob: string };

/** More than this are a damaged account, and the first hundred say so. */
const MOST = 100;
const ASIDE_MS = 60 * 60_000;

/**
 * What was stored and cannot be read, as the stores come upon it. They are made once for all work of a process, so whoever reads asks
 * afterwards what was met since it began: the log and /api/status tell of it.
 */
export class MalformedRows {
  readonly #now: () => number;
  readonly #met = new Map<string, { problem: StoredProblem; metAtMs: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  report(place: StoredPlace): void {
    const subject = 'blob' in place ? `blob ${place.blob}` : `row ${place.partition} ${place.row}`;
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
    this.#met.set(subject, { problem, metAtMs });
    const [oldest] = this.#met.keys();
    if (this.#met.size > MOST && oldest !== undefined) this.#met.delete(oldest);
  }

  /** Everything that was met at this moment or later; what was kept aside is met only once, and is told of for an hour. */
  since(atMs: number): StoredProblem[] {
    const isTold = ({ problem, metAtMs }: { problem: StoredProblem; metAtMs: number }) =>
      metAtMs >= (problem.subject.includes('.unreadable-') ? atMs - ASIDE_MS : atMs);
    return [...this.#met.values()].filter(isTold).map(({ problem }) => problem);
  }
}

function consequence(place: StoredPlace): string {
  if ('blob' in place && place.blob.startsWith('topology/')) {
    return 'It counts as none until the next discovery replaces it.';
  }
  if ('blob' in place) {
    return 'It was kept under this name and begun afresh: what was told before may be told again, and a silence in it no longer holds.';
  }
  if (place.row.startsWith('o-')) {
    return 'The message in it is not sent. Look at the row, tell people yourself if it matters, and delete it.';
  }
  return 'It counts as not stored: the link or database is watched from the beginning, and the row is overwritten.';
}
