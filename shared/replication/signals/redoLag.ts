import type { SecondarySignals } from '../signalTypes.ts';

/**
 * Seconds that readers of the geo-secondary are behind what is hardened there: the redo queue over the redo rate. Where nothing is being
 * redone although something waits, the engine's own secondary_lag_seconds, or null. Stale reads, not loss.
 * Source: sys.dm_database_replica_states, redo_queue_size (KB), redo_rate (KB per second).
 */
export function redoLagSeconds(redo: SecondarySignals['redo']): number | null {
  if (redo === null || !isAmount(redo.queueKb) || !isAmount(redo.rateKbPerSecond)) return null;
  if (redo.queueKb === 0) return 0;
  const seconds = redo.queueKb / redo.rateKbPerSecond;
  if (Number.isFinite(seconds)) return toTenths(seconds);
  return redo.lagSeconds !== null && isAmount(redo.lagSeconds) ? redo.lagSeconds : null;
}

function isAmount(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}

/** More than a tenth of a second nobody acts on, and the record stays short. */
function toTenths(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
