/** Epoch milliseconds to ISO 8601, as storage and HTTP show time. */
export const iso = (ms: number): string => new Date(ms).toISOString();

/** Null stays null: what is not known is shown as unknown. */
export const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));

/** Whole seconds since then; what lies ahead of our clock is no age. */
export const ageSeconds = (ms: number, nowMs: number): number => Math.max(0, Math.round((nowMs - ms) / 1_000));

/** Not rounded: a bound that reads smaller than it is would be a lie. */
export const secondsOrNull = (ms: number | null): number | null => (ms === null ? null : ms / 1_000);
