/** Whether a moment lies in a stretch of time; its end does not. */
export function isWithin({ fromMs, forMs }: { fromMs: number; forMs: number }, atMs: number): boolean {
  return atMs >= fromMs && atMs < fromMs + forMs;
}
