/**
 * Retry-After as seconds or as an HTTP date (RFC 9110, 10.2.3), in milliseconds from now. Undefined when absent or not understood.
 */
export function retryAfterMs(header: string | null | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  // Date.parse would also take "-5" or "May 1" for dates; an HTTP date begins with a day's name.
  if (!/^[A-Z][a-z]{2,8},? /.test(text)) return undefined;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}
