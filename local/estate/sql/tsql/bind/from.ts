import { viewAt } from '../../views/registry.ts';
import { SqlError } from '../sqlError.ts';
import type { JoinKind, TableSource } from '../syntax/tree.ts';
import type { BoundColumn, Frame, Predicate, Row, Run, Scalar } from './bound.ts';
import { toCommonType } from './lazyCall.ts';
import { invalidObject, repeatedColumn, sameExposedNames, unnamedColumn } from './nameErrors.ts';
import type { Scope, Source } from './scope.ts';
import { readView, viewColumns } from './viewSource.ts';

type Sources = readonly (Row | null)[];
/** The rows of one table source, each as wide as the whole FROM clause. */
export type Producer = (run: Run, parent: Frame | null) => Sources[];

const MAX_JOINED_ROWS = 1_000_000;

/** Binds a FROM clause into the scope; tables with commas between them join as CROSS. */
export function bindFrom(tables: TableSource[], scope: Scope): Producer {
  const producers = tables.map((table) => bindTable(table, scope));
  if (producers.length === 0) return () => [[]];
  return producers.reduce((left, right) => crossJoin(left, right));
}

function bindTable(table: TableSource, scope: Scope): Producer {
  switch (table.kind) {
    case 'object':
      return bindObject(table, scope);
    case 'derived': {
      const query = scope.binder.query(table.query, scope.parent, scope.batch, scope.commonTables);
      return addSource(scope, table.alias, [table.alias], named(query.columns, table.columns, table.alias), query.rows);
    }
    case 'values':
      return bindValues(table, scope);
    case 'join':
      return bindJoin(table, scope);
  }
}

function bindObject(table: Extract<TableSource, { kind: 'object' }>, scope: Scope): Producer {
  const [only = ''] = table.parts;
  const common = table.parts.length === 1 ? scope.commonTables.get(only.toLowerCase()) : undefined;
  if (common !== undefined) {
    const query = scope.binder.query(common.table.query, null, scope.batch, common.visible);
    const alias = table.alias ?? only;
    return addSource(scope, alias, [alias], named(query.columns, common.table.columns, common.table.name), query.rows);
  }
  const view = viewAt(table.parts, scope.batch.inMaster);
  if (view === undefined) throw invalidObject(table.parts.join('.'));
  const database = table.parts.length === 3 ? table.parts[0] : undefined;
  const rows = (run: Run): Row[] => readView(view, run, database, table.parts);
  const qualifiers = table.alias === null ? [view.name, `sys.${view.name}`] : [table.alias];
  return addSource(scope, table.alias ?? `sys.${view.name}`, qualifiers, viewColumns(view), rows);
}

function named(columns: BoundColumn[], names: string[], table: string): BoundColumn[] {
  if (names.length > 0 && names.length !== columns.length) {
    const more = columns.length > names.length;
    throw new SqlError(
      more ? 8158 : 8159,
      16,
      `'${table}' has ${more ? 'more' : 'fewer'} columns than were specified in the column list.`,
    );
  }
  const result = columns.map((column, index) => ({ ...column, name: names[index] ?? column.name }));
  const seen = new Set<string>();
  for (const [index, { name }] of result.entries()) {
    if (name === '') throw unnamedColumn(index + 1, table);
    if (seen.has(name.toLowerCase())) throw repeatedColumn(name, table);
    seen.add(name.toLowerCase());
  }
  return result;
}

function addSource(
  scope: Scope,
  exposedName: string,
  names: string[],
  columns: BoundColumn[],
  rows: (run: Run, parent: Frame | null) => Row[],
): Producer {
  const qualifiers = names.map((name) => name.toLowerCase());
  const clash = scope.sources.find((other) => other.exposedName.toLowerCase() === exposedName.toLowerCase());
  if (clash !== undefined) throw sameExposedNames(clash.exposedName, exposedName);
  const source: Source = { exposedName, qualifiers, columns };
  const index = scope.sources.push(source) - 1;
  return (run, parent) =>
    rows(run, parent).map((row) => {
      const wide: (Row | null)[] = new Array(index).fill(null);
      wide[index] = row;
      return wide;
    });
}

