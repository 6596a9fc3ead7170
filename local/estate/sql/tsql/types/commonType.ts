import type { ColumnType } from '../../types.ts';
import { asDecimal } from './decimalType.ts';
import { family, type SqlType } from './sqlType.ts';

/** Data type precedence, lowest first. Source: Data type precedence (Transact-SQL). */
const PRECEDENCE: readonly ColumnType[] = [
  'varbinary',
  'varchar',
  'nvarchar',
  'uniqueidentifier',
  'bit',
  'tinyint',
  'smallint',
  'int',
  'bigint',
  'decimal',
  'float',
  'datetime',
  'datetime2',
  'datetimeoffset',
  'sql_variant',
];

/** The type two values are brought to before they are compared or returned from one expression. */
export function commonType(left: SqlType, right: SqlType): SqlType {
  const higher = rank(left) >= rank(right) ? left : right;
  const lower = higher === left ? right : left;
  switch (family(higher)) {
    case 'text':
    case 'binary':
      return longer(higher, lower);
    case 'decimal':
      return family(lower) === 'integer' || family(lower) === 'bit' || family(lower) === 'decimal'
        ? widerDecimal(asDecimal(higher), asDecimal(lower))
        : higher;
    case 'time':
      return higher.name === lower.name ? { ...higher, ...maxScale(higher, lower) } : higher;
    default:
      return higher;
  }
}

function rank(type: SqlType): number {
  return PRECEDENCE.indexOf(type.name);
}

function longer(higher: SqlType, lower: SqlType): SqlType {
  if (family(lower) !== family(higher)) return higher;
  const { fixed: _, ...type } = higher;
  if (higher.length === -1 || lower.length === -1) return { ...type, length: -1 };
  const limit = type.name === 'nvarchar' ? 4000 : 8000;
  return { ...type, length: Math.min(limit, Math.max(higher.length ?? 1, lower.length ?? 1)) };
}

function widerDecimal(left: SqlType, right: SqlType): SqlType {
  const scale = Math.max(left.scale ?? 0, right.scale ?? 0);
  const whole = Math.max((left.precision ?? 18) - (left.scale ?? 0), (right.precision ?? 18) - (right.scale ?? 0));
  return { name: 'decimal', precision: Math.min(38, whole + scale), scale: Math.min(scale, 38) };
}

function maxScale(left: SqlType, right: SqlType): { scale: number } | Record<string, never> {
  return left.scale === undefined ? {} : { scale: Math.max(left.scale, right.scale ?? 0) };
}
