/** How long Azure asks to wait, from the `Retry-After` of the answer that an error carries: seconds or an HTTP date. */
export function retryAfterMs(error: unknown, nowMs: number): number | undefined {
  return parseRetryAfter(headerOf(error), nowMs);
}

/** The same, from the value of the header. */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}

interface WithHeaders {
  get(name: string): string | undefined;
}

function headerOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('response' in error)) return undefined;
  const { response } = error;
  if (typeof response !== 'object' || response === null || !('headers' in response)) return undefined;
  const { headers } = response;
  return isHeaders(headers) ? headers.get('retry-after') : undefined;
}

function isHeaders(value: unknown): value is WithHeaders {
  return typeof value === 'object' && value !== null && 'get' in value && typeof value.get === 'function';
}
