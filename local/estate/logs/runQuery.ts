import { columnOf, evaluate, typeOf } from './evaluate.ts';
import { semanticError } from './kqlError.ts';
import type { Column, Query, Row, Stage, Table, Value } from './tree.ts';

/** @throws KqlError for names and types that are wrong */
export function runQuery(query: Query, tableNamed: (name: string) => Table | undefined, nowMs: number): Table {
  const table = tableNamed(query.table);
  if (table === undefined) throw semanticError(`Failed to resolve table or column expression named '${query.table}'`);
  return query.stages.reduce((sofar, stage) => runStage(stage, sofar, nowMs), table);
}

function runStage(stage: Stage, table: Table, nowMs: number): Table {
  switch (stage.kind) {
    case 'where':
      if (typeOf(stage.condition, table.columns) !== 'bool') throw semanticError('where: expected a condition');
      return { ...table, rows: table.rows.filter((row) => evaluate(stage.condition, row, nowMs) === true) };
    case 'project':
      return project(stage, table, nowMs);
    case 'summarize':
      return summarize(stage, table);
    case 'order':
      return order(stage, table);
    case 'take':
      return { ...table, rows: table.rows.slice(0, stage.count) };
  }
}

function project({ columns }: Extract<Stage, { kind: 'project' }>, table: Table, nowMs: number): Table {
  const types = columns.map(({ name, of }) => ({ name, type: typeOf(of, table.columns) }));
  const projected = (row: Row) => Object.fromEntries(columns.map(({ name, of }) => [name, evaluate(of, row, nowMs)]));
  return { columns: types, rows: table.rows.map(projected) };
}

type Summarize = Extract<Stage, { kind: 'summarize' }>;

/** Without `by` there is one row, also over nothing. */
function summarize({ aggregates, by }: Summarize, table: Table): Table {
  const groupColumns = by.map((name) => columnOf(table.columns, name));
  const valueColumns = aggregates.map((one): Column => ({ name: one.name, type: typeOfAggregate(one, table.columns) }));
  const groups = new Map<string, Row[]>(by.length === 0 ? [['[]', []]] : []);
  for (const row of table.rows) {
    const key = JSON.stringify(by.map((name) => row[name] ?? null));
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(row);
  }
  const rows = [...groups.values()].map((group) =>
    Object.fromEntries([
      ...by.map((name) => [name, group[0]?.[name] ?? null] as const),
      ...aggregates.map((one) => [one.name, aggregateOf(one, group)] as const),
    ]),
  );
  return { columns: [...groupColumns, ...valueColumns], rows };
}

function typeOfAggregate({ aggregate, of }: Summarize['aggregates'][number], columns: readonly Column[]) {
  if (of === undefined) return 'number';
  const { type } = columnOf(columns, of);
  if (type !== 'number' && !(type === 'datetime' && (aggregate === 'max' || aggregate === 'min'))) {
    throw semanticError(`${aggregate}(): expected a column of numbers, saw ${of} of type ${type}`);
  }
  return type;
}

function aggregateOf({ aggregate, of }: Summarize['aggregates'][number], rows: readonly Row[]): Value {
  if (of === undefined) return rows.length;
  const values = rows.map((row) => row[of]).filter((value) => typeof value === 'number');
  if (aggregate === 'sum') return values.reduce((sum, value) => sum + value, 0);
  if (values.length === 0) return null;
  if (aggregate === 'max') return values.reduce((one, other) => Math.max(one, other));
  if (aggregate === 'min') return values.reduce((one, other) => Math.min(one, other));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function order({ by }: Extract<Stage, { kind: 'order' }>, table: Table): Table {
  for (const { column } of by) columnOf(table.columns, column);
  const rows = [...table.rows].sort((one, other) => {
    for (const { column, descending } of by) {
      const sign = compared(one[column] ?? null, other[column] ?? null);
      if (sign !== 0) return descending ? -sign : sign;
    }
    return 0;
  });
  return { ...table, rows };
}

/** Null comes before everything. */
function compared(one: Value, other: Value): number {
  if (one === other) return 0;
  if (one === null || other === null) return one === null ? -1 : 1;
  return one < other ? -1 : 1;
}
