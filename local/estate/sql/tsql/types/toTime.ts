import type { Conversion } from './convert.ts';
import { daysToDate } from './dateDays.ts';
import { textToDate } from './dateText.ts';
import { family, type SqlType } from './sqlType.ts';
import { arithmeticOverflow, dateConversionFailed } from './typeErrors.ts';

const DATETIME_FROM_MS = Date.UTC(1753, 0, 1);
const END_MS = Date.UTC(10000, 0, 1);

/** To datetime, datetime2, datetimeoffset. Everything in the estate is at offset zero. */
export const toTime: Conversion = (from, to) => (value) => {
  if (typeof value === 'string') return fitTime(fromText(value, to), to);
  return fitTime(family(from) === 'time' ? Number(value) : daysToDate(Number(value)), to);
};

function fromText(text: string, to: SqlType): number {
  const parsed = textToDate(text);
  if (parsed === null) throw dateConversionFailed();
  if (to.name === 'datetimeoffset') return parsed.localMs - parsed.offsetMs;
  if (to.name === 'datetime' && parsed.hasOffset && parsed.offsetMs !== 0) throw dateConversionFailed();
  return parsed.localMs;
}

/** datetime counts in 1/300 s; the others keep as many decimals as their scale, of the milliseconds there are. */
export function fitTime(ms: number, type: SqlType): number {
  const least = type.name === 'datetime' ? DATETIME_FROM_MS : YEAR_ONE_MS;
  if (!Number.isFinite(ms) || ms >= END_MS || ms < least) {
    throw arithmeticOverflow(type);
  }
  if (type.name === 'datetime') {
    const second = Math.floor(ms / 1000) * 1000;
    return second + Math.round(Math.round(((ms - second) * 3) / 10) * (10 / 3));
  }
  const step = 10 ** Math.max(0, 3 - (type.scale ?? 7));
  return Math.round(ms / step) * step;
}

/** 0001-01-01; Date.UTC reads the year 1 as 1901. */
const YEAR_ONE_MS = -62135596800000;
