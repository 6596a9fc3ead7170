import type { Clock } from '../model/types.ts';

/** A limit of rate: true while no more than `most` have had their turn within the time. */
export function createTurns(clock: Clock, most: number, withinMs: number): () => boolean {
  let taken: number[] = [];
  return () => {
    const nowMs = clock.now();
    taken = taken.filter((atMs) => nowMs - atMs < withinMs);
    if (taken.length >= most) return false;
    taken.push(nowMs);
    return true;
  };
}
