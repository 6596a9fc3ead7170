import { iso } from './time.ts';
import type { HardenView } from './types.ts';

/** How long it took from a commit on the primary to its being hardened on the secondary, when that was measured last. */
export function toHardenView(time: { atMs: number; hardenedMs: number | null; problem: string | null }): HardenView {
  return { at: iso(time.atMs), hardenedMs: time.hardenedMs, problem: time.problem };
}
