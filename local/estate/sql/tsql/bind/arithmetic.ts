import type { Value } from '../../types.ts';
import { SqlError } from '../sqlError.ts';
import type { ArithmeticOperator } from '../syntax/tree.ts';
import { commonType } from '../types/commonType.ts';
import { dateToDays, daysToDate } from '../types/dateDays.ts';
import { asDecimal, decimalResult } from '../types/decimalType.ts';
import { toInteger } from '../types/integerRange.ts';
import { cutTo } from '../types/round.ts';
import { DATETIME, decimal, FLOAT, family, nvarchar, type SqlType, varbinary, varchar } from '../types/sqlType.ts';
import { fitDecimal } from '../types/toNumber.ts';
import { fitTime } from '../types/toTime.ts';
import { incompatibleTypes, invalidOperand } from '../types/typeErrors.ts';
import type { Frame, Scalar } from './bound.ts';
import { coerce, isNullLiteral } from './coerce.ts';

const NAMES: Record<ArithmeticOperator, string> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'modulo',
  '&': "'&'",
  '|': "'|'",
  '^': "'^'",
};

/** `left operator right`. Results are nullable because overflow could be NULL, as SQL Server derives it. */
export function bindBinary(operator: ArithmeticOperator, leftSide: Scalar, rightSide: Scalar): Scalar {
  const left = adaptNull(leftSide, rightSide);
  const right = adaptNull(rightSide, leftSide);
  const common = commonType(left.type, right.type);
  if (operator === '+' && (family(common) === 'text' || family(common) === 'binary'))
    return concatenate(left, right, common);
  if (isDays(left, right, operator)) return shiftDays(operator, left, right);
  refuse(operator, left.type, right.type, common);
  if (operator === '&' || operator === '|' || operator === '^') return bitwise(operator, left, right, common);
  if (family(common) === 'decimal') return decimals(operator, left, right);
  const compute = family(common) === 'float' ? floats(operator) : integers(operator, common);
  return combine(coerce(left, common), coerce(right, common), common, compute);
}

function adaptNull(side: Scalar, other: Scalar): Scalar {
  return isNullLiteral(side) && !isNullLiteral(other) ? coerce(side, other.type) : side;
}

function combine(
  left: Scalar,
  right: Scalar,
  type: SqlType,
  compute: (left: Exclude<Value, null>, right: Exclude<Value, null>) => Value,
): Scalar {
  return {
    type,
    nullable: true,
    evaluate: (frame: Frame) => {
      const first = left.evaluate(frame);
      const second = right.evaluate(frame);
      return first === null || second === null ? null : compute(first, second);
    },
  };
}

function refuse(operator: ArithmeticOperator, left: SqlType, right: SqlType, common: SqlType): void {
  const kind = family(common);
  const numeric = kind === 'integer' || kind === 'decimal' || kind === 'float';
  const bits = operator === '&' || operator === '|' || operator === '^';
  if (kind === 'bit') {
    if (bits) return;
    throw incompatibleTypes(left, right, NAMES[operator]);
  }
  if (numeric && !(bits && kind !== 'integer') && !(operator === '%' && kind === 'float')) return;
  if (left.name === right.name && kind !== 'time' && kind !== 'float' && kind !== 'decimal')
    throw invalidOperand(left, NAMES[operator]);
  throw incompatibleTypes(left, right, NAMES[operator]);
}

function concatenate(left: Scalar, right: Scalar, common: SqlType): Scalar {
  const length = (scalar: Scalar): number => (family(scalar.type) === family(common) ? (scalar.type.length ?? 1) : 30);
  const whole = left.type.length === -1 || right.type.length === -1 ? -1 : length(left) + length(right);
  const make = common.name === 'nvarchar' ? nvarchar : common.name === 'varchar' ? varchar : varbinary;
  const type = make(Math.min(whole, common.name === 'nvarchar' ? 4000 : 8000));
  const part = make(-1);
  return combine(coerce(left, part), coerce(right, part), type, (first, second) =>
    first instanceof Uint8Array && second instanceof Uint8Array
      ? Uint8Array.from([...first, ...second])
      : String(first) + String(second),
  );
}

function isDays(left: Scalar, right: Scalar, operator: ArithmeticOperator): boolean {
  if (operator !== '+' && operator !== '-') return false;
  const types = [left.type, right.type];
  return (
    types.some(({ name }) => name === 'datetime') &&
    types.every((type) => type.name === 'datetime' || ['integer', 'decimal', 'float'].includes(family(type)))
  );
}

