import { syntaxError } from './kqlError.ts';

export type Token =
  | { kind: 'name' | 'symbol'; text: string }
  | { kind: 'text'; text: string; value: string }
  | { kind: 'number' | 'timespan'; text: string; value: number }
  | { kind: 'end'; text: '' };

const UNITS_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };
/** In this order: the first that fits is taken. */
const PATTERN =
  /(?<skip>\s+|\/\/[^\n]*)|(?<timespan>\d+(?:\.\d+)?(?:ms|[dhms])\b)|(?<number>\d+(?:\.\d+)?)|(?<name>[A-Za-z_]\w*)|(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<symbol>==|=~|!=|!~|<=|>=|\.\.|[|()<>=,-])/y;

/** @throws KqlError at the first letter that begins nothing */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(PATTERN);
  while (pattern.lastIndex < query.length) {
    const fromIndex = pattern.lastIndex;
    const groups = pattern.exec(query)?.groups;
    if (groups === undefined) throw syntaxError(query.slice(fromIndex, fromIndex + 20));
    const token = tokenOf(groups);
    if (token !== undefined) tokens.push(token);
  }
  return [...tokens, { kind: 'end', text: '' }];
}

function tokenOf(groups: Record<string, string | undefined>): Token | undefined {
  const { timespan, number, name, text, symbol } = groups;
  if (timespan !== undefined) {
    const unit = timespan.replace(/[\d.]/g, '');
    return { kind: 'timespan', text: timespan, value: Number.parseFloat(timespan) * (UNITS_MS[unit] ?? 0) };
  }
  if (number !== undefined) return { kind: 'number', text: number, value: Number(number) };
  if (name !== undefined) return { kind: 'name', text: name };
  if (text !== undefined) return { kind: 'text', text, value: text.slice(1, -1).replace(/\\(.)/g, '$1') };
  return symbol === undefined ? undefined : { kind: 'symbol', text: symbol };
}
