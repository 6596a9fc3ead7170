/** An expression over one row. Types are checked before any row is looked at: a query is wrong whether or not there are rows. */
import { semanticError } from './kqlError.ts';
import type { Column, Comparison, Expression, Row, Value, ValueType } from './tree.ts';

export function columnOf(columns: readonly Column[], name: string): Column {
  const found = columns.find((column) => column.name === name);
  if (found === undefined) throw semanticError(`Failed to resolve scalar expression named '${name}'`);
  return found;
}

/** The type of an expression. @throws KqlError for names that mean nothing and types that do not go together */
export function typeOf(expression: Expression, columns: readonly Column[]): ValueType {
  const inner = (one: Expression) => typeOf(one, columns);
  const need = (one: Expression, type: ValueType) => {
    const seen = inner(one);
    if (seen !== type) throw semanticError(`Expected an expression of type ${type}, saw ${seen}`);
  };
  switch (expression.kind) {
    case 'literal':
      return expression.type;
    case 'column':
      return columnOf(columns, expression.name).type;
    case 'now':
      return 'datetime';
    case 'ago':
      need(expression.span, 'timespan');
      return 'datetime';
    case 'not':
      need(expression.operand, 'bool');
      return 'bool';
    case 'and':
    case 'or':
      need(expression.left, 'bool');
      need(expression.right, 'bool');
      return 'bool';
    case 'between':
      need(expression.low, inner(expression.operand));
      need(expression.high, inner(expression.operand));
      return 'bool';
    case 'compare':
      if (TEXT_ONLY.has(expression.operator)) need(expression.left, 'string');
      need(expression.right, inner(expression.left));
      return 'bool';
  }
}

const TEXT_ONLY: ReadonlySet<Comparison> = new Set(['=~', '!~', 'has', 'contains']);

/** Null is neither above nor below anything. Call typeOf first. */
export function evaluate(expression: Expression, row: Row, nowMs: number): Value {
  const inner = (one: Expression) => evaluate(one, row, nowMs);
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'column':
      return row[expression.name] ?? null;
    case 'now':
      return nowMs;
    case 'ago':
      return nowMs - Number(inner(expression.span));
    case 'not':
      return inner(expression.operand) !== true;
    case 'and':
      return inner(expression.left) === true && inner(expression.right) === true;
    case 'or':
      return inner(expression.left) === true || inner(expression.right) === true;
    case 'between': {
      const value = inner(expression.operand);
      return compare('>=', value, inner(expression.low)) && compare('<=', value, inner(expression.high));
    }
    case 'compare':
      return compare(expression.operator, inner(expression.left), inner(expression.right));
  }
}

function compare(operator: Comparison, left: Value, right: Value): boolean {
  if (left === null || right === null) return false;
  const [one, other] = [String(left).toLowerCase(), String(right).toLowerCase()];
  switch (operator) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '=~':
      return one === other;
    case '!~':
      return one !== other;
    case 'contains':
      return one.includes(other);
    case 'has':
      return hasTerm(one, other);
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

/** A term is what stands between two letters that are neither letters nor digits. */
function hasTerm(text: string, term: string): boolean {
  for (let at = text.indexOf(term); at !== -1; at = text.indexOf(term, at + 1)) {
    const [before, after] = [text[at - 1] ?? ' ', text[at + term.length] ?? ' '];
    if (!/[a-z0-9]/.test(before) && !/[a-z0-9]/.test(after)) return true;
  }
  return false;
}
