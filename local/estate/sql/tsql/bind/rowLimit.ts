import { SqlError } from '../sqlError.ts';
import type { Expression, Top } from '../syntax/tree.ts';
import { BIGINT, FLOAT, isNumeric } from '../types/sqlType.ts';
import type { Frame, Row, Scalar } from './bound.ts';
import { coerce } from './coerce.ts';
import type { Scope } from './scope.ts';

interface Sorted {
  row: Row;
  keys: Row;
}

/** Keeps the first rows of what is already sorted. */
export type RowLimit = (rows: Sorted[], order: (left: Sorted, right: Sorted) => number, frame: Frame) => Sorted[];

/** TOP (n) [PERCENT] [WITH TIES]. @throws SqlError 1060, 1031, 1062 */
export function bindTop(top: Top | null, scope: Scope, ordered: boolean): RowLimit | null {
  if (top === null) return null;
  if (top.withTies && !ordered) {
    throw new SqlError(1062, 15, 'The TOP N WITH TIES clause is not allowed without a corresponding ORDER BY clause.');
  }
  const count = bindCount(top.count, scope, top.percent);
  return (rows, order, frame) => {
    const wanted = top.percent
      ? Math.ceil((rows.length * percentage(count, frame)) / 100)
      : wholeCount(count, frame, 'TOP');
    let end = Math.min(rows.length, wanted);
    const last = rows[end - 1];
    if (top.withTies && last !== undefined) {
      for (let next = rows[end]; next !== undefined && order(last, next) === 0; next = rows[end]) end += 1;
    }
    return rows.slice(0, end);
  };
}

function bindCount(expression: Expression, scope: Scope, percent: boolean): Scalar {
  const { grouping } = scope;
  // The count stands outside the rows: it may not name their columns.
  scope.grouping = null;
  const outside = Object.create(scope, { sources: { value: [] } }) as Scope;
  const count = scope.binder.scalar(expression, outside);
  scope.grouping = grouping;
  if (!isNumeric(count.type)) throw notWhole('TOP');
  return coerce(count, percent ? FLOAT : BIGINT);
}

function percentage(count: Scalar, frame: Frame): number {
  const value = Number(count.evaluate(frame) ?? Number.NaN);
  if (!(value >= 0 && value <= 100)) throw new SqlError(1031, 15, 'Percent values must be between 0 and 100.');
  return value;
}

/** @throws SqlError 1060 for NULL, 1014 for a negative number */
export function wholeCount(count: Scalar, frame: Frame, clause: string): number {
  const value = count.evaluate(frame);
  if (value === null) throw notWhole(clause);
  if (Number(value) < 0) throw new SqlError(1014, 15, `A ${clause} N value may not be negative.`);
  return Number(value);
}

function notWhole(clause: string): SqlError {
  return new SqlError(1060, 15, `The number of rows provided for a ${clause} clause must be an integer.`);
}
