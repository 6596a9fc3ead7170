import { SqlError } from '../sqlError.ts';
import { unsupportedOption } from '../syntax/syntaxErrors.ts';
import type { ArithmeticOperator, Expression } from '../syntax/tree.ts';
import type { Cursor } from './cursor.ts';
import { parsePrimary } from './primary.ts';

const ADDITIVE = ['+', '-', '&', '|', '^'] as const;
const MULTIPLICATIVE = ['*', '/', '%'] as const;

/** A value. Precedence as in T-SQL: unary, then * / %, then + - & | ^, left to right. */
export function parseExpression(cursor: Cursor): Expression {
  return cursor.nested(
    () => parseLeftToRight(cursor, ADDITIVE, () => parseLeftToRight(cursor, MULTIPLICATIVE, () => parseUnary(cursor))),
    tooDeep,
  );
}

function parseLeftToRight(
  cursor: Cursor,
  operators: readonly ArithmeticOperator[],
  operand: () => Expression,
): Expression {
  let left = operand();
  for (;;) {
    const operator = operators.find((candidate) => cursor.isSymbol(candidate));
    if (operator === undefined) return left;
    cursor.next();
    left = { kind: 'binary', operator, left, right: operand() };
  }
}

function parseUnary(cursor: Cursor): Expression {
  for (const operator of ['-', '+', '~'] as const) {
    if (cursor.acceptSymbol(operator)) {
      return cursor.nested(() => ({ kind: 'unary', operator, operand: parseUnary(cursor) }), tooDeep);
    }
  }
  return parseSuffixes(cursor, parsePrimary(cursor));
}

function parseSuffixes(cursor: Cursor, value: Expression): Expression {
  let result = value;
  for (;;) {
    if (cursor.acceptWord('COLLATE')) acceptCollation(cursor);
    else if (cursor.acceptWord('AT', 'TIME', 'ZONE')) {
      result = { kind: 'atTimeZone', operand: result, zone: parsePrimary(cursor) };
    } else return result;
  }
}

/** The estate has one collation; any other case-insensitive Latin one compares the same names the same way. */
function acceptCollation(cursor: Cursor): void {
  const name = cursor.expectName();
  if (/^database_default$|^(SQL_)?Latin1_General_.*CI_AS/i.test(name)) return;
  throw unsupportedOption(`COLLATE ${name}`);
}

export function tooDeep(): SqlError {
  return new SqlError(
    191,
    15,
    'Some part of your SQL statement is nested too deeply. Rewrite the query or break it up into smaller queries.',
  );
}