/** Only datetime counts in days: GETDATE() - 1. */
function shiftDays(operator: ArithmeticOperator, left: Scalar, right: Scalar): Scalar {
  return combine(coerce(left, DATETIME), coerce(right, DATETIME), DATETIME, (first, second) => {
    const days = dateToDays(Number(second)) * (operator === '-' ? -1 : 1);
    return fitTime(daysToDate(dateToDays(Number(first)) + days), DATETIME);
  });
}

function decimals(operator: ArithmeticOperator, left: Scalar, right: Scalar): Scalar {
  if (operator === '&' || operator === '|' || operator === '^') throw invalidOperand(left.type, NAMES[operator]);
  const type = decimalResult(operator, operandType(left), operandType(right));
  const floating = floats(operator);
  return combine(coerce(left, operandType(left)), coerce(right, operandType(right)), type, (first, second) => {
    const result = Number(floating(first, second));
    return operator === '/' ? fitDecimal(cutTo(result, type.scale ?? 0), type) : fitDecimal(result, type);
  });
}

/** An integer literal counts with the digits it has, an integer column with the digits it could have. */
function operandType(scalar: Scalar): SqlType {
  if (family(scalar.type) === 'text') return decimal(18, 0);
  const value = scalar.literal?.value;
  if (family(scalar.type) === 'integer' && typeof value === 'number') return decimal(String(Math.abs(value)).length, 0);
  return asDecimal(scalar.type);
}

function floats(operator: ArithmeticOperator): (left: Exclude<Value, null>, right: Exclude<Value, null>) => Value {
  return (first, second) => {
    const left = Number(first);
    const right = Number(second);
    if ((operator === '/' || operator === '%') && right === 0) throw divideByZero();
    const result =
      { '+': left + right, '-': left - right, '*': left * right, '/': left / right }[operator as '+'] ?? left % right;
    if (!Number.isFinite(result))
      throw new SqlError(8115, 16, `Arithmetic overflow error converting expression to data type ${FLOAT.name}.`, 2);
    return result;
  };
}

/** In the common type, with its overflow: tinyint + tinyint is a tinyint. Division cuts off. */
function integers(
  operator: ArithmeticOperator,
  type: SqlType,
): (left: Exclude<Value, null>, right: Exclude<Value, null>) => Value {
  return (first, second) => {
    const left = BigInt(first as bigint | number);
    const right = BigInt(second as bigint | number);
    if ((operator === '/' || operator === '%') && right === 0n) throw divideByZero();
    switch (operator) {
      case '+':
        return toInteger(type, left + right);
      case '-':
        return toInteger(type, left - right);
      case '*':
        return toInteger(type, left * right);
      case '/':
        return toInteger(type, left / right);
      default:
        return toInteger(type, left % right);
    }
  };
}

function bitwise(operator: '&' | '|' | '^', left: Scalar, right: Scalar, common: SqlType): Scalar {
  return combine(coerce(left, common), coerce(right, common), common, (first, second) => {
    const a = BigInt(Number(first));
    const b = BigInt(Number(second));
    const bits = operator === '&' ? a & b : operator === '|' ? a | b : a ^ b;
    return common.name === 'bit' ? bits !== 0n : toInteger(common, bits);
  });
}

/** 8134 */
function divideByZero(): SqlError {
  return new SqlError(8134, 16, 'Divide by zero error encountered.');
}

/** -x, +x, ~x */
export function bindUnary(operator: '-' | '+' | '~', operand: Scalar): Scalar {
  if (operator === '+') return operand;
  const kind = family(operand.type);
  if (operator === '~') {
    if (kind !== 'integer' && kind !== 'bit') throw invalidOperand(operand.type, "'~'");
    return { ...plain(operand), evaluate: (frame) => invert(operand.type, operand.evaluate(frame)) };
  }
  if (kind !== 'integer' && kind !== 'decimal' && kind !== 'float') throw invalidOperand(operand.type, 'minus');
  const negate = (value: Value): Value => {
    if (value === null) return null;
    if (typeof value === 'bigint') return toInteger(operand.type, -value);
    return kind === 'integer' ? toInteger(operand.type, -Number(value)) : 0 - Number(value);
  };
  const negated: Scalar = { ...plain(operand), evaluate: (frame) => negate(operand.evaluate(frame)) };
  return operand.literal === undefined
    ? negated
    : { ...negated, nullable: operand.nullable, literal: { value: negate(operand.literal.value) } };
}

function plain(operand: Scalar): Scalar {
  return { type: operand.type, nullable: true, evaluate: operand.evaluate };
}

function invert(type: SqlType, value: Value): Value {
  if (value === null) return null;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'bigint') return ~value;
  return type.name === 'tinyint' ? 255 - Number(value) : ~Number(value);
}
