/** How long a listener pauses before it looks into an empty queue again. */

const SHORTEST_MS = 100;
/** The host spreads the pauses by a fifth either way, so that listeners do not march in step. */
const SPREAD = 0.2;

/** The pause after `emptyLooks` looks in a row that found nothing; `random` is from 0 up to 1. */
export function pollingPauseMs(emptyLooks: number, longestMs: number, random: number): number {
  if (emptyLooks <= 0) return 0;
  const doubled = SHORTEST_MS * 2 ** Math.min(emptyLooks - 1, 30);
  const spread = 1 - SPREAD + random * 2 * SPREAD;
  return Math.min(longestMs, Math.max(SHORTEST_MS, Math.round(doubled * spread)));
}
