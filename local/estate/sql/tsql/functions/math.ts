import type { Value } from '../../types.ts';
import type { Scalar } from '../bind/bound.ts';
import { SqlError } from '../sqlError.ts';
import { toInteger } from '../types/integerRange.ts';
import { cutTo, roundTo } from '../types/round.ts';
import { decimal, FLOAT, family, INT, type SqlType } from '../types/sqlType.ts';
import { fitDecimal } from '../types/toNumber.ts';
import { arithmeticOverflow } from '../types/typeErrors.ts';
import { always, type FunctionTable } from './builtIn.ts';

/** Functions over numbers. Types: Mathematical functions (Transact-SQL). */
export const MATH_FUNCTIONS: FunctionTable = {
  ABS: {
    least: 1,
    most: 1,
    accepts: ['number'],
    result: likeNumber,
    evaluate: ([value], _, [type]) => settle(absolute(value), widened(type)),
  },
  SIGN: {
    least: 1,
    most: 1,
    accepts: ['number'],
    result: likeNumber,
    evaluate: ([value], _, [type]) => settle(Math.sign(Number(value)), widened(type)),
  },
  FLOOR: {
    least: 1,
    most: 1,
    accepts: ['number'],
    result: wholeNumber,
    evaluate: ([value], _, [type]) => settle(whole(value, Math.floor), widened(type)),
  },
  CEILING: {
    least: 1,
    most: 1,
    accepts: ['number'],
    result: wholeNumber,
    evaluate: ([value], _, [type]) => settle(whole(value, Math.ceil), widened(type)),
  },
  ROUND: {
    least: 2,
    most: 3,
    accepts: ['number', 'integer', 'integer'],
    result: likeNumber,
    evaluate: ([value, places, mode], _, [type]) => {
      const adjust = Number(mode ?? 0) === 0 ? roundTo : cutTo;
      return settle(
        typeof value === 'bigint' && Number(places) >= 0 ? value : adjust(Number(value), Number(places)),
        widened(type),
      );
    },
  },
  SQRT: {
    least: 1,
    most: 1,
    accepts: ['number'],
    result: always(FLOAT),
    evaluate: ([value]) => {
      if (Number(value) < 0) throw new SqlError(3623, 16, 'An invalid floating point operation occurred.');
      return Math.sqrt(Number(value));
    },
  },
  POWER: {
    least: 2,
    most: 2,
    accepts: ['number'],
    result: likeNumber,
    evaluate: ([base, exponent], _, [type]) => settle(Number(base) ** Number(exponent), widened(type)),
  },
};

/** Small integers come back as int, everything else as it went in; text counts as float. */
function widened(type: SqlType | undefined): SqlType {
  if (type === undefined || family(type) === 'text') return FLOAT;
  return type.name === 'tinyint' || type.name === 'smallint' || type.name === 'bit' ? INT : type;
}

function likeNumber(args: Scalar[]): { type: SqlType; nullable: boolean } {
  return { type: widened(args[0]?.type), nullable: true };
}

function wholeNumber(args: Scalar[]): { type: SqlType; nullable: boolean } {
  const type = widened(args[0]?.type);
  return { type: family(type) === 'decimal' ? decimal(type.precision ?? 18, 0) : type, nullable: true };
}

function absolute(value: Value | undefined): number | bigint {
  if (typeof value === 'bigint') return value < 0n ? -value : value;
  return Math.abs(Number(value));
}

function whole(value: Value | undefined, round: (value: number) => number): number | bigint {
  return typeof value === 'bigint' ? value : round(Number(value));
}

function settle(value: number | bigint, type: SqlType): Value {
  if (family(type) === 'integer') return toInteger(type, typeof value === 'bigint' ? value : Math.trunc(value));
  if (family(type) === 'decimal') return fitDecimal(Number(value), type);
  if (!Number.isFinite(Number(value))) throw arithmeticOverflow(type);
  return Number(value);
}
