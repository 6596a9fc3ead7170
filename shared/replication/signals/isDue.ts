import { hashOf } from '../hashOf.ts';

/**
 * Whether it is time to ask again. Time is cut into spans of `everyMs`, for each key at another moment, and each span has one turn: so the
 * keys stay spread over it, also after a stop that made all of them late. Sampled every S, two turns are never further apart than
 * `everyMs` and S.
 * @param previousAtMs of the last turn; undefined: it never was asked, and is due
 */
export function isDue(previousAtMs: number | undefined, everyMs: number, key: string, nowMs: number): boolean {
  if (previousAtMs === undefined) return true;
  const offsetMs = hashOf(key) % everyMs;
  const spanOf = (atMs: number) => Math.floor((atMs - offsetMs) / everyMs);
  return spanOf(nowMs) !== spanOf(previousAtMs);
}
