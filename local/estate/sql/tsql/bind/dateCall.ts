import { addParts, type DatePart, datePart, difference, partOf } from '../functions/datePart.ts';
import { SqlError } from '../sqlError.ts';
import type { Expression } from '../syntax/tree.ts';
import { toInteger } from '../types/integerRange.ts';
import { BIGINT, DATETIME, DATETIMEOFFSET, family, INT, isNumeric } from '../types/sqlType.ts';
import { fitTime } from '../types/toTime.ts';
import { invalidArgument } from '../types/typeErrors.ts';
import type { Scalar } from './bound.ts';
import { coerce, isNullLiteral } from './coerce.ts';
import type { Scope } from './scope.ts';

type Call = Extract<Expression, { kind: 'call' }>;

const ARGUMENTS: Record<string, number> = { DATEDIFF: 3, DATEDIFF_BIG: 3, DATEADD: 3, DATEPART: 2 };

export function isDateCall(name: string): boolean {
  return Object.hasOwn(ARGUMENTS, name);
}

/** DATEDIFF, DATEDIFF_BIG, DATEADD, DATEPART: their first argument is a word, not a value. @throws SqlError 155, 174, 535 */
export function bindDateCall(call: Call, scope: Scope): Scalar {
  const [word, ...rest] = call.arguments;
  const lower = call.name.toLowerCase();
  if (call.arguments.length !== ARGUMENTS[call.name] || word === undefined) {
    throw new SqlError(174, 15, `The ${lower} function requires ${ARGUMENTS[call.name] ?? 0} argument(s).`);
  }
  if (word.kind !== 'column' || word.parts.length !== 1) {
    throw new SqlError(1023, 15, `Invalid parameter 1 specified for ${lower}.`);
  }
  const part = datePart(word.parts[0] ?? '', call.name);
  const [first, second] = rest.map((argument) => scope.binder.scalar(argument, scope));
  if (first === undefined)
    throw new SqlError(174, 15, `The ${lower} function requires ${ARGUMENTS[call.name] ?? 0} argument(s).`);
  if (second === undefined) return bindPart(part, asTime(first, 2, lower));
  if (call.name === 'DATEADD') return bindAdd(part, first, second);
  return bindDifference(call.name, part, asTime(first, 2, lower), asTime(second, 3, lower));
}

/** Text and numbers become a time first, as SQL Server has it. */
function asTime(scalar: Scalar, position: number, name: string): Scalar {
  if (isNullLiteral(scalar)) return coerce(scalar, DATETIME);
  if (family(scalar.type) === 'time') return scalar;
  if (family(scalar.type) === 'text') return coerce(scalar, DATETIMEOFFSET);
  if (isNumeric(scalar.type)) return coerce(scalar, DATETIME);
  throw invalidArgument(scalar.type, position, name);
}

function bindPart(part: DatePart, time: Scalar): Scalar {
  return {
    type: INT,
    nullable: true,
    evaluate: (frame) => {
      const ms = time.evaluate(frame);
      return ms === null ? null : partOf(part, Number(ms));
    },
  };
}

/** DATEADD answers in the type of its date; a string literal counts as datetime. */
function bindAdd(part: DatePart, count: Scalar, date: Scalar): Scalar {
  const time = family(date.type) === 'time' ? date : coerce(date, DATETIME);
  const number = coerce(count, INT);
  return {
    type: time.type,
    nullable: true,
    evaluate: (frame) => {
      const added = number.evaluate(frame);
      const ms = time.evaluate(frame);
      if (added === null || ms === null) return null;
      return fitTime(addParts(part, Number(added), Number(ms)), time.type);
    },
  };
}

function bindDifference(name: string, part: DatePart, from: Scalar, to: Scalar): Scalar {
  const type = name === 'DATEDIFF' ? INT : BIGINT;
  return {
    type,
    nullable: true,
    evaluate: (frame) => {
      const start = from.evaluate(frame);
      const end = to.evaluate(frame);
      if (start === null || end === null) return null;
      const count = difference(part, Number(start), Number(end));
      if (type === INT && (count > 2147483647n || count < -2147483648n)) throw tooManyParts(name);
      return toInteger(type, count);
    },
  };
}

/** 535 */
function tooManyParts(name: string): SqlError {
  return new SqlError(
    535,
    16,
    `The ${name.toLowerCase()} function resulted in an overflow. The number of dateparts separating two date/time instances is too large. Try to use ${name.toLowerCase()} with a less precise datepart.`,
  );
}
