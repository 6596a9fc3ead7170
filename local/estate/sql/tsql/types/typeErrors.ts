import type { Value } from '../../types.ts';
import { SqlError } from '../sqlError.ts';
import { type SqlType, typeName } from './sqlType.ts';

/** 206: two types that never meet. */
export function typeClash(from: SqlType, to: SqlType): SqlError {
  return new SqlError(206, 16, `Operand type clash: ${typeName(from)} is incompatible with ${typeName(to)}`, 2);
}

/** 257: only CAST or CONVERT may do this. */
export function implicitNotAllowed(from: SqlType, to: SqlType): SqlError {
  return new SqlError(
    257,
    16,
    `Implicit conversion from data type ${typeName(from)} to ${typeName(to)} is not allowed. Use the CONVERT function to run this query.`,
    3,
  );
}

/** 529: not even CAST may do this. */
export function explicitNotAllowed(from: SqlType, to: SqlType): SqlError {
  return new SqlError(
    529,
    16,
    `Explicit conversion from data type ${typeName(from)} to ${typeName(to)} is not allowed.`,
    2,
  );
}

/** 245: text that is not the integer it should be. */
export function conversionFailed(from: SqlType, value: Value, to: SqlType): SqlError {
  return new SqlError(
    245,
    16,
    `Conversion failed when converting the ${typeName(from)} value '${String(value)}' to data type ${typeName(to)}.`,
  );
}

/** 8114: text that is not the number it should be. */
export function conversionError(from: SqlType, to: SqlType): SqlError {
  return new SqlError(8114, 16, `Error converting data type ${typeName(from)} to ${typeName(to)}.`, 5);
}

/** 241: text that is no date. */
export function dateConversionFailed(): SqlError {
  return new SqlError(241, 16, 'Conversion failed when converting date and/or time from character string.');
}

/** 8169: text that is no uniqueidentifier. */
export function guidConversionFailed(): SqlError {
  return new SqlError(8169, 16, 'Conversion failed when converting from a character string to uniqueidentifier.', 2);
}

/** 8115: a result that its type cannot hold. */
export function arithmeticOverflow(type: SqlType): SqlError {
  return new SqlError(8115, 16, `Arithmetic overflow error converting expression to data type ${typeName(type)}.`, 2);
}

/** 220: an integer that a smaller integer type cannot hold. */
export function smallIntegerOverflow(type: SqlType, value: Value): SqlError {
  return new SqlError(
    220,
    16,
    `Arithmetic overflow error for data type ${typeName(type)}, value = ${String(value)}.`,
    2,
  );
}

/** 244 and 248: text that names an integer too large for its type. */
export function textOverflow(from: SqlType, value: Value, to: SqlType): SqlError {
  const start = `The conversion of the ${typeName(from)} value '${String(value)}' overflowed an`;
  return to.name === 'int'
    ? new SqlError(248, 16, `${start} int column.`)
    : new SqlError(
        244,
        16,
        `${start} ${to.name === 'smallint' ? 'INT2' : 'INT1'} column. Use a larger integer column.`,
      );
}

/** 402: an operator that these two types do not have. */
export function incompatibleTypes(left: SqlType, right: SqlType, operator: string): SqlError {
  return new SqlError(
    402,
    16,
    `The data types ${typeName(left)} and ${typeName(right)} are incompatible in the ${operator} operator.`,
  );
}

/** 8117: an operator or aggregate that this type does not have. */
export function invalidOperand(type: SqlType, operator: string): SqlError {
  return new SqlError(8117, 16, `Operand data type ${typeName(type)} is invalid for ${operator} operator.`);
}

/** 8116: an argument of a type that the function does not take. */
export function invalidArgument(type: SqlType, position: number, name: string): SqlError {
  return new SqlError(
    8116,
    16,
    `Argument data type ${typeName(type)} is invalid for argument ${position} of ${name} function.`,
  );
}
