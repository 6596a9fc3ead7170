/** `400ms`, `5s`, `1m30s`, `2h`: how people write durations in scenarios. */

const PART = /(\d+(?:\.\d+)?)(ms|s|m|h)/gy;
const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds, or undefined when the text is no duration. */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  PART.lastIndex = 0;
  let totalMs = 0;
  let read = 0;
  for (let part = PART.exec(trimmed); part; part = PART.exec(trimmed)) {
    totalMs += Number(part[1]) * (UNIT_MS[part[2] ?? ''] ?? Number.NaN);
    read = PART.lastIndex;
  }
  return read === trimmed.length ? totalMs : undefined;
}
