import { semanticError } from './kqlError.ts';
import type { TokenReader } from './tokenReader.ts';
import type { Comparison, Expression } from './tree.ts';

const COMPARISONS: readonly string[] = ['==', '!=', '=~', '!~', '<', '<=', '>', '>=', 'has', 'contains'];
const DEEPEST = 50;

/** `or` binds least, then `and`, then comparisons. @throws KqlError */
export function parseExpression(reader: TokenReader, depth = 0): Expression {
  if (depth > DEEPEST) throw reader.unexpected();
  let left = parseAnd(reader, depth);
  while (reader.accepts('or')) left = { kind: 'or', left, right: parseAnd(reader, depth) };
  return left;
}

function parseAnd(reader: TokenReader, depth: number): Expression {
  let left = parseComparison(reader, depth);
  while (reader.accepts('and')) left = { kind: 'and', left, right: parseComparison(reader, depth) };
  return left;
}

function parseComparison(reader: TokenReader, depth: number): Expression {
  const left = parsePrimary(reader, depth);
  if (reader.accepts('between')) {
    reader.expect('(');
    const low = parsePrimary(reader, depth);
    reader.expect('..');
    const high = parsePrimary(reader, depth);
    reader.expect(')');
    return { kind: 'between', operand: left, low, high };
  }
  const { kind, text } = reader.next;
  if ((kind !== 'symbol' && kind !== 'name') || !COMPARISONS.includes(text)) return left;
  reader.take();
  return { kind: 'compare', operator: text as Comparison, left, right: parsePrimary(reader, depth) };
}

function parsePrimary(reader: TokenReader, depth: number): Expression {
  if (reader.accepts('(')) {
    const inner = parseExpression(reader, depth + 1);
    reader.expect(')');
    return inner;
  }
  const isNegative = reader.accepts('-');
  if (isNegative && reader.next.kind !== 'number') throw reader.unexpected();
  const { next } = reader;
  switch (next.kind) {
    case 'number':
      reader.take();
      return { kind: 'literal', type: 'number', value: isNegative ? -next.value : next.value };
    case 'timespan':
      reader.take();
      return { kind: 'literal', type: 'timespan', value: next.value };
    case 'text':
      reader.take();
      return { kind: 'literal', type: 'string', value: next.value };
    case 'name':
      return parseNamed(reader, depth);
    default:
      throw reader.unexpected();
  }
}

function parseNamed(reader: TokenReader, depth: number): Expression {
  const name = reader.name();
  if (name === 'true' || name === 'false') return { kind: 'literal', type: 'bool', value: name === 'true' };
  if (!reader.accepts('(')) return { kind: 'column', name };
  if (name === 'now') {
    reader.expect(')');
    return { kind: 'now' };
  }
  if (name !== 'ago' && name !== 'not') throw semanticError(`Unknown function: '${name}'.`);
  const argument = parseExpression(reader, depth + 1);
  reader.expect(')');
  return name === 'ago' ? { kind: 'ago', span: argument } : { kind: 'not', operand: argument };
}
