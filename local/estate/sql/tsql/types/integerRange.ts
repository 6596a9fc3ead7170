import type { Value } from '../../types.ts';
import type { SqlType } from './sqlType.ts';
import { arithmeticOverflow, smallIntegerOverflow } from './typeErrors.ts';

const RANGE: Partial<Record<SqlType['name'], [number, number]>> = {
  tinyint: [0, 255],
  smallint: [-32768, 32767],
  int: [-2147483648, 2147483647],
};
const BIGINT_LIMIT = 2n ** 63n;

export function fitsInteger(type: SqlType, value: number | bigint): boolean {
  if (type.name === 'bigint') return value >= -BIGINT_LIMIT && value < BIGINT_LIMIT;
  const [low, high] = RANGE[type.name] ?? [0, 0];
  return value >= low && value <= high;
}

/** Holds a whole number in an integer type: bigint as bigint, the others as number. @throws SqlError 220, 8115 */
export function toInteger(type: SqlType, value: number | bigint): Value {
  if (!fitsInteger(type, value)) {
    throw type.name === 'tinyint' || type.name === 'smallint'
      ? smallIntegerOverflow(type, value)
      : arithmeticOverflow(type);
  }
  return type.name === 'bigint' ? BigInt(value) : Number(value);
}
