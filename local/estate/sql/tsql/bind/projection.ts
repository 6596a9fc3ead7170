import { SqlError } from '../sqlError.ts';
import type { Expression, OrderItem, SelectItem } from '../syntax/tree.ts';
import { comparer, nullsFirst } from '../types/compare.ts';
import type { BoundColumn, Frame, Row, Scalar } from './bound.ts';
import { isNullLiteral } from './coerce.ts';
import { invalidColumn, unboundIdentifier } from './nameErrors.ts';
import type { Scope } from './scope.ts';

export interface Output {
  column: BoundColumn;
  scalar: Scalar;
}

/** The select list, with stars unfolded. */
export function bindItems(items: SelectItem[], scope: Scope): Output[] {
  return items.flatMap((item) => {
    if (item.kind === 'star') return bindStar(item.qualifier, scope);
    const scalar = scope.binder.scalar(item.value, scope);
    const alias = item.kind === 'value' ? item.alias : null;
    const name = alias ?? (item.value.kind === 'column' ? (item.value.parts.at(-1) ?? '') : '');
    const column: BoundColumn = { name, type: scalar.type, nullable: scalar.nullable };
    return [{ column: isNullLiteral(scalar) ? { ...column, untyped: true } : column, scalar }];
  });
}

function bindStar(qualifier: string[], scope: Scope): Output[] {
  if (scope.sources.length === 0) throw new SqlError(263, 16, 'Must specify table to select from.');
  const wanted = scope.sources.flatMap((source, index) =>
    qualifier.length === 0 || scope.isNamed(index, qualifier) ? [{ source, index }] : [],
  );
  if (wanted.length === 0) {
    throw new SqlError(
      107,
      15,
      `The column prefix '${qualifier.join('.')}' does not match with a table name or alias name used in the query.`,
    );
  }
  return wanted.flatMap(({ source, index }) =>
    source.columns.map((bound, column) => {
      scope.grouping?.require({ source: index, column, bound }, scope);
      const { type, nullable } = bound;
      const evaluate = (frame: Frame): Row[number] => frame.sources[index]?.[column] ?? null;
      return { column: bound, scalar: { type, nullable, evaluate } };
    }),
  );
}

/** What a row is sorted by: a column of the result, or an expression over the row it came from. */
export interface SortKey {
  output: number | null;
  scalar: Scalar;
  descending: boolean;
}

/** A position, an alias, or an expression. @throws SqlError 108, 145 */
export function bindOrderBy(
  orderBy: OrderItem[],
  outputs: Output[],
  scope: Scope,
  distinct: boolean,
  same: (left: Expression) => number,
): SortKey[] {
  return orderBy.map(({ value, descending }, index) => {
    const output = outputOf(value, outputs, index) ?? known(same(value));
    if (output !== null) {
      const scalar = outputs[output]?.scalar;
      if (scalar !== undefined) return { output, scalar, descending };
    }
    if (distinct) {
      throw new SqlError(145, 15, 'ORDER BY items must appear in the select list if SELECT DISTINCT is specified.');
    }
    return { output: null, scalar: scope.binder.scalar(value, scope), descending };
  });
}

function known(index: number): number | null {
  return index < 0 ? null : index;
}

/** The column of the result that an ORDER BY item names, by number or by alias; null when it names none. */
export function outputOf(value: Expression, outputs: { column: BoundColumn }[], position: number): number | null {
  if (value.kind === 'literal') {
    if (typeof value.value !== 'number' || value.type.name !== 'int') {
      throw new SqlError(
        408,
        16,
        `A constant expression was encountered in the ORDER BY list, position ${position + 1}.`,
      );
    }
    if (value.value < 1 || value.value > outputs.length) {
      throw new SqlError(
        108,
        16,
        `The ORDER BY position number ${value.value} is out of range of the number of items in the select list.`,
      );
    }
    return value.value - 1;
  }
  if (value.kind !== 'column' || value.parts.length !== 1) return null;
  const name = (value.parts[0] ?? '').toLowerCase();
  return known(outputs.findIndex(({ column }) => column.name.toLowerCase() === name));
}

/** NULLs first, ascending; stable. */
export function rowOrder(
  keys: { type: BoundColumn['type']; descending: boolean }[],
): (left: Row, right: Row) => number {
  const comparers = keys.map(({ type, descending }) => ({
    compare: nullsFirst(comparer(type)),
    sign: descending ? -1 : 1,
  }));
  return (left, right) => {
    for (const [index, { compare, sign }] of comparers.entries()) {
      const order = compare(left[index] ?? null, right[index] ?? null);
      if (order !== 0) return order * sign;
    }
    return 0;
  };
}

export function unknownOrderColumn(value: Expression): SqlError {
  if (value.kind === 'column') {
    return value.parts.length > 1 ? unboundIdentifier(value.parts.join('.')) : invalidColumn(value.parts[0] ?? '');
  }
  return new SqlError(
    104,
    16,
    'ORDER BY items must appear in the select list if the statement contains a UNION, INTERSECT or EXCEPT operator.',
  );
}
