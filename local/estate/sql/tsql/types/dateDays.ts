const BASE_MS = Date.UTC(1900, 0, 1);
const DAY_MS = 86_400_000;

/** A datetime as the number of days since 1900-01-01, and back. */
export function dateToDays(ms: number): number {
  return (ms - BASE_MS) / DAY_MS;
}

export function daysToDate(days: number): number {
  return BASE_MS + days * DAY_MS;
}
