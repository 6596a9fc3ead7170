import type { Scalar } from '../bind/bound.ts';
import { likePattern } from '../bind/like.ts';
import { SqlError } from '../sqlError.ts';
import { compareText } from '../types/compare.ts';
import { BIGINT, INT, nvarchar, type SqlType, varchar } from '../types/sqlType.ts';
import { always, type FunctionTable, likeFirst, literalNumber, longText } from './builtIn.ts';
import { concatenatedType } from './concatenatedType.ts';

/** Functions over text. Types: String functions (Transact-SQL). Positions count from 1. */
export const TEXT_FUNCTIONS: FunctionTable = {
  LEN: {
    least: 1,
    most: 1,
    accepts: ['text'],
    result: (args) => ({ type: args[0]?.type.length === -1 ? BIGINT : INT, nullable: true }),
    evaluate: ([text], _, [type]) => sized(String(text).replace(/ +$/, '').length, type),
  },
  DATALENGTH: {
    least: 1,
    most: 1,
    accepts: ['text'],
    result: (args) => ({ type: args[0]?.type.length === -1 ? BIGINT : INT, nullable: true }),
    evaluate: ([text], _, [type]) => sized(String(text).length * (type?.name === 'nvarchar' ? 2 : 1), type),
  },
  UPPER: { least: 1, most: 1, accepts: ['text'], result: likeFirst, evaluate: ([text]) => String(text).toUpperCase() },
  LOWER: { least: 1, most: 1, accepts: ['text'], result: likeFirst, evaluate: ([text]) => String(text).toLowerCase() },
  LTRIM: {
    least: 1,
    most: 1,
    accepts: ['text'],
    result: likeFirst,
    evaluate: ([text]) => String(text).replace(/^ +/, ''),
  },
  RTRIM: {
    least: 1,
    most: 1,
    accepts: ['text'],
    result: likeFirst,
    evaluate: ([text]) => String(text).replace(/ +$/, ''),
  },
  TRIM: {
    least: 1,
    most: 1,
    accepts: ['text'],
    result: likeFirst,
    evaluate: ([text]) => String(text).replace(/^ +| +$/g, ''),
  },
  REVERSE: {
    least: 1,
    most: 1,
    accepts: ['text'],
    result: likeFirst,
    evaluate: ([text]) => [...String(text)].reverse().join(''),
  },
  SUBSTRING: {
    least: 3,
    most: 3,
    accepts: ['text', 'integer', 'integer'],
    result: likeFirst,
    evaluate: ([text, start, length]) => {
      if (Number(length) < 0) throw invalidLength('substring');
      const from = Number(start) - 1;
      return String(text).slice(Math.max(0, from), Math.max(0, from + Number(length)));
    },
  },
  LEFT: {
    least: 2,
    most: 2,
    accepts: ['text', 'integer'],
    result: shortened,
    evaluate: ([text, length]) => String(text).slice(0, positive(length, 'left')),
  },
  RIGHT: {
    least: 2,
    most: 2,
    accepts: ['text', 'integer'],
    result: shortened,
    evaluate: ([text, length]) => {
      const whole = String(text);
      return whole.slice(Math.max(0, whole.length - positive(length, 'right')));
    },
  },
  REPLACE: {
    least: 3,
    most: 3,
    accepts: ['text'],
    result: longText,
    evaluate: ([text, wanted, replacement]) => replaceAll(String(text), String(wanted), String(replacement)),
  },
  STUFF: {
    least: 4,
    most: 4,
    accepts: ['text', 'integer', 'integer', 'text'],
    result: longText,
    evaluate: ([text, start, length, inserted]) => {
      const whole = String(text);
      const from = Number(start);
      if (from < 1 || from > whole.length || Number(length) < 0) return null;
      return whole.slice(0, from - 1) + String(inserted) + whole.slice(from - 1 + Number(length));
    },
  },
  REPLICATE: {
    least: 2,
    most: 2,
    accepts: ['text', 'integer'],
    result: longText,
    evaluate: ([text, times], _, [type]) => replicate(String(text), Number(times), type),
  },
  SPACE: {
    least: 1,
    most: 1,
    accepts: ['integer'],
    result: always(varchar(8000)),
    evaluate: ([count]) => (Number(count) < 0 ? null : ' '.repeat(Math.min(8000, Number(count)))),
  },
  CHARINDEX: {
    least: 2,
    most: 3,
    accepts: ['text', 'text', 'integer'],
    result: (args) => ({ type: args[1]?.type.length === -1 ? BIGINT : INT, nullable: true }),
    evaluate: ([wanted, text, start], _, types) => {
      const from = Math.max(0, Number(start ?? 1) - 1);
      return sized(String(text).toLowerCase().indexOf(String(wanted).toLowerCase(), from) + 1, types[1]);
    },
  },
  PATINDEX: {
    least: 2,
    most: 2,
    accepts: ['text'],
    result: (args) => ({ type: args[1]?.type.length === -1 ? BIGINT : INT, nullable: true }),
    evaluate: ([pattern, text], _, types) => sized(patternIndex(String(pattern), String(text)), types[1]),
  },
  CONCAT: {
    least: 2,
    most: 254,
    accepts: ['text'],
    takesNull: true,
    result: (args) => ({ type: concatenatedType(args), nullable: false }),
    evaluate: (values) => values.map((value) => (value === null ? '' : String(value))).join(''),
  },
  ASCII: {
    least: 1,
    most: 1,
    accepts: ['text'],
    result: always(INT),
    evaluate: ([text]) => Buffer.from(String(text), 'latin1')[0] ?? null,
  },
  UNICODE: {
    least: 1,
    most: 1,
    accepts: ['text'],
    result: always(INT),
    evaluate: ([text]) => (text === '' ? null : String(text).charCodeAt(0)),
  },
  CHAR: {
    least: 1,
    most: 1,
    accepts: ['integer'],
    result: always(varchar(1)),
    evaluate: ([code]) => (Number(code) < 0 || Number(code) > 255 ? null : String.fromCharCode(Number(code))),
  },
  NCHAR: {
    least: 1,
    most: 1,
    accepts: ['integer'],
    result: always(nvarchar(1)),
    evaluate: ([code]) => (Number(code) < 0 || Number(code) > 65535 ? null : String.fromCharCode(Number(code))),
  },
  QUOTENAME: {
    least: 1,
    most: 1,
    accepts: ['text'],
    result: always(nvarchar(258)),
    evaluate: ([text]) => (String(text).length > 128 ? null : `[${String(text).replaceAll(']', ']]')}]`),
  },
};

