/** How SQL Server compares, written a second time for the oracle. */
import type { Cell, Kind } from './tables.ts';

const ALPHABET = '_- 0123456789abcdefghijklmnopqrstuvwxyz';

/** Text as a list of ranks, without regard to case; trailing spaces do not count. Throws for a character it has no rank for. */
function textRanks(text: string): number[] {
  return [...text.trimEnd().toLowerCase()].map((letter) => {
    const rank = ALPHABET.indexOf(letter);
    if (rank < 0) throw new Error(`the oracle cannot order «${letter}» of «${text}»`);
    return rank;
  });
}

/** The sixteen bytes as they are stored, read in SQL Server's order of weight. */
function guidRanks(guid: string): number[] {
  const hex = guid.replaceAll('-', '');
  const written = Array.from({ length: 16 }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16));
  const stored = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map((index) => written[index] ?? 0);
  return [10, 11, 12, 13, 14, 15, 8, 9, 6, 7, 4, 5, 0, 1, 2, 3].map((index) => stored[index] ?? 0);
}

function ranks(kind: Kind, value: Exclude<Cell, null>): number[] {
  if (kind === 'text' || kind === 'variant') return textRanks(String(value));
  return kind === 'guid' ? guidRanks(String(value)) : [Number(value)];
}

/** -1, 0 or 1; null when either is NULL. */
export function compare(kind: Kind, left: Cell, right: Cell): number | null {
  if (left === null || right === null) return null;
  const first = ranks(kind, left);
  const second = ranks(kind, right);
  for (let at = 0; at < Math.max(first.length, second.length); at += 1) {
    const difference = (first[at] ?? -1) - (second[at] ?? -1);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

/** For ORDER BY: NULL below everything. */
export function order(kind: Kind, left: Cell, right: Cell): number {
  if (left === null) return right === null ? 0 : -1;
  return right === null ? 1 : (compare(kind, left, right) ?? 0);
}

/** One key for all values that are equal. */
export function sameness(kind: Kind, value: Cell): string {
  return value === null ? 'null' : ranks(kind, value).join('.');
}
