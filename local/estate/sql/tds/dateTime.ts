/** Dates and times on the wire, from and to epoch milliseconds. Source: MS-TDS 2.2.5.5.1.8. */
const MS_PER_DAY = 86_400_000;
const DAY_ONE_MS = Date.UTC(2000, 0, 1) - 730_119 * MS_PER_DAY; // 0001-01-01
const YEAR_1900_MS = Date.UTC(1900, 0, 1);
const YEAR_10000_DAYS = 3_652_059;

export interface DaysAndTicks {
  days: number;
  ticks: number;
}

/** Bytes of a time value at this scale. */
export function timeBytes(scale: number): number {
  if (scale <= 2) return 3;
  return scale <= 4 ? 4 : 5;
}

/** Days since 0001-01-01 and ticks of 10^-scale seconds. @throws RangeError outside years 1 to 9999 */
export function toDateTime2(epochMs: number, scale: number): DaysAndTicks {
  const { days, ticks } = split(epochMs - DAY_ONE_MS, 10 ** (scale - 3), 86_400 * 10 ** scale);
  if (!(days >= 0 && days < YEAR_10000_DAYS)) throw new RangeError('expected a date in years 1 to 9999');
  return { days, ticks };
}

export function fromDateTime2(days: number, ticks: number, scale: number): number {
  return DAY_ONE_MS + days * MS_PER_DAY + ticks / 10 ** (scale - 3);
}

/** Days since 1900-01-01 and ticks of a 300th of a second: `datetime`. @throws RangeError */
export function toDateTime(epochMs: number): DaysAndTicks {
  const { days, ticks } = split(epochMs - YEAR_1900_MS, 0.3, 86_400 * 300);
  if (!(days >= -53_690 && days < 2_958_464)) throw new RangeError('expected a datetime in years 1753 to 9999');
  return { days, ticks };
}

export function fromDateTime(days: number, ticks: number): number {
  return YEAR_1900_MS + days * MS_PER_DAY + Math.round(ticks / 0.3);
}

export function fromSmallDateTime(days: number, minutes: number): number {
  return YEAR_1900_MS + days * MS_PER_DAY + minutes * 60_000;
}

/** A time alone: what T-SQL makes of it as a datetime2, that time on 1900-01-01. */
export function fromTime(ticks: number, scale: number): number {
  return YEAR_1900_MS + ticks / 10 ** (scale - 3);
}

function split(sinceMs: number, ticksPerMs: number, ticksPerDay: number): DaysAndTicks {
  const days = Math.floor(sinceMs / MS_PER_DAY);
  const ticks = Math.round((sinceMs - days * MS_PER_DAY) * ticksPerMs);
  // Rounding the last instant of a day up lands on the next day's midnight.
  return ticks >= ticksPerDay ? { days: days + 1, ticks: 0 } : { days, ticks };
}
