import { unclosedComment, unclosedQuote, unexpected } from './syntaxErrors.ts';
import type { Token } from './token.ts';

const SPACE = /[\s\u00a0\ufeff]+/y;
const WORD = /[\p{L}_#][\p{L}\p{N}_@#$]*/uy;
const VARIABLE = /@@?[\p{L}\p{N}_@#$]+/uy;
const BINARY = /0x[0-9a-f]*/iy;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d*)?/iy;
const SYMBOL = /<=|>=|<>|!=|!<|!>|\+=|-=|\*=|\/=|::|[-+*/%=<>&|^~(),;.:?{}$\\]/y;

/** Splits a batch into tokens, ending with one of kind `end`. Comments nest, as in T-SQL. @throws SqlError 102, 105, 113 */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const skipped = skipBlank(source, at);
    if (skipped > at) {
      at = skipped;
      continue;
    }
    const token = readToken(source, at);
    tokens.push(token);
    at += token.raw.length;
  }
  tokens.push({ kind: 'end', text: '', upper: '', national: false, raw: '' });
  return tokens;
}

function skipBlank(source: string, at: number): number {
  const space = match(SPACE, source, at);
  if (space !== null) return at + space.length;
  if (source.startsWith('--', at)) {
    const end = source.indexOf('\n', at);
    return end < 0 ? source.length : end + 1;
  }
  return source.startsWith('/*', at) ? endOfComment(source, at) : at;
}

function endOfComment(source: string, start: number): number {
  let depth = 0;
  for (let at = start; at < source.length; at += 1) {
    if (source.startsWith('/*', at)) {
      depth += 1;
      at += 1;
    } else if (source.startsWith('*/', at)) {
      depth -= 1;
      at += 1;
      if (depth === 0) return at + 1;
    }
  }
  throw unclosedComment();
}

function readToken(source: string, at: number): Token {
  const first = source[at] ?? '';
  if (first === "'") return readQuoted(source, at, at, "'", 'string');
  if ((first === 'N' || first === 'n') && source[at + 1] === "'") return readQuoted(source, at, at + 1, "'", 'string');
  if (first === '[') return readQuoted(source, at, at, ']', 'quotedName');
  if (first === '"') return readQuoted(source, at, at, '"', 'quotedName');
  const variable = match(VARIABLE, source, at);
  if (variable !== null) return token('variable', variable);
  const word = match(WORD, source, at);
  if (word !== null) return { ...token('word', word), upper: word.toUpperCase() };
  const binary = match(BINARY, source, at);
  if (binary !== null) return token('binary', binary);
  const number = match(NUMBER, source, at);
  if (number !== null) return token('number', number);
  const symbol = match(SYMBOL, source, at);
  if (symbol !== null) return token('symbol', symbol);
  throw unexpected(token('symbol', first));
}

/** A doubled closing quote stands for one. */
function readQuoted(source: string, start: number, open: number, close: string, kind: 'string' | 'quotedName'): Token {
  let text = '';
  let from = open + 1;
  for (;;) {
    const end = source.indexOf(close, from);
    if (end < 0) throw unclosedQuote(source.slice(open + 1));
    text += source.slice(from, end);
    if (source[end + 1] !== close) {
      return { kind, text, upper: '', national: open > start, raw: source.slice(start, end + 1) };
    }
    text += close;
    from = end + 2;
  }
}

function match(pattern: RegExp, source: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? null;
}

function token(kind: Token['kind'], raw: string): Token {
  return { kind, text: raw, upper: '', national: false, raw };
}
