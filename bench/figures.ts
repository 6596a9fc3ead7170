/** Figures as they are printed. */

/** The middle one; of two in the middle the lower. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** Milliseconds as seconds, to the millisecond. */
export const seconds = (ms: number): number => Math.round(ms) / 1_000;

export const hundredths = (value: number): number => Math.round(value * 100) / 100;

export const megabytes = (bytes: number): number => Math.round(bytes / 1_048_576);
