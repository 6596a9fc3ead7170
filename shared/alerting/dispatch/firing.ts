import type { ActiveAlert } from './types.ts';

/** An alert that comes and goes counts as firing until it has been calm: its single ends say nothing. */
export function isHeldFiring({ ended, flapping }: ActiveAlert, nowMs: number, calmMs: number): boolean {
  return ended === undefined || (flapping !== undefined && nowMs < ended.atMs + calmMs);
}
