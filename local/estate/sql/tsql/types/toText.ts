import type { Value } from '../../types.ts';
import type { Conversion } from './convert.ts';
import { dateToText } from './dateText.ts';
import { family, type SqlType } from './sqlType.ts';
import { arithmeticOverflow } from './typeErrors.ts';

/** To varchar, nvarchar and their padded kin. Text that is too long is cut, numbers are not. */
export const toText: Conversion = (from, to, style) => {
  const spell = speller(from, style);
  const number = family(from) === 'integer' || family(from) === 'decimal' || family(from) === 'float';
  return (value) => {
    const text = spell(value);
    const limit = to.length ?? 1;
    if (limit === -1 || text.length <= limit) return pad(text, to);
    if (!number) return text.slice(0, limit);
    // SQL Server fills a short varchar with a star, but refuses a short nvarchar and every decimal.
    if (family(from) === 'integer' && to.name === 'varchar') return pad('*', to);
    throw arithmeticOverflow(to);
  };
};

function pad(text: string, to: SqlType): string {
  return to.fixed ? text.padEnd(to.length ?? 1) : text;
}

function speller(from: SqlType, style: number | null): (value: Exclude<Value, null>) => string {
  switch (family(from)) {
    case 'time':
      return (value) => dateToText(Number(value), from, style);
    case 'bit':
      return (value) => (value ? '1' : '0');
    case 'decimal':
      return (value) => Number(value).toFixed(from.scale ?? 0);
    case 'float':
      return (value) => floatText(Number(value));
    case 'binary':
      return (value) => binaryText(value, style);
    default:
      return plainText;
  }
}

function plainText(value: Exclude<Value, null>): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return value instanceof Uint8Array ? binaryText(value, 0) : String(value);
}

/** Style 0: at most six digits, scientific when the exponent is out of that reach. */
function floatText(value: number): string {
  const text = value.toPrecision(6);
  const [digits = text, exponent] = text.split('e');
  const short = digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
  if (exponent === undefined && Math.abs(value) < 1e6 && (value === 0 || Math.abs(value) >= 1e-5)) return short;
  const [scaled = '0', power = '0'] = value.toExponential(5).split('e');
  const sign = power.startsWith('-') ? '-' : '+';
  return `${scaled.replace(/\.?0+$/, '')}e${sign}${power.slice(1).padStart(3, '0')}`;
}

/** Style 0 takes the bytes as characters; 1 spells them as 0x...; 2 without the prefix. */
function binaryText(value: Exclude<Value, null>, style: number | null): string {
  const bytes = Buffer.from(value instanceof Uint8Array ? value : []);
  if (style === 1) return `0x${bytes.toString('hex').toUpperCase()}`;
  return style === 2 ? bytes.toString('hex').toUpperCase() : bytes.toString('latin1');
}
