/** When a sweep last began and ended: kept in storage, so that every instance and every restart knows. */
export interface SweepMark {
  startedAtMs: number | null;
  finishedAtMs: number | null;
  durationMs: number | null;
}

export const NO_MARK: SweepMark = { startedAtMs: null, finishedAtMs: null, durationMs: null };

/** Reads a stored mark; anything that is not one reads as "never", which shows as late rather than as fine. */
export function parseMark(stored: unknown): SweepMark {
  if (typeof stored !== 'object' || stored === null) return NO_MARK;
  const fields = stored as Record<string, unknown>;
  const number = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null);
  return {
    startedAtMs: number(fields.startedAtMs),
    finishedAtMs: number(fields.finishedAtMs),
    durationMs: number(fields.durationMs),
  };
}
