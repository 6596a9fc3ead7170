import { converter } from '../types/convert.ts';
import type { SqlType } from '../types/sqlType.ts';
import type { Scalar } from './bound.ts';

/** The same expression in another type, by implicit conversion. @throws SqlError 206, 257 */
export function coerce(scalar: Scalar, type: SqlType): Scalar {
  if (isNullLiteral(scalar)) return { type, nullable: true, evaluate: () => null, literal: { value: null } };
  const convert = converter(scalar.type, type, false);
  return { type, nullable: scalar.nullable, evaluate: (frame) => convert(scalar.evaluate(frame)) };
}

/** The bare word NULL takes whatever type is wanted. */
export function isNullLiteral(scalar: Scalar): boolean {
  return scalar.literal !== undefined && scalar.literal.value === null;
}
