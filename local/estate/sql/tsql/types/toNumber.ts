import type { Value } from '../../types.ts';
import type { Conversion } from './convert.ts';
import { dateToDays } from './dateDays.ts';
import { fitsInteger, toInteger } from './integerRange.ts';
import { roundTo } from './round.ts';
import { family, type SqlType } from './sqlType.ts';
import { arithmeticOverflow, conversionError, conversionFailed, textOverflow } from './typeErrors.ts';

/** To tinyint, smallint, int, bigint: decimals are cut off, and text must be a whole number. */
export const toWhole: Conversion = (from, to) => {
  if (family(from) === 'text') return (value) => textToInteger(from, String(value), to);
  if (family(from) === 'variant')
    return (value) => (typeof value === 'string' ? textToInteger(from, value, to) : cut(to, value));
  if (family(from) === 'time') return (value) => toInteger(to, Math.round(dateToDays(Number(value))));
  return (value) => cut(to, value);
};

function cut(to: SqlType, value: Exclude<Value, null>): Value {
  if (typeof value === 'bigint') return toInteger(to, value);
  if (value instanceof Uint8Array)
    return toInteger(to, BigInt.asIntN(64, BigInt(`0x${Buffer.from(value).toString('hex') || '0'}`)));
  const whole = Math.trunc(Number(value));
  if (!Number.isFinite(whole)) throw arithmeticOverflow(to);
  return toInteger(to, whole);
}

function textToInteger(from: SqlType, text: string, to: SqlType): Value {
  const trimmed = text.trim();
  if (trimmed !== '' && !/^[+-]?\d+$/.test(trimmed)) {
    throw to.name === 'bigint' ? conversionError(from, to) : conversionFailed(from, text, to);
  }
  const value = BigInt(trimmed.replace(/^\+/, '') || '0');
  if (fitsInteger(to, value)) return toInteger(to, value);
  throw to.name === 'bigint' ? arithmeticOverflow(to) : textOverflow(from, text, to);
}

/** Text is 'true', 'false' or a number; any number but zero is 1. */
export const toBit: Conversion = (from, to) => (value) => {
  if (typeof value !== 'string') return Number(value) !== 0;
  const text = value.trim().toLowerCase();
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === '') return false;
  if (!/^[+-]?\d+$/.test(text)) throw conversionFailed(from, value, to);
  return Number(text) !== 0;
};

/** Rounds to the scale; refuses what the precision cannot hold. */
export const toDecimal: Conversion = (from, to) => (value) => {
  const number = family(from) === 'time' ? dateToDays(Number(value)) : toNumber(from, value, to);
  return fitDecimal(number, to);
};

export function fitDecimal(value: number, type: SqlType): number {
  const rounded = roundTo(value, type.scale ?? 0);
  if (!(Math.abs(rounded) < 10 ** ((type.precision ?? 18) - (type.scale ?? 0)))) throw arithmeticOverflow(type);
  return rounded;
}

export const toFloat: Conversion = (from, to) => (value) => {
  const number = family(from) === 'time' ? dateToDays(Number(value)) : toNumber(from, value, to, true);
  if (!Number.isFinite(number)) throw arithmeticOverflow(to);
  return number;
};

function toNumber(from: SqlType, value: Exclude<Value, null>, to: SqlType, exponent = false): number {
  if (typeof value !== 'string') return Number(value);
  const text = value.trim();
  const pattern = exponent ? /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i : /^[+-]?(\d+\.?\d*|\.\d+)$/;
  if (exponent && text === '') return 0;
  if (!pattern.test(text)) throw conversionError(from, to);
  return Number(text);
}
