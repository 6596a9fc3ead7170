import { SqlError } from '../sqlError.ts';
import { decimal, nvarchar, type SqlType, varbinary, varchar } from '../types/sqlType.ts';
import type { Cursor } from './cursor.ts';

const SIMPLE: Record<string, SqlType> = {
  TINYINT: { name: 'tinyint' },
  SMALLINT: { name: 'smallint' },
  INT: { name: 'int' },
  INTEGER: { name: 'int' },
  BIGINT: { name: 'bigint' },
  BIT: { name: 'bit' },
  FLOAT: { name: 'float' },
  UNIQUEIDENTIFIER: { name: 'uniqueidentifier' },
  DATETIME: { name: 'datetime' },
  SQL_VARIANT: { name: 'sql_variant' },
  SYSNAME: { name: 'nvarchar', length: 128 },
};

/** Text and binary types take one length; the number is how long they may be. */
const SIZED: Record<string, { limit: number; of: (length: number) => SqlType }> = {
  VARCHAR: { limit: 8000, of: varchar },
  NVARCHAR: { limit: 4000, of: nvarchar },
  CHAR: { limit: 8000, of: (length) => ({ ...varchar(length), fixed: true }) },
  NCHAR: { limit: 4000, of: (length) => ({ ...nvarchar(length), fixed: true }) },
  VARBINARY: { limit: 8000, of: varbinary },
};

/**
 * Reads a data type. `defaultLength` is what a text type without a length means: 30 in CAST, 1 in DECLARE.
 * @throws SqlError 243 for a type that the estate does not have, 131 and 1002 for facets out of range
 */
export function parseTypeName(cursor: Cursor, defaultLength: number): SqlType {
  if (cursor.isWord('SYS') && cursor.isSymbol('.', 1)) {
    cursor.next();
    cursor.next();
  }
  const word = cursor.peek().kind === 'quotedName' ? cursor.peek().text.toUpperCase() : cursor.peek().upper;
  if (word === '') throw cursor.unexpected();
  const name = cursor.next().text;
  const simple = SIMPLE[word];
  if (simple !== undefined) return word === 'FLOAT' ? floatType(cursor, simple) : simple;
  if (word === 'DECIMAL' || word === 'NUMERIC' || word === 'DEC') return decimalType(cursor);
  if (word === 'DATETIME2' || word === 'DATETIMEOFFSET') return timeType(cursor, word);
  const sized = SIZED[word];
  if (sized === undefined) throw new SqlError(243, 16, `Type ${name} is not a defined system type.`);
  return sized.of(textLength(cursor, name, sized.limit, defaultLength));
}

function floatType(cursor: Cursor, type: SqlType): SqlType {
  const [bits] = facets(cursor);
  // float(24) and less is `real`, which the wire contract does not carry.
  if (bits !== undefined && (bits < 25 || bits > 53))
    throw new SqlError(243, 16, 'Type real is not a defined system type.');
  return type;
}

function decimalType(cursor: Cursor): SqlType {
  const [precision = 18, scale = 0] = facets(cursor);
  if (precision < 1 || precision > 38) {
    throw new SqlError(
      1007,
      15,
      `The number '${precision}' is out of the range for numeric representation (maximum precision 38).`,
    );
  }
  if (scale > precision) throw new SqlError(1002, 15, `Line 1: Specified scale ${scale} is invalid.`);
  return decimal(precision, scale);
}

function timeType(cursor: Cursor, word: 'DATETIME2' | 'DATETIMEOFFSET'): SqlType {
  const [scale = 7] = facets(cursor);
  if (scale > 7) throw new SqlError(1002, 15, `Line 1: Specified scale ${scale} is invalid.`);
  return { name: word === 'DATETIME2' ? 'datetime2' : 'datetimeoffset', scale };
}

function textLength(cursor: Cursor, name: string, limit: number, defaultLength: number): number {
  if (cursor.isSymbol('(') && cursor.peek(1).upper === 'MAX') {
    cursor.next();
    cursor.next();
    cursor.expectSymbol(')');
    return -1;
  }
  const [length = defaultLength] = facets(cursor);
  if (length < 1) throw new SqlError(1001, 15, `Line 1: Length or precision specification ${length} is invalid.`);
  if (length > limit) {
    throw new SqlError(
      131,
      15,
      `The size (${length}) given to the type '${name}' exceeds the maximum allowed for any data type (${limit}).`,
    );
  }
  return length;
}

function facets(cursor: Cursor): number[] {
  if (!cursor.acceptSymbol('(')) return [];
  const numbers = cursor.list(() => {
    const token = cursor.peek();
    if (token.kind !== 'number' || !/^\d+$/.test(token.text)) throw cursor.unexpected();
    cursor.next();
    return Number(token.text);
  });
  cursor.expectSymbol(')');
  return numbers;
}