/** At most 8,000 bytes, as REPLICATE has it for text that is not max. */
function replicate(text: string, times: number, type: SqlType | undefined): string | null {
  const limit = type?.name === 'nvarchar' ? 4000 : 8000;
  if (times < 0) return null;
  return text.repeat(Math.min(times, Math.ceil(limit / Math.max(1, text.length)))).slice(0, limit);
}

function sized(value: number, type: SqlType | undefined): number | bigint {
  return type?.length === -1 ? BigInt(value) : value;
}

function shortened(args: Scalar[]): { type: SqlType; nullable: boolean } {
  const like = likeFirst(args);
  const limit = literalNumber(args[1]);
  if (limit === null || limit < 1) return like;
  const length = like.type.length ?? 1;
  return { ...like, type: { ...like.type, length: length === -1 ? limit : Math.min(length, limit) } };
}

function positive(length: unknown, name: string): number {
  if (Number(length) < 0) throw invalidLength(name);
  return Number(length);
}

/** 537 */
function invalidLength(name: string): SqlError {
  return new SqlError(537, 16, `Invalid length parameter passed to the ${name} function.`, 2);
}

/** Finds without regard to case, as the collation does. */
function replaceAll(text: string, wanted: string, replacement: string): string {
  if (wanted === '') return text;
  let result = '';
  for (let at = 0; at < text.length; ) {
    if (compareText(text.slice(at, at + wanted.length), wanted) === 0 && at + wanted.length <= text.length) {
      result += replacement;
      at += wanted.length;
    } else {
      result += text.charAt(at);
      at += 1;
    }
  }
  return result;
}

function patternIndex(pattern: string, text: string): number {
  const open = pattern.startsWith('%');
  const wanted = likePattern(open ? pattern.slice(1) : pattern, '');
  for (let at = 0; at <= (open ? text.length : 0); at += 1) if (wanted.test(text.slice(at))) return at + 1;
  return 0;
}
