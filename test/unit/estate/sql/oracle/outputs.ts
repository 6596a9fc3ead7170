/** What a generated SELECT answers with: columns, expressions over them, and aggregates. */
import fc from 'fast-check';
import { order, sameness } from './order.ts';
import type { SourceColumn } from './predicates.ts';
import type { Cell, Kind } from './tables.ts';

export interface Output {
  sql: string;
  name: string;
  type: string;
  kind: Kind;
  value: (row: Cell[]) => Cell;
}

/** A column, or an expression over one. */
export function output(columns: SourceColumn[]): fc.Arbitrary<Output> {
  return fc
    .tuple(fc.constantFrom(...columns), fc.nat({ max: 3 }), fc.integer({ min: -2, max: 5 }))
    .map(([column, form, number]) => {
      const value = (row: Cell[]): Cell => row[column.index] ?? null;
      const plainColumn = { sql: column.sql, name: column.name, type: column.type, kind: column.kind, value };
      const nullable = column.type.replace(' NOT NULL', '');
      if (form === 0 || column.kind === 'variant') return plainColumn;
      if (form === 1) return { ...flag(column), value: (row) => (value(row) === null ? 'none' : 'some') };
      if (column.kind === 'text') {
        if (form === 2)
          return {
            sql: `UPPER(${column.sql})`,
            name: '',
            type: nullable,
            kind: 'text',
            value: (row) => upper(value(row)),
          };
        return {
          sql: `LEN(${column.sql}) + ${number}`,
          name: '',
          type: 'int',
          kind: 'number',
          value: (row) => add(length(value(row)), number),
        };
      }
      if (column.kind === 'number' && form === 2) {
        const type = `${nullable} NOT NULL`;
        return { sql: `ISNULL(${column.sql}, 7)`, name: '', type, kind: 'number', value: (row) => value(row) ?? 7 };
      }
      if (column.kind === 'number') {
        return {
          sql: `${column.sql} * 2 + ${number}`,
          name: '',
          type: 'int',
          kind: 'number',
          value: (row) => add(add(value(row), Number(value(row))), number),
        };
      }
      return plainColumn;
    });
}

function flag(column: SourceColumn): Omit<Output, 'value'> {
  return {
    sql: `CASE WHEN ${column.sql} IS NULL THEN 'none' ELSE 'some' END`,
    name: '',
    type: 'varchar(4) NOT NULL',
    kind: 'text',
  };
}

const upper = (value: Cell): Cell => (value === null ? null : String(value).toUpperCase());
const length = (value: Cell): Cell => (value === null ? null : String(value).trimEnd().length);
const add = (value: Cell, number: number): Cell => (value === null ? null : Number(value) + number);

interface Aggregate extends Omit<Output, 'value' | 'name'> {
  over: (rows: Cell[][]) => Cell;
}

/** COUNT of anything; MIN and MAX of what sorts; SUM and AVG of integers. */
export function aggregate(columns: SourceColumn[]): fc.Arbitrary<Aggregate> {
  return fc.tuple(fc.constantFrom(...columns), fc.nat({ max: 6 })).map(([column, form]): Aggregate => {
    const present = (rows: Cell[][]): Exclude<Cell, null>[] =>
      rows.map((row) => row[column.index] ?? null).filter((value) => value !== null);
    const number = { type: 'int', kind: 'number' as const };
    const count: Aggregate = { ...number, sql: 'COUNT(*)', over: (rows) => rows.length };
    if (form === 0 || column.kind === 'variant') return count;
    if (form === 1) return { ...number, sql: `COUNT(${column.sql})`, over: (rows) => present(rows).length };
    if (form === 2) {
      const keys = (rows: Cell[][]): Set<string> => new Set(present(rows).map((value) => sameness(column.kind, value)));
      return { ...number, sql: `COUNT(DISTINCT ${column.sql})`, over: (rows) => keys(rows).size };
    }
    if (form <= 4 && column.kind !== 'bit') {
      const name = form === 3 ? 'MIN' : 'MAX';
      const type = column.type.replace(' NOT NULL', '');
      const best = (rows: Cell[][]): Cell =>
        present(rows).toSorted((a, b) => order(column.kind, a, b) * (form === 3 ? 1 : -1))[0] ?? null;
      return { sql: `${name}(${column.sql})`, type, kind: column.kind, over: best };
    }
    if (column.kind !== 'number') return count;
    const sum = (rows: Cell[][]): number => present(rows).reduce((all: number, value) => all + Number(value), 0);
    if (form === 5)
      return { ...number, sql: `SUM(${column.sql})`, over: (rows) => (present(rows).length === 0 ? null : sum(rows)) };
    return {
      ...number,
      sql: `AVG(${column.sql})`,
      over: (rows) => (present(rows).length === 0 ? null : Math.trunc(sum(rows) / present(rows).length)),
    };
  });
}
