import type { StoredProblem } from '../views/problems.ts';

/** What went wrong with seeing an outage or acting on it: told on /api/status, where a log is not looked for. */
export interface Trouble {
  subject: string;
  code: 'evaluation-failed' | 'not-driven' | 'not-observed' | 'not-published' | 'no-fence';
  /** Expected, seen. Never a secret. */
  message: string;
}

/** More than these are one trouble, and the first hundred say so. */
const MOST = 100;

/** The troubles of this process, each with its beginning and when it was met last. */
export class Troubles {
  readonly #now: () => number;
  readonly #met = new Map<string, { problem: StoredProblem; metAtMs: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  report({ subject, code, message }: Trouble): void {
    const key = `${code} ${subject}`;
    const metAtMs = this.#now();
    const sinceMs = this.#met.get(key)?.problem.sinceMs ?? metAtMs;
    // Last in the map is met last: what was not met again for longest makes room.
    this.#met.delete(key);
    this.#met.set(key, { problem: { area: 'outage', subject, code, message, sinceMs }, metAtMs });
    const [oldest] = this.#met.keys();
    if (this.#met.size > MOST && oldest !== undefined) this.#met.delete(oldest);
  }

  /** Everything that was met at this moment or later. What was met before it and not again is over, and forgotten. */
  since(atMs: number): StoredProblem[] {
    for (const [key, { metAtMs }] of this.#met) if (metAtMs < atMs) this.#met.delete(key);
    return [...this.#met.values()].map(({ problem }) => problem);
  }
}

export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
