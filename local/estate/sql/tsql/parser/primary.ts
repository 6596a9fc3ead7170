import { unsupportedOption } from '../syntax/syntaxErrors.ts';
import type { CaseBranch, Expression } from '../syntax/tree.ts';
import type { Cursor } from './cursor.ts';
import { literal, NULL_LITERAL } from './literal.ts';
import { parseTypeName } from './typeName.ts';

/** Reserved words that are functions all the same. */
const CALLABLE_KEYWORDS = new Set(['COALESCE', 'NULLIF', 'LEFT', 'RIGHT', 'USER']);
/** Functions that are called without parentheses. */
const BARE_FUNCTIONS = new Set(['CURRENT_TIMESTAMP', 'CURRENT_USER', 'SYSTEM_USER', 'SESSION_USER', 'USER']);

/** A literal, a name, a call, a CASE, or something in parentheses. */
export function parsePrimary(cursor: Cursor): Expression {
  const token = cursor.peek();
  switch (token.kind) {
    case 'string':
    case 'number':
    case 'binary':
      return literal(cursor.next());
    case 'variable':
      return { kind: 'variable', name: cursor.next().text };
    case 'quotedName':
      return parseNameOrCall(cursor);
    case 'word':
      return parseWord(cursor, token.upper);
    case 'symbol':
      if (cursor.isSymbol('(')) return parseParenthesised(cursor);
  }
  throw cursor.unexpected();
}

function parseParenthesised(cursor: Cursor): Expression {
  cursor.next();
  const inner: Expression = cursor.isWord('SELECT')
    ? { kind: 'subquery', query: cursor.grammar.query(cursor) }
    : cursor.grammar.expression(cursor);
  cursor.expectSymbol(')');
  return inner;
}

function parseWord(cursor: Cursor, upper: string): Expression {
  if (upper === 'NULL') {
    cursor.next();
    return NULL_LITERAL;
  }
  if (upper === 'CASE') return parseCase(cursor);
  if (upper === 'CONVERT' || upper === 'TRY_CONVERT') return parseConvert(cursor, upper);
  if (BARE_FUNCTIONS.has(upper) && !cursor.isSymbol('(', 1)) {
    cursor.next();
    return { kind: 'call', name: upper, distinct: false, star: false, arguments: [] };
  }
  if (cursor.isSymbol('(', 1)) {
    if (upper === 'CAST' || upper === 'TRY_CAST') return parseCast(cursor, upper);
    if (CALLABLE_KEYWORDS.has(upper)) return parseCall(cursor, cursor.next().text);
  }
  if (!cursor.isName()) throw cursor.unexpected();
  return parseNameOrCall(cursor);
}

function parseNameOrCall(cursor: Cursor): Expression {
  const parts = [cursor.expectName()];
  if (cursor.isSymbol('(')) return parseCall(cursor, parts[0] ?? '');
  while (cursor.acceptSymbol('.')) parts.push(cursor.isSymbol('.') ? '' : cursor.next().text);
  if (cursor.isSymbol('(')) return parseCall(cursor, parts.join('.'));
  return { kind: 'column', parts };
}

function parseCall(cursor: Cursor, name: string): Expression {
  cursor.expectSymbol('(');
  const call = { kind: 'call' as const, name: name.toUpperCase(), distinct: false, star: false };
  let args: Expression[] = [];
  if (cursor.acceptSymbol('*')) call.star = true;
  else if (!cursor.isSymbol(')')) {
    if (cursor.acceptWord('DISTINCT')) call.distinct = true;
    else cursor.acceptWord('ALL');
    args = parseArguments(cursor, call.name);
  }
  cursor.expectSymbol(')');
  if (cursor.isWord('OVER')) throw unsupportedOption('OVER');
  return { ...call, arguments: args };
}

/** IIF's first argument is a condition: it becomes the CASE that it stands for. */
function parseArguments(cursor: Cursor, name: string): Expression[] {
  if (name !== 'IIF') return cursor.list(() => cursor.grammar.expression(cursor));
  const when = cursor.grammar.condition(cursor);
  cursor.expectSymbol(',');
  const result = cursor.grammar.expression(cursor);
  cursor.expectSymbol(',');
  const otherwise = cursor.grammar.expression(cursor);
  return [{ kind: 'case', operand: null, branches: [{ when, result }], otherwise }];
}

function parseCase(cursor: Cursor): Expression {
  cursor.expectWord('CASE');
  const operand = cursor.isWord('WHEN') ? null : cursor.grammar.expression(cursor);
  const branches: CaseBranch[] = [];
  while (cursor.acceptWord('WHEN')) {
    const when = operand === null ? cursor.grammar.condition(cursor) : cursor.grammar.expression(cursor);
    cursor.expectWord('THEN');
    branches.push({ when, result: cursor.grammar.expression(cursor) });
  }
  if (branches.length === 0) throw cursor.unexpected();
  const otherwise = cursor.acceptWord('ELSE') ? cursor.grammar.expression(cursor) : null;
  cursor.expectWord('END');
  return { kind: 'case', operand, branches, otherwise };
}

function parseCast(cursor: Cursor, upper: string): Expression {
  cursor.next();
  cursor.expectSymbol('(');
  const operand = cursor.grammar.expression(cursor);
  cursor.expectWord('AS');
  const type = parseTypeName(cursor, 30);
  cursor.expectSymbol(')');
  return { kind: 'cast', operand, type, lenient: upper === 'TRY_CAST', style: null };
}

function parseConvert(cursor: Cursor, upper: string): Expression {
  cursor.next();
  cursor.expectSymbol('(');
  const type = parseTypeName(cursor, 30);
  cursor.expectSymbol(',');
  const operand = cursor.grammar.expression(cursor);
  const style = cursor.acceptSymbol(',') ? cursor.grammar.expression(cursor) : null;
  cursor.expectSymbol(')');
  return { kind: 'cast', operand, type, lenient: upper === 'TRY_CONVERT', style };
}