function bindValues(table: Extract<TableSource, { kind: 'values' }>, scope: Scope): Producer {
  // Its expressions see the enclosing query, not the tables beside it.
  const outside = scope.parent ?? scope;
  const rows = table.rows.map((row) => row.map((value) => scope.binder.scalar(value, outside)));
  const width = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== width)) {
    throw new SqlError(10709, 16, 'The number of columns for each row in a table value constructor must be the same.');
  }
  const columns: { bound: BoundColumn; cells: Scalar[] }[] = [];
  for (let index = 0; index < width; index += 1) {
    const { type, scalars } = toCommonType(rows.flatMap((row) => row.slice(index, index + 1)));
    columns.push({ bound: { name: '', type, nullable: scalars.some(({ nullable }) => nullable) }, cells: scalars });
  }
  const bound = named(
    columns.map((column) => column.bound),
    table.columns,
    table.alias,
  );
  return addSource(scope, table.alias, [table.alias], bound, (run, parent) => {
    const frame = parent ?? { sources: [], aggregates: [], parent: null, run };
    return rows.map((_, row) => columns.map(({ cells }) => cells[row]?.evaluate(frame) ?? null));
  });
}

function bindJoin(table: Extract<TableSource, { kind: 'join' }>, scope: Scope): Producer {
  const start = scope.sources.length;
  const left = bindTable(table.left, scope);
  const middle = scope.sources.length;
  const right = bindTable(table.right, scope);
  const end = scope.sources.length;
  if (table.on === null) return crossJoin(left, right);
  scope.clause = 'FROM';
  const on = scope.binder.condition(table.on, scope);
  if (table.join === 'RIGHT' || table.join === 'FULL') makeNullable(scope, start, middle);
  if (table.join === 'LEFT' || table.join === 'FULL') makeNullable(scope, middle, end);
  return (run, parent) => joinRows(table.join, left(run, parent), right(run, parent), on, run, parent);
}

function makeNullable(scope: Scope, from: number, to: number): void {
  for (const source of scope.sources.slice(from, to)) {
    source.columns = source.columns.map((column) => ({ ...column, nullable: true }));
  }
}

function crossJoin(left: Producer, right: Producer): Producer {
  return (run, parent) => {
    const second = right(run, parent);
    return left(run, parent).flatMap((first) => second.map((other) => merge(first, other, run)));
  };
}

/** Nested loops: catalog views are small. */
function joinRows(
  join: JoinKind,
  left: Sources[],
  right: Sources[],
  on: Predicate,
  run: Run,
  parent: Frame | null,
): Sources[] {
  const result: Sources[] = [];
  const rightMatched = new Set<number>();
  for (const first of left) {
    let matched = false;
    for (const [index, other] of right.entries()) {
      const sources = merge(first, other, run);
      if (on({ sources, aggregates: [], parent, run }) !== true) continue;
      matched = true;
      rightMatched.add(index);
      result.push(sources);
    }
    if (!matched && (join === 'LEFT' || join === 'FULL')) result.push(first);
  }
  if (join === 'RIGHT' || join === 'FULL') result.push(...right.filter((_, index) => !rightMatched.has(index)));
  return result;
}

function merge(left: Sources, right: Sources, run: Run): Sources {
  run.joinedRows += 1;
  if (run.joinedRows > MAX_JOINED_ROWS) {
    throw new SqlError(
      701,
      17,
      "There is insufficient system memory in resource pool 'default' to run this query.",
      123,
    );
  }
  const wide = right.slice();
  for (const [index, row] of left.entries()) if (row !== null) wide[index] = row;
  return wide;
}
