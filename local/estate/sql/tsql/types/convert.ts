import type { Value } from '../../types.ts';
import { family, type SqlType, type TypeFamily } from './sqlType.ts';
import { toBinary } from './toBinary.ts';
import { toGuid } from './toGuid.ts';
import { toBit, toDecimal, toFloat, toWhole } from './toNumber.ts';
import { toText } from './toText.ts';
import { toTime } from './toTime.ts';
import { explicitNotAllowed, implicitNotAllowed, typeClash } from './typeErrors.ts';

export type Converter = (value: Value) => Value;
/** From a value that is not NULL, of the given type. */
export type Conversion = (from: SqlType, to: SqlType, style: number | null) => (value: Exclude<Value, null>) => Value;

const CONVERSIONS: Record<TypeFamily, Conversion> = {
  integer: toWhole,
  bit: toBit,
  decimal: toDecimal,
  float: toFloat,
  text: toText,
  time: toTime,
  guid: toGuid,
  binary: toBinary,
  variant: () => (value) => value,
};

/**
 * How values of one type become values of another; NULL stays NULL.
 * @throws SqlError 206, 257, 529 when SQL Server does not convert between these types
 */
export function converter(from: SqlType, to: SqlType, explicit: boolean, style: number | null = null): Converter {
  if (sameType(from, to)) return (value) => value;
  const allowed = allowance(from, to);
  if (allowed === 'never') throw explicit ? explicitNotAllowed(from, to) : typeClash(from, to);
  if (allowed === 'explicit' && !explicit) throw implicitNotAllowed(from, to);
  const convert = CONVERSIONS[family(to)](from, to, style);
  return (value) => (value === null ? null : convert(value));
}

function sameType(from: SqlType, to: SqlType): boolean {
  return (
    from.name === to.name &&
    from.precision === to.precision &&
    from.scale === to.scale &&
    from.length === to.length &&
    from.fixed === to.fixed
  );
}

type Allowance = 'implicit' | 'explicit' | 'never';

/** Source: CAST and CONVERT (Transact-SQL), implicit conversions. */
function allowance(from: SqlType, to: SqlType): Allowance {
  const source = family(from);
  const target = family(to);
  if (source === target || target === 'variant') return 'implicit';
  if (source === 'variant') return 'explicit';
  if (target === 'text') return 'implicit';
  if (source === 'text') return target === 'binary' ? 'explicit' : 'implicit';
  if (source === 'time' || target === 'time') return numberAndTime(from, to, source);
  if (source === 'guid' || target === 'guid') return source === 'binary' || target === 'binary' ? 'implicit' : 'never';
  return source === 'binary' || target === 'binary' ? binaryAllowance(source, target) : 'implicit';
}

/** Only the old datetime is a number of days. */
function numberAndTime(from: SqlType, to: SqlType, source: TypeFamily): Allowance {
  if (source === 'guid' || family(to) === 'guid' || source === 'binary' || family(to) === 'binary') return 'never';
  if (from.name === 'datetime') return 'explicit';
  return to.name === 'datetime' ? 'implicit' : 'never';
}

/** Bytes are whole numbers; how SQL Server would store a decimal or a float is no business of the estate. */
function binaryAllowance(source: TypeFamily, target: TypeFamily): Allowance {
  const other = source === 'binary' ? target : source;
  return other === 'integer' || other === 'bit' ? 'implicit' : 'never';
}
