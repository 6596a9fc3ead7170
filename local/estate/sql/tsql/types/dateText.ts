import { SqlError } from '../sqlError.ts';
import { type SqlType, typeName } from './sqlType.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

/** Text of a date and time in a CONVERT style; 0 is the type's own default. @throws SqlError 281 */
export function dateToText(ms: number, type: SqlType, style: number | null): string {
  const date = new Date(ms);
  const chosen = style ?? (type.name === 'datetime' ? 0 : 121);
  const format = STYLES[chosen];
  if (format === undefined) {
    throw new SqlError(
      281,
      16,
      `${chosen} is not a valid style number when converting from ${typeName(type)} to a character string.`,
    );
  }
  return format(date, type);
}

const day = (date: Date): string =>
  `${pad(date.getUTCFullYear(), 4)}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`;
const time = (date: Date): string =>
  `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`;
const offset = (type: SqlType): string => (type.name === 'datetimeoffset' ? ' +00:00' : '');

/** datetime has three decimals; the others have as many as their scale. */
function fraction(date: Date, type: SqlType): string {
  const digits = pad(date.getUTCMilliseconds(), 3).padEnd(7, '0');
  const scale = type.name === 'datetime' ? 3 : (type.scale ?? 7);
  return scale === 0 ? '' : `.${digits.slice(0, scale)}`;
}

function general(date: Date): string {
  const hour = date.getUTCHours() % 12 || 12;
  const half = date.getUTCHours() < 12 ? 'AM' : 'PM';
  const dayOfMonth = String(date.getUTCDate()).padStart(2);
  return `${MONTHS[date.getUTCMonth()]} ${dayOfMonth} ${date.getUTCFullYear()} ${String(hour).padStart(2)}:${pad(date.getUTCMinutes())}${half}`;
}

const canonical = (date: Date, type: SqlType): string => `${day(date)} ${time(date)}${offset(type)}`;
const precise = (date: Date, type: SqlType): string =>
  `${day(date)} ${time(date)}${fraction(date, type)}${offset(type)}`;
const iso = (date: Date, type: SqlType): string =>
  `${day(date)}T${time(date)}${date.getUTCMilliseconds() === 0 && type.name === 'datetime' ? '' : fraction(date, type)}`;

/** Source: CAST and CONVERT (Transact-SQL), date and time styles. */
const STYLES: Record<number, (date: Date, type: SqlType) => string> = {
  0: general,
  100: general,
  20: canonical,
  120: canonical,
  21: precise,
  25: precise,
  121: precise,
  23: day,
  101: (date) => `${pad(date.getUTCMonth() + 1)}/${pad(date.getUTCDate())}/${date.getUTCFullYear()}`,
  103: (date) => `${pad(date.getUTCDate())}/${pad(date.getUTCMonth() + 1)}/${date.getUTCFullYear()}`,
  104: (date) => `${pad(date.getUTCDate())}.${pad(date.getUTCMonth() + 1)}.${date.getUTCFullYear()}`,
  108: time,
  111: (date) => day(date).replaceAll('-', '/'),
  112: (date) => day(date).replaceAll('-', ''),
  126: (date, type) => iso(date, type) + (type.name === 'datetimeoffset' ? '+00:00' : ''),
  127: (date, type) => iso(date, type) + (type.name === 'datetimeoffset' ? 'Z' : ''),
};

const DATE_TIME =
  /^\s*(?:(\d{4})-?(\d{2})-?(\d{2}))?(?:(?:[T ]|\s+|^)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:\d{2})?\s*$/i;
const BASE_DATE_MS = Date.UTC(1900, 0, 1);

/** Reads the unambiguous ISO spellings. Null when the text is no date. */
export function textToDate(text: string): { localMs: number; offsetMs: number; hasOffset: boolean } | null {
  if (text.trim() === '') return { localMs: BASE_DATE_MS, offsetMs: 0, hasOffset: false };
  const parts = DATE_TIME.exec(text);
  if (parts === null) return null;
  const [, year, month, dayOfMonth, hour = '0', minute = '0', second = '0', decimals = '', zone] = parts;
  const dateMs = year === undefined ? BASE_DATE_MS : validDate(Number(year), Number(month), Number(dayOfMonth));
  if (dateMs === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const timeMs =
    ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + Number(decimals.padEnd(3, '0').slice(0, 3));
  return { localMs: dateMs + timeMs, offsetMs: zoneMs(zone), hasOffset: zone !== undefined };
}

function validDate(year: number, month: number, dayOfMonth: number): number | null {
  const date = new Date(Date.UTC(year, month - 1, dayOfMonth));
  const same = date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth && year > 0;
  return same ? date.getTime() : null;
}

function zoneMs(zone: string | undefined): number {
  if (zone === undefined || /^z$/i.test(zone)) return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6))) * 60_000;
}
