import { SqlError } from '../sqlError.ts';
import type { ComparisonOperator, Condition, Expression } from '../syntax/tree.ts';
import { commonType } from '../types/commonType.ts';
import { comparer } from '../types/compare.ts';
import { converter } from '../types/convert.ts';
import { family, nvarchar, type SqlType } from '../types/sqlType.ts';
import { incompatibleTypes, invalidArgument } from '../types/typeErrors.ts';
import type { Predicate, Scalar } from './bound.ts';
import { coerce, isNullLiteral } from './coerce.ts';
import { likePattern } from './like.ts';
import type { Scope } from './scope.ts';

const HOLDS: Record<ComparisonOperator, (order: number) => boolean> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** A search condition in three-valued logic. */
export function bindCondition(condition: Condition, scope: Scope): Predicate {
  switch (condition.kind) {
    case 'comparison':
      return bindComparison(condition.operator, bind(condition.left, scope), bind(condition.right, scope));
    case 'and':
      return conjunction(bindCondition(condition.left, scope), bindCondition(condition.right, scope));
    case 'or': {
      const left = negation(bindCondition(condition.left, scope));
      return negation(conjunction(left, negation(bindCondition(condition.right, scope))));
    }
    case 'not':
      return negation(bindCondition(condition.operand, scope));
    case 'isNull': {
      const operand = bind(condition.operand, scope);
      return (frame) => (operand.evaluate(frame) === null) !== condition.negated;
    }
    case 'between': {
      const operand = bind(condition.operand, scope);
      const low = bindComparison('>=', operand, bind(condition.low, scope));
      const high = bindComparison('<=', operand, bind(condition.high, scope));
      return maybeNot(condition.negated, conjunction(low, high));
    }
    case 'like':
      return maybeNot(condition.negated, bindLike(condition, scope));
    case 'inList': {
      const operand = bind(condition.operand, scope);
      const equal = condition.list.map((item) => bindComparison('=', operand, bind(item, scope)));
      return maybeNot(condition.negated, anyOf(equal));
    }
    case 'inQuery':
      return maybeNot(condition.negated, bindInQuery(condition, scope));
    case 'exists': {
      const query = scope.binder.query(condition.query, scope, scope.batch, scope.commonTables);
      return (frame) => query.rows(frame.run, frame).length > 0;
    }
  }
}

function bind(expression: Expression, scope: Scope): Scalar {
  return scope.binder.scalar(expression, scope);
}

/** Both sides in their common type; UNKNOWN when either is NULL. @throws SqlError 402, 206 */
export function bindComparison(operator: ComparisonOperator, left: Scalar, right: Scalar): Predicate {
  const type = isNullLiteral(left)
    ? right.type
    : isNullLiteral(right)
      ? left.type
      : comparisonType(operator, left.type, right.type);
  const first = coerce(left, type);
  const second = coerce(right, type);
  const compare = comparer(type);
  const holds = HOLDS[operator];
  return (frame) => {
    const a = first.evaluate(frame);
    if (a === null) return null;
    const b = second.evaluate(frame);
    return b === null ? null : holds(compare(a, b));
  };
}

const OPERATOR_NAMES: Record<ComparisonOperator, string> = {
  '=': 'equal to',
  '<>': 'not equal to',
  '<': 'less than',
  '<=': 'less than or equal to',
  '>': 'greater than',
  '>=': 'greater than or equal to',
};

/** Compared text is never cut to the shorter side's length. */
function comparisonType(operator: ComparisonOperator, left: SqlType, right: SqlType): SqlType {
  const type = commonType(left, right);
  const clash = new Set([family(left), family(right)]);
  if (clash.has('time') && clash.has('guid')) throw incompatibleTypes(left, right, OPERATOR_NAMES[operator]);
  if (family(type) !== 'text') return type;
  const { fixed: _, ...text } = type;
  return { ...text, length: -1 };
}

function conjunction(left: Predicate, right: Predicate): Predicate {
  return (frame) => {
    const first = left(frame);
    if (first === false) return false;
    const second = right(frame);
    return second === false ? false : first === null || second === null ? null : true;
  };
}

function negation(operand: Predicate): Predicate {
  return (frame) => {
    const value = operand(frame);
    return value === null ? null : !value;
  };
}

function maybeNot(negated: boolean, operand: Predicate): Predicate {
  return negated ? negation(operand) : operand;
}

function anyOf(predicates: Predicate[]): Predicate {
  return (frame) => {
    let unknown = false;
    for (const predicate of predicates) {
      const value = predicate(frame);
      if (value === true) return true;
      if (value === null) unknown = true;
    }
    return unknown ? null : false;
  };
}

function bindLike(condition: Extract<Condition, { kind: 'like' }>, scope: Scope): Predicate {
  const text = (expression: Expression, position: number): Scalar => {
    const scalar = bind(expression, scope);
    if (family(scalar.type) === 'variant' || family(scalar.type) === 'binary')
      throw invalidArgument(scalar.type, position, 'like');
    return coerce(scalar, nvarchar(-1));
  };
  const operand = text(condition.operand, 1);
  const pattern = text(condition.pattern, 2);
  const escapeMark = condition.escapeMark === null ? null : text(condition.escapeMark, 3);
  return (frame) => {
    const value = operand.evaluate(frame);
    const wanted = pattern.evaluate(frame);
    const mark = escapeMark === null ? '' : escapeMark.evaluate(frame);
    if (value === null || wanted === null || mark === null) return null;
    if (escapeMark !== null && String(mark).length !== 1) {
      throw new SqlError(506, 16, `The invalid escape character "${String(mark)}" was specified in a LIKE predicate.`);
    }
    return likePattern(String(wanted), String(mark)).test(String(value));
  };
}

function bindInQuery(condition: Extract<Condition, { kind: 'inQuery' }>, scope: Scope): Predicate {
  const operand = bind(condition.operand, scope);
  const query = scope.binder.query(condition.query, scope, scope.batch, scope.commonTables);
  const [column] = query.columns;
  if (column === undefined || query.columns.length > 1) throw onlyOneExpression();
  const type = comparisonType('=', operand.type, column.type);
  const wanted = coerce(operand, type);
  const convert = converter(column.type, type, false);
  const compare = comparer(type);
  return (frame) => {
    const rows = query.rows(frame.run, frame);
    if (rows.length === 0) return false;
    const value = wanted.evaluate(frame);
    if (value === null) return null;
    let unknown = false;
    for (const row of rows) {
      const candidate = convert(row[0] ?? null);
      if (candidate === null) unknown = true;
      else if (compare(value, candidate) === 0) return true;
    }
    return unknown ? null : false;
  };
}

/** 116 */
export function onlyOneExpression(): SqlError {
  return new SqlError(
    116,
    16,
    'Only one expression can be specified in the select list when the subquery is not introduced with EXISTS.',
  );
}
