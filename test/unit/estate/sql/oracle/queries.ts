/** Generated SELECTs: their T-SQL, and the rows and types they must answer with. */
import fc from 'fast-check';
import { order, sameness } from './order.ts';
import { aggregate, type Output, output } from './outputs.ts';
import { condition, type Meaning } from './predicates.ts';
import { joined, oneTable, type Source } from './sources.ts';
import type { Cell, Kind, OracleTable } from './tables.ts';

export interface Expected {
  sql: string;
  columns: { name: string; type: string }[];
  rows: (Cell | bigint)[][];
}

export function select(tables: OracleTable[]): fc.Arbitrary<Expected> {
  const source = fc.oneof({ weight: 2, arbitrary: oneTable(tables) }, { weight: 1, arbitrary: joined(tables) });
  return source.chain((from) =>
    fc.oneof({ weight: 3, arbitrary: plain(from) }, { weight: 2, arbitrary: grouped(from) }),
  );
}

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
