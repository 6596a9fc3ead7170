import type { Value } from '../../types.ts';
import { family, type SqlType } from './sqlType.ts';

export type Comparer = (left: Exclude<Value, null>, right: Exclude<Value, null>) => number;

/** SQL_Latin1_General_CP1_CI_AS: case does not count, accents do, trailing spaces do not. */
const collator = new Intl.Collator('en-US', { sensitivity: 'accent' });

export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return collator.compare(left.trimEnd(), right.trimEnd());
}

/** Order of two values of one type that are not NULL. */
export function comparer(type: SqlType): Comparer {
  switch (family(type)) {
    case 'text':
      return (left, right) => compareText(String(left), String(right));
    case 'guid':
      return (left, right) => compareNatural(guidKey(String(left)), guidKey(String(right)));
    case 'binary':
      return (left, right) => Buffer.compare(bytes(left), bytes(right));
    case 'variant':
      return compareVariant;
    default:
      return compareNatural;
  }
}

function compareNatural(left: Exclude<Value, null>, right: Exclude<Value, null>): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Values of different families order by family; text is below numbers. */
function compareVariant(left: Exclude<Value, null>, right: Exclude<Value, null>): number {
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  if (typeof left === 'string') return -1;
  return typeof right === 'string' ? 1 : compareNatural(left, right);
}

function bytes(value: Exclude<Value, null>): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}

/** SQL Server weighs a uniqueidentifier from its last group to its first, byte by byte as stored. */
function guidKey(text: string): string {
  const [first = '', second = '', third = '', fourth = '', fifth = ''] = text.toUpperCase().split('-');
  return fifth + fourth + reverseBytes(third) + reverseBytes(second) + reverseBytes(first);
}

function reverseBytes(hex: string): string {
  return (hex.match(/../g) ?? []).reverse().join('');
}

/** Sorts NULL before everything, as ORDER BY ... ASC does. */
export function nullsFirst(compare: Comparer): (left: Value, right: Value) => number {
  return (left, right) => {
    if (left === null || right === null) return left === right ? 0 : left === null ? -1 : 1;
    return compare(left, right);
  };
}

/** A key that is the same exactly for values that compare as equal; NULLs share one key. */
export function equalityKey(type: SqlType, value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'string') {
    return family(type) === 'guid' ? value.toUpperCase() : `'${value.trimEnd().normalize('NFC').toLowerCase()}`;
  }
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value);
}
