/** What a generated SELECT reads: one view, or two joined. */
import fc from 'fast-check';
import { order } from './order.ts';
import type { SourceColumn } from './predicates.ts';
import type { Cell, OracleTable } from './tables.ts';

export interface Source {
  from: string;
  columns: SourceColumn[];
  rows: Cell[][];
}

function columnsOf(table: OracleTable, alias: string, start: number, nullable: boolean): SourceColumn[] {
  return table.columns.map((column, index) => ({
    ...column,
    type: nullable ? column.type.replace(' NOT NULL', '') : column.type,
    sql: `${alias}.${column.name}`,
    index: start + index,
  }));
}

export function oneTable(tables: OracleTable[]): fc.Arbitrary<Source> {
  return fc.constantFrom(...tables).map((table) => ({
    from: `sys.${table.view} AS a`,
    columns: columnsOf(table, 'a', 0, false),
    rows: table.rows,
  }));
}

type JoinKind = 'JOIN' | 'LEFT JOIN' | 'RIGHT JOIN' | 'FULL JOIN';

/** Two views, the same one twice included, on two columns of one kind. */
export function joined(tables: OracleTable[]): fc.Arbitrary<Source> {
  const pairs = fc.tuple(
    fc.constantFrom(...tables),
    fc.constantFrom(...tables),
    fc.constantFrom<JoinKind>('JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN'),
  );
  return pairs.chain(([left, right, kind]) => {
    const first = columnsOf(left, 'a', 0, kind === 'RIGHT JOIN' || kind === 'FULL JOIN');
    const second = columnsOf(right, 'b', left.columns.length, kind === 'LEFT JOIN' || kind === 'FULL JOIN');
    const keys = first.flatMap((one) =>
      second.filter((two) => one.kind === two.kind && one.kind !== 'variant').map((two) => [one, two] as const),
    );
    const none: Source = { from: `sys.${left.view} AS a`, columns: columnsOf(left, 'a', 0, false), rows: left.rows };
    if (keys.length === 0) return fc.constant(none);
    return fc.constantFrom(...keys).map(([one, two]) => ({
      from: `sys.${left.view} AS a ${kind} sys.${right.view} AS b ON ${one.sql} = ${two.sql}`,
      columns: [...first, ...second],
      rows: join(left, right, kind, (pair) => sameKey(one, two, pair)),
    }));
  });
}

function sameKey(one: SourceColumn, two: SourceColumn, pair: Cell[]): boolean {
  const left = pair[one.index] ?? null;
  const right = pair[two.index] ?? null;
  return left !== null && right !== null && order(one.kind, left, right) === 0;
}

function join(left: OracleTable, right: OracleTable, kind: JoinKind, matches: (pair: Cell[]) => boolean): Cell[][] {
  const noLeft: Cell[] = left.columns.map(() => null);
  const noRight: Cell[] = right.columns.map(() => null);
  const pairs = left.rows
    .flatMap((one) => right.rows.map((two) => ({ one, two, row: [...one, ...two] })))
    .filter(({ row }) => matches(row));
  const rows = pairs.map(({ row }) => row);
  if (kind === 'LEFT JOIN' || kind === 'FULL JOIN') {
    rows.push(...left.rows.filter((one) => !pairs.some((pair) => pair.one === one)).map((one) => [...one, ...noRight]));
  }
  if (kind === 'RIGHT JOIN' || kind === 'FULL JOIN') {
    rows.push(...right.rows.filter((two) => !pairs.some((pair) => pair.two === two)).map((two) => [...noLeft, ...two]));
  }
  return rows;
}
