import { SqlError } from '../sqlError.ts';

export type DatePart =
  | 'year'
  | 'quarter'
  | 'month'
  | 'dayofyear'
  | 'day'
  | 'week'
  | 'weekday'
  | 'hour'
  | 'minute'
  | 'second'
  | 'millisecond'
  | 'microsecond'
  | 'nanosecond';

/** Source: DATEPART (Transact-SQL), datepart and its abbreviations. */
const NAMES: Record<DatePart, string[]> = {
  year: ['year', 'yy', 'yyyy'],
  quarter: ['quarter', 'qq', 'q'],
  month: ['month', 'mm', 'm'],
  dayofyear: ['dayofyear', 'dy', 'y'],
  day: ['day', 'dd', 'd'],
  week: ['week', 'wk', 'ww'],
  weekday: ['weekday', 'dw', 'w'],
  hour: ['hour', 'hh'],
  minute: ['minute', 'mi', 'n'],
  second: ['second', 'ss', 's'],
  millisecond: ['millisecond', 'ms'],
  microsecond: ['microsecond', 'mcs'],
  nanosecond: ['nanosecond', 'ns'],
};

const BY_NAME = new Map(
  Object.entries(NAMES).flatMap(([part, names]) => names.map((name) => [name, part as DatePart] as const)),
);

/** @throws SqlError 155 naming the function */
export function datePart(name: string, functionName: string): DatePart {
  const part = BY_NAME.get(name.toLowerCase());
  if (part === undefined) {
    throw new SqlError(155, 15, `'${name}' is not a recognized ${functionName.toLowerCase()} option.`);
  }
  return part;
}

const SECOND = 1000n;
const FIXED_MS: Partial<Record<DatePart, bigint>> = {
  week: 604_800n * SECOND,
  dayofyear: 86_400n * SECOND,
  day: 86_400n * SECOND,
  weekday: 86_400n * SECOND,
  hour: 3600n * SECOND,
  minute: 60n * SECOND,
  second: SECOND,
  millisecond: 1n,
};
/** Weeks begin on Sunday: 1970-01-04 was one. */
const FIRST_SUNDAY_MS = 3n * 86_400n * SECOND;

/** How many boundaries of the part lie between two times. Source: DATEDIFF (Transact-SQL). */
export function difference(part: DatePart, fromMs: number, toMs: number): bigint {
  const from = new Date(fromMs);
  const to = new Date(toMs);
  const months = (date: Date): number => date.getUTCFullYear() * 12 + date.getUTCMonth();
  switch (part) {
    case 'year':
      return BigInt(to.getUTCFullYear() - from.getUTCFullYear());
    case 'quarter':
      return BigInt(Math.floor(months(to) / 3) - Math.floor(months(from) / 3));
    case 'month':
      return BigInt(months(to) - months(from));
    case 'microsecond':
      return BigInt(Math.round((toMs - fromMs) * 1000));
    case 'nanosecond':
      return BigInt(Math.round((toMs - fromMs) * 1000)) * 1000n;
    default: {
      const unit = FIXED_MS[part] ?? 1n;
      const shift = part === 'week' ? FIRST_SUNDAY_MS : 0n;
      return (
        floorDivide(BigInt(Math.floor(toMs)) - shift, unit) - floorDivide(BigInt(Math.floor(fromMs)) - shift, unit)
      );
    }
  }
}

function floorDivide(value: bigint, unit: bigint): bigint {
  const quotient = value / unit;
  return value % unit < 0n ? quotient - 1n : quotient;
}

/** Adds whole parts; a month that is too short ends at its last day. Source: DATEADD (Transact-SQL). */
export function addParts(part: DatePart, count: number, ms: number): number {
  if (part === 'year' || part === 'quarter' || part === 'month') {
    return addMonths(ms, count * (part === 'year' ? 12 : part === 'quarter' ? 3 : 1));
  }
  if (part === 'microsecond') return ms + count / 1000;
  if (part === 'nanosecond') return ms + count / 1_000_000;
  return ms + count * Number(FIXED_MS[part] ?? 1n);
}

function addMonths(ms: number, months: number): number {
  const date = new Date(ms);
  const target = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
  const lastDay = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  const dayMs = (Math.min(date.getUTCDate(), lastDay) - 1) * 86_400_000;
  return target.getTime() + dayMs + (((ms % 86_400_000) + 86_400_000) % 86_400_000);
}

/** The part's number. Source: DATEPART (Transact-SQL), DATEFIRST 7. */
export function partOf(part: DatePart, ms: number): number {
  const date = new Date(ms);
  const yearStart = Date.UTC(date.getUTCFullYear(), 0, 1);
  switch (part) {
    case 'year':
      return date.getUTCFullYear();
    case 'quarter':
      return Math.floor(date.getUTCMonth() / 3) + 1;
    case 'month':
      return date.getUTCMonth() + 1;
    case 'dayofyear':
      return Number(difference('day', yearStart, ms)) + 1;
    case 'day':
      return date.getUTCDate();
    case 'week':
      return Number(difference('week', yearStart, ms)) + 1;
    case 'weekday':
      return date.getUTCDay() + 1;
    case 'hour':
      return date.getUTCHours();
    case 'minute':
      return date.getUTCMinutes();
    case 'second':
      return date.getUTCSeconds();
    case 'millisecond':
      return date.getUTCMilliseconds();
    case 'microsecond':
      return date.getUTCMilliseconds() * 1000;
    case 'nanosecond':
      return date.getUTCMilliseconds() * 1_000_000;
  }
}
