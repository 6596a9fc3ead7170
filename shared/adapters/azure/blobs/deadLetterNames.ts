export const DEAD_LETTER_PREFIX = 'dead-letters/';
const DAY_MS = 86_400_000;
const NAME = /^dead-letters\/(\d{4})\/(\d\d)\/(\d\d)(?:-\d+)?\.jsonl$/;

/** `dead-letters/<yyyy>/<mm>/<dd>.jsonl`, UTC; further parts of the day are `<dd>-1.jsonl` and so on. */
export function deadLetterBlobName(atMs: number, part = 0): string {
  const [date = ''] = new Date(atMs).toISOString().split('T');
  return `${DEAD_LETTER_PREFIX}${date.replaceAll('-', '/')}${part === 0 ? '' : `-${part}`}.jsonl`;
}

/** When the day of the blob has ended, epoch milliseconds; undefined for a blob that is not ours. */
export function deadLetterDayEnd(name: string): number | undefined {
  const match = NAME.exec(name);
  if (match === null) return undefined;
  const [year = 0, month = 1, day = 1] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, day) + DAY_MS;
}
