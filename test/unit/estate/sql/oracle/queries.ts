/** Generated SELECTs: their T-SQL, and the rows and types they must answer with. */
import fc from 'fast-check';
import { order, sameness } from './order.ts';
import { condition, type Meaning, type SourceColumn } from './predicates.ts';
import type { Cell, Kind, OracleTable } from './tables.ts';

export interface Expected {
  sql: string;
  columns: { name: string; type: string }[];
  rows: (Cell | bigint)[][];
}

interface Source {
  from: string;
  columns: SourceColumn[];
  rows: Cell[][];
}

interface Output {
  sql: string;
  name: string;
  type: string;
  kind: Kind;
  value: (row: Cell[]) => Cell;
}

export function select(tables: OracleTable[]): fc.Arbitrary<Expected> {
  const source = fc.oneof({ weight: 2, arbitrary: oneTable(tables) }, { weight: 1, arbitrary: joined(tables) });
  return source.chain((from) =>
    fc.oneof({ weight: 3, arbitrary: plain(from) }, { weight: 2, arbitrary: grouped(from) }),
  );
}

function columnsOf(table: OracleTable, alias: string, start: number, nullable: boolean): SourceColumn[] {
  return table.columns.map((column, index) => ({
    ...column,
    type: nullable ? column.type.replace(' NOT NULL', '') : column.type,
    sql: `${alias}.${column.name}`,
    index: start + index,
  }));
}

function oneTable(tables: OracleTable[]): fc.Arbitrary<Source> {
  return fc.constantFrom(...tables).map((table) => ({
    from: `sys.${table.view} AS a`,
    columns: columnsOf(table, 'a', 0, false),
    rows: table.rows,
  }));
}

type JoinKind = 'JOIN' | 'LEFT JOIN' | 'RIGHT JOIN' | 'FULL JOIN';

/** Two views, the same one twice included, on two columns of one kind. */
function joined(tables: OracleTable[]): fc.Arbitrary<Source> {
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

/** A column, or an expression over one. */
function output(columns: SourceColumn[]): fc.Arbitrary<Output> {
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

interface Shape {
  where: Meaning | null;
  distinct: boolean;
  top: number | null;
  descending: boolean[];
}

function shape({ columns, rows }: Source): fc.Arbitrary<Shape> {
  return fc.record({
    where: fc.option(condition(columns, rows), { freq: 2 }),
    distinct: fc.boolean(),
    top: fc.option(fc.nat({ max: 6 }), { freq: 2 }),
    descending: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
  });
}

/** Every output is sorted by, so that the answer is settled to the last row. */
function plain(source: Source): fc.Arbitrary<Expected> {
  return fc
    .tuple(fc.array(output(source.columns), { minLength: 1, maxLength: 5 }), shape(source))
    .map(([outputs, given]) => {
      const kept = source.rows.filter((row) => given.where === null || given.where.holds(row) === true);
      const values = kept.map((row) => outputs.map(({ value }) => value(row)));
      return finish(source, outputs, values, given, '');
    });
}

function finish(
  source: Source,
  outputs: Omit<Output, 'value'>[],
  values: Cell[][],
  given: Shape,
  groupBy: string,
): Expected {
  const named = outputs.map((one, index) => ({ ...one, name: `c${index}` }));
  const sorted = (given.distinct ? distinct(values, named) : values).toSorted((left, right) => {
    for (const [index, { kind }] of named.entries()) {
      const sign = given.descending[index] === true ? -1 : 1;
      const difference = order(kind, left[index] ?? null, right[index] ?? null);
      if (difference !== 0) return difference * sign;
    }
    return 0;
  });
  const sql = [
    'SELECT',
    given.distinct ? 'DISTINCT' : '',
    given.top === null ? '' : `TOP (${given.top})`,
    named.map(({ sql: expression, name }) => `${expression} AS ${name}`).join(', '),
    `FROM ${source.from}`,
    given.where === null ? '' : `WHERE ${given.where.sql}`,
    groupBy,
    `ORDER BY ${named.map(({ name }, index) => `${name}${given.descending[index] === true ? ' DESC' : ''}`).join(', ')}`,
  ];
  return {
    sql: sql.filter((part) => part !== '').join(' '),
    columns: named.map(({ name, type }) => ({ name, type })),
    rows: sorted.slice(0, given.top ?? undefined),
  };
}

function distinct(rows: Cell[][], outputs: { kind: Kind }[]): Cell[][] {
  const byKey = new Map(
    rows
      .toReversed()
      .map((row) => [row.map((cell, index) => sameness(outputs[index]?.kind ?? 'text', cell)).join('|'), row]),
  );
  return [...byKey.values()];
}

interface Aggregate extends Omit<Output, 'value' | 'name'> {
  over: (rows: Cell[][]) => Cell;
}

/** COUNT of anything; MIN and MAX of what sorts; SUM and AVG of integers. */
function aggregate(columns: SourceColumn[]): fc.Arbitrary<Aggregate> {
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

function grouped(source: Source): fc.Arbitrary<Expected> {
  const groupable = source.columns.filter(({ kind }) => kind !== 'variant');
  const parts = fc.tuple(
    fc.uniqueArray(fc.constantFrom(...groupable), { maxLength: 2, selector: ({ sql }) => sql }),
    fc.array(aggregate(source.columns), { minLength: 1, maxLength: 4 }),
    fc.option(fc.nat({ max: 3 }), { freq: 2 }),
    shape(source),
  );
  return parts.map(([keys, aggregates, having, given]) => {
    const kept = source.rows.filter((row) => given.where === null || given.where.holds(row) === true);
    const groups = new Map<string, Cell[][]>(keys.length === 0 ? [['', []]] : []);
    for (const row of kept) {
      const key = keys.map(({ kind, index }) => sameness(kind, row[index] ?? null)).join('|');
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    const members = [...groups.values()].filter((rows) => having === null || rows.length > having);
    const values = members.map((rows) => [
      ...keys.map(({ index }) => rows[0]?.[index] ?? null),
      ...aggregates.map(({ over }) => over(rows)),
    ]);
    const outputs = [...keys, ...aggregates].map((one) => ({ ...one, name: '' }));
    const groupBy = keys.length === 0 ? '' : `GROUP BY ${keys.map(({ sql }) => sql).join(', ')}`;
    return finish(
      source,
      outputs,
      values,
      given,
      `${groupBy}${having === null ? '' : ` HAVING COUNT(*) > ${having}`}`.trim(),
    );
  });
}
