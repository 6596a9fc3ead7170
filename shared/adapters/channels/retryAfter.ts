/**
 * Retry-After as seconds or as an HTTP date (RFC 9110, 10.2.3), in milliseconds from now. Undefined when absent or not understood.
 */
export function retryAfterMs(header: string | null | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  // Date.parse takes "-5" and "May 99" for dates; an HTTP date has a day's name and a time.
  if (!/^[A-Z][a-z]{2,8},? .*\d{2}:\d{2}:\d{2}/.test(text)) return undefined;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}
