import { conditionExpected, unsupportedOption } from '../syntax/syntaxErrors.ts';
import type { ComparisonOperator, Condition, Expression } from '../syntax/tree.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression, tooDeep } from './expression.ts';

const COMPARISONS: Record<string, ComparisonOperator> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '!>': '<=',
  '>': '>',
  '>=': '>=',
  '!<': '>=',
};

/** A search condition: OR binds weakest, then AND, then NOT. */
export function parseCondition(cursor: Cursor): Condition {
  return cursor.nested(() => {
    let left = parseConjunction(cursor);
    while (cursor.acceptWord('OR')) left = { kind: 'or', left, right: parseConjunction(cursor) };
    return left;
  }, tooDeep);
}

function parseConjunction(cursor: Cursor): Condition {
  let left = parseNegation(cursor);
  while (cursor.acceptWord('AND')) left = { kind: 'and', left, right: parseNegation(cursor) };
  return left;
}

function parseNegation(cursor: Cursor): Condition {
  if (cursor.acceptWord('NOT')) {
    return cursor.nested(() => ({ kind: 'not', operand: parseNegation(cursor) }), tooDeep);
  }
  return parsePredicate(cursor);
}

function parsePredicate(cursor: Cursor): Condition {
  if (cursor.acceptWord('EXISTS')) {
    cursor.expectSymbol('(');
    const query = cursor.grammar.query(cursor);
    cursor.expectSymbol(')');
    return { kind: 'exists', query };
  }
  if (cursor.isSymbol('(') && !cursor.isWord('SELECT')) {
    const parenthesised = tryParenthesised(cursor);
    if (parenthesised !== null) return parenthesised;
  }
  const operand = parseExpression(cursor);
  return parseAfterOperand(cursor, operand);
}

/** `(a = 1)` and `(a) = 1` start alike: try a condition first, and fall back to a value. */
function tryParenthesised(cursor: Cursor): Condition | null {
  const mark = cursor.mark();
  try {
    cursor.next();
    const condition = parseCondition(cursor);
    cursor.expectSymbol(')');
    return condition;
  } catch (conditionError) {
    cursor.rewind(mark);
    try {
      parseExpression(cursor);
    } catch {
      throw conditionError;
    }
    if (!startsComparison(cursor)) throw conditionError;
    cursor.rewind(mark);
    return null;
  }
}

function startsComparison(cursor: Cursor): boolean {
  const token = cursor.peek();
  return (
    (token.kind === 'symbol' && token.text in COMPARISONS) ||
    ['IS', 'NOT', 'BETWEEN', 'LIKE', 'IN'].includes(token.upper)
  );
}

function parseAfterOperand(cursor: Cursor, operand: Expression): Condition {
  const token = cursor.peek();
  const operator = token.kind === 'symbol' ? COMPARISONS[token.text] : undefined;
  if (operator !== undefined) {
    cursor.next();
    if (cursor.isWord('ALL') || cursor.isWord('ANY') || cursor.isWord('SOME'))
      throw unsupportedOption(cursor.peek().raw);
    return { kind: 'comparison', operator, left: operand, right: parseExpression(cursor) };
  }
  if (cursor.acceptWord('IS')) {
    const negated = cursor.acceptWord('NOT');
    if (cursor.isWord('DISTINCT')) throw unsupportedOption('IS DISTINCT FROM');
    cursor.expectWord('NULL');
    return { kind: 'isNull', negated, operand };
  }
  const negated = cursor.acceptWord('NOT');
  if (cursor.acceptWord('BETWEEN')) {
    const low = parseExpression(cursor);
    cursor.expectWord('AND');
    return { kind: 'between', negated, operand, low, high: parseExpression(cursor) };
  }
  if (cursor.acceptWord('LIKE')) {
    const pattern = parseExpression(cursor);
    const escapeMark = cursor.acceptWord('ESCAPE') ? parseExpression(cursor) : null;
    return { kind: 'like', negated, operand, pattern, escapeMark };
  }
  if (cursor.acceptWord('IN')) return parseIn(cursor, negated, operand);
  if (negated || cursor.atEnd) throw cursor.unexpected();
  throw conditionExpected(cursor.peek());
}

function parseIn(cursor: Cursor, negated: boolean, operand: Expression): Condition {
  cursor.expectSymbol('(');
  if (cursor.isWord('SELECT')) {
    const query = cursor.grammar.query(cursor);
    cursor.expectSymbol(')');
    return { kind: 'inQuery', negated, operand, query };
  }
  const list = cursor.list(() => parseExpression(cursor));
  cursor.expectSymbol(')');
  return { kind: 'inList', negated, operand, list };
}
