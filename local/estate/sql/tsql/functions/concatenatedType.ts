import type { Scalar } from '../bind/bound.ts';
import { nvarchar, type SqlType, varchar } from '../types/sqlType.ts';

/** The longest spelling of a value that is not text. */
const SPELLED: Partial<Record<SqlType['name'], number>> = {
  bit: 1,
  tinyint: 3,
  smallint: 6,
  int: 12,
  bigint: 20,
  float: 23,
  datetime: 27,
  datetime2: 27,
  datetimeoffset: 34,
  uniqueidentifier: 36,
};

/** What CONCAT makes: as long as its arguments together. */
export function concatenatedType(args: Scalar[]): SqlType {
  const national = args.some(({ type }) => type.name === 'nvarchar');
  const lengths = args.map(({ type }) => type.length ?? SPELLED[type.name] ?? (type.precision ?? 38) + 2);
  const length = lengths.includes(-1)
    ? -1
    : Math.min(
        national ? 4000 : 8000,
        lengths.reduce((all, one) => all + one, 0),
      );
  return national ? nvarchar(length) : varchar(length);
}
