/** Generated conditions: their T-SQL, and what they mean for a row. */
import fc from 'fast-check';
import { compare } from './order.ts';
import type { Cell, Kind, OracleColumn } from './tables.ts';

export interface SourceColumn extends OracleColumn {
  /** As the query spells it: `a.name`. */
  sql: string;
  index: number;
}

export interface Meaning {
  sql: string;
  /** null is UNKNOWN. */
  holds: (row: Cell[]) => boolean | null;
}

const OPERATORS: Record<string, (order: number) => boolean> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** A value of the table's own, in the other case now and then, or one that is not in it. */
function constant(column: SourceColumn, rows: Cell[][]): fc.Arbitrary<{ sql: string; value: Cell }> {
  const present = rows.map((row) => row[column.index] ?? null).filter((value) => value !== null);
  const known = present.length === 0 ? fc.constant<Cell>(null) : fc.constantFrom<Cell>(...present);
  return fc
    .record({
      value: fc.oneof({ weight: 5, arbitrary: known }, { weight: 1, arbitrary: stranger(column.kind) }),
      shout: fc.boolean(),
    })
    .map(({ value, shout }) => ({ sql: literal(column.kind, value, shout), value }));
}

function stranger(kind: Kind): fc.Arbitrary<Cell> {
  switch (kind) {
    case 'text':
    case 'variant':
      return fc.constantFrom('', 'm', 'ZZZ', 'beta ', 'a-1');
    case 'guid':
      return fc.constant('6F9619FF-8B86-D011-B42D-00C04FC964FF');
    case 'bit':
      return fc.boolean();
    case 'time':
      return fc.constant(Date.UTC(2026, 10, 22, 9, 30));
    default:
      return fc.integer({ min: -3, max: 12 });
  }
}

function literal(kind: Kind, value: Cell, shout: boolean): string {
  if (value === null) return 'NULL';
  switch (kind) {
    case 'text':
    case 'variant':
      return `N'${shout ? String(value).toUpperCase() : String(value)}'`;
    case 'guid':
      return `'${shout ? String(value) : String(value).toLowerCase()}'`;
    case 'time':
      return `'${new Date(Number(value)).toISOString()}'`;
    case 'bit':
      return value ? '1' : '0';
    default:
      return String(value);
  }
}

/** A tree of comparisons, IN, BETWEEN, IS NULL and LIKE under AND, OR and NOT. */
export function condition(columns: SourceColumn[], rows: Cell[][]): fc.Arbitrary<Meaning> {
  return fc.letrec<{ tree: Meaning }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf(columns, rows),
      fc.tuple(tie('tree'), tie('tree')).map(([left, right]) => conjunction(left, right)),
      fc.tuple(tie('tree'), tie('tree')).map(([left, right]) => disjunction(left, right)),
      tie('tree').map(negation),
    ),
  })).tree;
}

function leaf(columns: SourceColumn[], rows: Cell[][]): fc.Arbitrary<Meaning> {
  return fc.constantFrom(...columns).chain((column) => {
    const value = (row: Cell[]): Cell => row[column.index] ?? null;
    const compared = fc.tuple(fc.constantFrom(...Object.keys(OPERATORS)), constant(column, rows)).map(
      ([operator, other]): Meaning => ({
        sql: `${column.sql} ${operator} ${other.sql}`,
        holds: (row) => apply(operator, compare(column.kind, value(row), other.value)),
      }),
    );
    const listed = fc
      .tuple(fc.boolean(), fc.array(constant(column, rows), { minLength: 1, maxLength: 3 }))
      .map(([negated, list]) => inList(column, negated, list));
    const between = fc.tuple(constant(column, rows), constant(column, rows)).map(
      ([low, high]): Meaning => ({
        sql: `${column.sql} BETWEEN ${low.sql} AND ${high.sql}`,
        holds: (row) =>
          and(
            apply('>=', compare(column.kind, value(row), low.value)),
            apply('<=', compare(column.kind, value(row), high.value)),
          ),
      }),
    );
    const isNull = fc.boolean().map(
      (negated): Meaning => ({
        sql: `${column.sql} IS ${negated ? 'NOT ' : ''}NULL`,
        holds: (row) => (value(row) === null) !== negated,
      }),
    );
    return fc.oneof(compared, compared, listed, between, isNull, ...(column.kind === 'text' ? [like(column)] : []));
  });
}

function inList(column: SourceColumn, negated: boolean, list: { sql: string; value: Cell }[]): Meaning {
  return {
    sql: `${column.sql} ${negated ? 'NOT ' : ''}IN (${list.map(({ sql }) => sql).join(', ')})`,
    holds: (row) => {
      const hits = list.map(({ value }) => compare(column.kind, row[column.index] ?? null, value));
      const found = hits.includes(0) ? true : hits.includes(null) ? null : false;
      return found === null ? null : found !== negated;
    },
  };
}

/** Pattern and the test it stands for, written without a translation of patterns. */
const PATTERNS: [string, (text: string) => boolean][] = [
  ['%a%', (text) => text.includes('a')],
  ['s%', (text) => text.startsWith('s')],
  ['%y', (text) => text.endsWith('y')],
  ['_e%', (text) => text[1] === 'e'],
  ['[a-c]%', (text) => text >= 'a' && text < 'd'],
  ['[^a-c]%', (text) => text !== '' && !(text >= 'a' && text < 'd')],
  ['%[_]%', (text) => text.includes('_')],
  ['%', () => true],
];

function like(column: SourceColumn): fc.Arbitrary<Meaning> {
  return fc.tuple(fc.constantFrom(...PATTERNS), fc.boolean()).map(([[pattern, matches], shout]) => ({
    sql: `${column.sql} LIKE '${shout ? pattern.toUpperCase() : pattern}'`,
    holds: (row) => {
      const value = row[column.index] ?? null;
      return value === null ? null : matches(String(value).toLowerCase());
    },
  }));
}

function apply(operator: string, order: number | null): boolean | null {
  return order === null ? null : (OPERATORS[operator]?.(order) ?? null);
}

function and(left: boolean | null, right: boolean | null): boolean | null {
  if (left === false || right === false) return false;
  return left === null || right === null ? null : true;
}

function conjunction(left: Meaning, right: Meaning): Meaning {
  return { sql: `(${left.sql} AND ${right.sql})`, holds: (row) => and(left.holds(row), right.holds(row)) };
}

function disjunction(left: Meaning, right: Meaning): Meaning {
  const not = (value: boolean | null): boolean | null => (value === null ? null : !value);
  return {
    sql: `(${left.sql} OR ${right.sql})`,
    holds: (row) => not(and(not(left.holds(row)), not(right.holds(row)))),
  };
}

function negation(operand: Meaning): Meaning {
  return {
    sql: `NOT (${operand.sql})`,
    holds: (row) => {
      const value = operand.holds(row);
      return value === null ? null : !value;
    },
  };
}
