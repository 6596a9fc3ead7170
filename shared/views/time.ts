/** Epoch milliseconds to ISO 8601, as storage and HTTP show time. */
export const iso = (ms: number): string => new Date(ms).toISOString();

/** Null stays null: what is not known is shown as unknown. */
export const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));
