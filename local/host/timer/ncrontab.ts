/**
 * NCRONTAB: second, minute, hour, day, month, day of week; with five fields the second is 0. Times are UTC, as in a
 * function app without a time zone setting. Day and day of week must both fit, unlike in Unix cron.
 */

interface Field {
  name: string;
  least: number;
  most: number;
  words: readonly string[];
}

const FIELDS: readonly Field[] = [
  { name: 'second', least: 0, most: 59, words: [] },
  { name: 'minute', least: 0, most: 59, words: [] },
  { name: 'hour', least: 0, most: 23, words: [] },
  { name: 'day', least: 1, most: 31, words: [] },
  {
    name: 'month',
    least: 1,
    most: 12,
    words: 'january february march april may june july august september october november december'.split(' '),
  },
  {
    name: 'day of week',
    least: 0,
    most: 6,
    words: 'sunday monday tuesday wednesday thursday friday saturday'.split(' '),
  },
];

/** 29 February on a given weekday comes every 28 years, or 40 around a century without a leap day. */
const HORIZON_YEARS = 41;

type Calendar = readonly [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>, Set<number>];

/**
 * Parses an expression into the function that gives its next occurrence strictly after a moment (epoch milliseconds),
 * or undefined when there is none (30 February).
 * @throws Error that names the faulty field.
 */
export function parseNcrontab(expression: string): (afterMs: number) => number | undefined {
  const given = expression.trim().split(/\s+/);
  const parts = given.length === 5 ? ['0', ...given] : given;
  if (parts.length !== FIELDS.length) {
    throw new Error(
      `"${expression}" has ${given.length} fields; NCRONTAB has six (second minute hour day month day-of-week) or five.`,
    );
  }
  const sets = FIELDS.map((field, at) => parseField(parts[at] ?? '', field, expression));
  return (afterMs) => nextOccurrence(sets as unknown as Calendar, afterMs);
}

function parseField(text: string, field: Field, expression: string): Set<number> {
  const fault = (part: string) =>
    new Error(
      `"${part}" is no ${field.name} in "${expression}"; expected ${field.least} to ${field.most}, *, a-b, a,b or a/step.`,
    );
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [range = '', step, ...more] = part.split('/');
    if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) throw fault(part);
    const ends = range === '*' ? [field.least, field.most] : range.split('-').map((end) => parseValue(end, field));
    const [from, to = step === undefined ? from : field.most] = ends;
    if (from === undefined || to === undefined || ends.length > 2 || !(from <= to)) throw fault(part);
    for (let value = from; value <= to; value += Number(step ?? 1)) values.add(value);
  }
  return values;
}

/** A number of the field's range, or the beginning (three letters or more) of a month's or day's name; NaN otherwise. */
function parseValue(text: string, { least, most, words }: Field): number {
  if (/^\d+$/.test(text)) return Number(text) >= least && Number(text) <= most ? Number(text) : Number.NaN;
  if (text.length < 3) return Number.NaN;
  const at = words.findIndex((word) => word.startsWith(text.toLowerCase()));
  return at < 0 ? Number.NaN : at + least;
}

function nextOccurrence(
  [seconds, minutes, hours, days, months, weekdays]: Calendar,
  afterMs: number,
): number | undefined {
  const time = new Date((Math.floor(afterMs / 1000) + 1) * 1000);
  const lastYear = time.getUTCFullYear() + HORIZON_YEARS;
  while (time.getUTCFullYear() <= lastYear) {
    if (!months.has(time.getUTCMonth() + 1)) {
      time.setUTCMonth(time.getUTCMonth() + 1, 1);
      time.setUTCHours(0, 0, 0);
    } else if (!days.has(time.getUTCDate()) || !weekdays.has(time.getUTCDay())) {
      time.setUTCDate(time.getUTCDate() + 1);
      time.setUTCHours(0, 0, 0);
    } else if (!hours.has(time.getUTCHours())) time.setUTCHours(time.getUTCHours() + 1, 0, 0);
    else if (!minutes.has(time.getUTCMinutes())) time.setUTCMinutes(time.getUTCMinutes() + 1, 0);
    else if (!seconds.has(time.getUTCSeconds())) time.setUTCSeconds(time.getUTCSeconds() + 1);
    else return time.getTime();
  }
  return undefined;
}
