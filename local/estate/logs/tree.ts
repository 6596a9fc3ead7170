/** A query of the part of KQL that the estate understands. */

export type ValueType = 'string' | 'number' | 'datetime' | 'timespan' | 'bool';
/** Datetimes are epoch milliseconds, timespans milliseconds. */
export type Value = string | number | boolean | null;

export type Comparison = '==' | '!=' | '=~' | '!~' | '<' | '<=' | '>' | '>=' | 'has' | 'contains';

export type Expression =
  | { kind: 'literal'; type: ValueType; value: Value }
  | { kind: 'column'; name: string }
  | { kind: 'ago'; span: Expression }
  | { kind: 'now' }
  | { kind: 'not'; operand: Expression }
  | { kind: 'and' | 'or'; left: Expression; right: Expression }
  | { kind: 'compare'; operator: Comparison; left: Expression; right: Expression }
  | { kind: 'between'; operand: Expression; low: Expression; high: Expression };

export const AGGREGATES = ['count', 'max', 'min', 'avg', 'sum'] as const;
export type Aggregate = (typeof AGGREGATES)[number];

export type Stage =
  | { kind: 'where'; condition: Expression }
  | { kind: 'project'; columns: Array<{ name: string; of: Expression }> }
  | { kind: 'summarize'; aggregates: Array<{ name: string; aggregate: Aggregate; of?: string }>; by: string[] }
  | { kind: 'order'; by: Array<{ column: string; descending: boolean }> }
  | { kind: 'take'; count: number };

export interface Query {
  table: string;
  stages: Stage[];
}

export interface Column {
  name: string;
  type: ValueType;
}

export type Row = Readonly<Record<string, Value>>;

export interface Table {
  columns: Column[];
  rows: Row[];
}
