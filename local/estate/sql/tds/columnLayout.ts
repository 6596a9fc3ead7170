import type { Column, Value } from '../types.ts';

/** Longest nvarchar(n) in characters, and longest varchar(n) and varbinary(n) in bytes. */
const LONGEST = { nvarchar: 4000, varchar: 8000, varbinary: 8000 } as const;

/** How a column travels: every open question of `Column` answered from the rows at hand. */
export interface ColumnLayout extends Column {
  /** -1 is max. */
  length: number;
  precision: number;
  scale: number;
}

/**
 * Fixes what a column leaves open. A value that is longer than its column says, or NULL where the column says it
 * cannot be, widens the column: a malformed catalog row must reach the client, not break the stream.
 */
export function layOutColumns(columns: readonly Column[], rows: readonly (readonly Value[])[]): ColumnLayout[] {
  return columns.map((column, index) => {
    const values = rows.map((row) => row[index] ?? null);
    return {
      ...column,
      nullable: column.nullable || values.includes(null),
      length: lengthFor(column, values),
      precision: column.precision ?? 18,
      scale: column.scale ?? (column.type === 'datetime2' || column.type === 'datetimeoffset' ? 7 : 0),
    };
  });
}

function lengthFor(column: Column, values: readonly Value[]): number {
  if (column.type !== 'nvarchar' && column.type !== 'varchar' && column.type !== 'varbinary') return 0;
  if (column.length === -1) return -1;
  const longest = values.reduce((most: number, value) => Math.max(most, lengthOf(value)), column.length ?? 1);
  return longest > LONGEST[column.type] ? -1 : Math.max(1, longest);
}

function lengthOf(value: Value): number {
  return typeof value === 'string' || value instanceof Uint8Array ? value.length : 0;
}
