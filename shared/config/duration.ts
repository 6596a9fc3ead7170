/** Durations as people write them: `400ms`, `5s`, `1m30s`, `2h`, `1d`. */

const UNITS = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'm', ms: 60_000 },
  { name: 's', ms: 1000 },
  { name: 'ms', ms: 1 },
] as const;

/** Whole numbers with a unit, each unit at most once, the largest first. */
export const DURATION_PATTERN = '^(?=\\d)(\\d+d)?(\\d+h)?(\\d+m(?!s))?(\\d+s)?(\\d+ms)?$';
const PATTERN = new RegExp(DURATION_PATTERN);

/** A year: longer is a typing mistake, and keeps sums far from the end of exact integers. */
export const LONGEST_DURATION_MS = 366 * 86_400_000;

/** Milliseconds, or undefined when the text is not a duration or is longer than a year. */
export function parseDuration(text: string): number | undefined {
  const match = PATTERN.exec(text);
  if (!match) return undefined;
  let total = 0;
  for (const [index, unit] of UNITS.entries()) {
    const part = match[index + 1];
    if (part !== undefined) total += Number.parseInt(part, 10) * unit.ms;
  }
  return Number.isSafeInteger(total) && total <= LONGEST_DURATION_MS ? total : undefined;
}

/** The shortest text that `parseDuration` reads back as the same whole milliseconds. @throws RangeError */
export function formatDuration(ms: number): string {
  if (!Number.isInteger(ms) || ms < 0) throw new RangeError(`expected whole milliseconds, 0 or more; saw ${ms}`);
  let rest = ms;
  let text = '';
  for (const unit of UNITS) {
    const count = Math.floor(rest / unit.ms);
    if (count > 0) text += `${count}${unit.name}`;
    rest -= count * unit.ms;
  }
  return text === '' ? '0s' : text;
}
