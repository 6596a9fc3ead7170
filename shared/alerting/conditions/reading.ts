import type { LinkStatus } from '../../replication/types.ts';

/**
 * A reading of the last round of signals. Undefined when that round could not renew it, or while the primary itself is silent: one old
 * number must not outlast a pending time all alone.
 */
export function current<Reading extends { atMs: number }>(
  { state, signals }: LinkStatus,
  reading: Reading | undefined,
): Reading | undefined {
  if (reading === undefined || state.name === 'unreachable') return undefined;
  return reading.atMs >= (signals?.askedAtMs ?? 0) ? reading : undefined;
}
