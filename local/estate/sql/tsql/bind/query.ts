import { SqlError } from '../sqlError.ts';
import { unsupportedOption } from '../syntax/syntaxErrors.ts';
import type { Query, QueryBody } from '../syntax/tree.ts';
import { commonType } from '../types/commonType.ts';
import { equalityKey } from '../types/compare.ts';
import { converter } from '../types/convert.ts';
import { BIGINT } from '../types/sqlType.ts';
import type { BatchScope } from './batchScope.ts';
import { type BoundColumn, type BoundQuery, emptyFrame, type Row } from './bound.ts';
import { coerce } from './coerce.ts';
import { outputOf, rowOrder, unknownOrderColumn } from './projection.ts';
import { wholeCount } from './rowLimit.ts';
import { type Binder, type CommonTables, Scope } from './scope.ts';
import { bindSelect } from './select.ts';

/** A whole query: common tables, set operations, ORDER BY, OFFSET and FETCH. */
export function bindQuery(
  binder: Binder,
  query: Query,
  parent: Scope | null,
  batch: BatchScope,
  outer: CommonTables,
): BoundQuery {
  const commonTables = declareCommonTables(query, outer);
  const newScope = (): Scope => new Scope(binder, batch, commonTables, parent);
  const ordered =
    query.body.kind === 'select'
      ? bindSelect(query.body, query.orderBy, newScope())
      : bindOrdered(bindBody(query.body, newScope), query);
  return bindOffset(ordered, query, newScope());
}

/** Each common table sees those before it; one that names itself would be recursive. */
function declareCommonTables(query: Query, outer: CommonTables): CommonTables {
  let visible = outer;
  for (const table of query.commonTables) {
    const name = table.name.toLowerCase();
    if (query.commonTables.filter((other) => other.name.toLowerCase() === name).length > 1) {
      throw new SqlError(239, 16, `Duplicate common table expression name '${table.name}' was specified.`);
    }
    if (JSON.stringify(table.query).toLowerCase().includes(`"parts":["${name}"],"alias"`)) {
      throw unsupportedOption('recursive common table expression');
    }
    visible = new Map([...visible, [name, { table, visible }]]);
  }
  return visible;
}

function bindBody(body: QueryBody, newScope: () => Scope): BoundQuery {
  if (body.kind === 'select') return bindSelect(body, [], newScope());
  const left = bindBody(body.left, newScope);
  const right = bindBody(body.right, newScope);
  if (left.columns.length !== right.columns.length) {
    throw new SqlError(
      205,
      16,
      'All queries combined using a UNION, INTERSECT or EXCEPT operator must have an equal number of expressions in their target lists.',
    );
  }
  const columns = left.columns.map((column, index) => combineColumns(column, right.columns[index] ?? column));
  const first = converted(left, columns);
  const second = converted(right, columns);
  const combine = COMBINE[body.operator];
  const key = (row: Row): string => columns.map(({ type }, index) => equalityKey(type, row[index] ?? null)).join('\0');
  return { columns, rows: (run, parent) => combine(first.rows(run, parent), second.rows(run, parent), key) };
}

function combineColumns(left: BoundColumn, right: BoundColumn): BoundColumn {
  const type = left.untyped ? right.type : right.untyped ? left.type : commonType(left.type, right.type);
  const combined: BoundColumn = { name: left.name, type, nullable: left.nullable || right.nullable };
  return left.untyped && right.untyped ? { ...combined, untyped: true } : combined;
}

function converted(query: BoundQuery, columns: BoundColumn[]): BoundQuery {
  const converters = query.columns.map(({ type, untyped }, index) =>
    converter(type, untyped ? type : (columns[index]?.type ?? type), false),
  );
  return {
    columns,
    rows: (run, parent) =>
      query.rows(run, parent).map((row) => row.map((value, index) => converters[index]?.(value) ?? null)),
  };
}

type Combine = (left: Row[], right: Row[], key: (row: Row) => string) => Row[];

const COMBINE: Record<Exclude<QueryBody, { kind: 'select' }>['operator'], Combine> = {
  'UNION ALL': (left, right) => [...left, ...right],
  UNION: (left, right, key) => unique([...left, ...right], key),
  EXCEPT: (left, right, key) => {
    const taken = new Set(right.map(key));
    return unique(left, key).filter((row) => !taken.has(key(row)));
  },
  INTERSECT: (left, right, key) => {
    const taken = new Set(right.map(key));
    return unique(left, key).filter((row) => taken.has(key(row)));
  },
};

function unique(rows: Row[], key: (row: Row) => string): Row[] {
  const byKey = new Map<string, Row>();
  for (const row of rows) {
    const name = key(row);
    if (!byKey.has(name)) byKey.set(name, row);
  }
  return [...byKey.values()];
}

/** Over a set operation ORDER BY speaks of result columns only. */
function bindOrdered(query: BoundQuery, { orderBy }: Query): BoundQuery {
  if (orderBy.length === 0) return query;
  const outputs = query.columns.map((column) => ({ column }));
  const keys = orderBy.map(({ value, descending }, position) => {
    const index = outputOf(value, outputs, position);
    const column = index === null ? undefined : query.columns[index];
    if (index === null || column === undefined) throw unknownOrderColumn(value);
    return { index, type: column.type, descending };
  });
  const order = rowOrder(keys);
  const keysOf = (row: Row): Row => keys.map(({ index }) => row[index] ?? null);
  return {
    columns: query.columns,
    rows: (run, parent) => query.rows(run, parent).toSorted((left, right) => order(keysOf(left), keysOf(right))),
  };
}

function bindOffset(query: BoundQuery, { offset, fetch }: Query, scope: Scope): BoundQuery {
  if (offset === null) return query;
  const skipped = coerce(scope.binder.scalar(offset, scope), BIGINT);
  const wanted = fetch === null ? null : coerce(scope.binder.scalar(fetch, scope), BIGINT);
  return {
    columns: query.columns,
    rows: (run, parent) => {
      const frame = parent ?? emptyFrame(run);
      const from = wholeCount(skipped, frame, 'OFFSET');
      const count = wanted === null ? Number.POSITIVE_INFINITY : wholeCount(wanted, frame, 'FETCH');
      return query.rows(run, parent).slice(from, from + count);
    },
  };
}
