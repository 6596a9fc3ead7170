import type { Column, SqlSession, Value } from '../../types.ts';
import type { CatalogView } from '../../views/catalogView.ts';
import type { SessionState } from '../run/sessionState.ts';
import type { SqlType } from '../types/sqlType.ts';

export type Row = readonly Value[];

/** What one execution of a batch knows. */
export interface Run {
  session: SqlSession;
  state: SessionState;
  variables: Value[];
  /** GETDATE and its kin answer the same time all through one statement. */
  nowMs: number;
  /** One reading of a view per statement, so that a statement never contradicts itself. */
  viewRows: Map<CatalogView, Row[]>;
  /** Joined rows that this statement has made so far. */
  joinedRows: number;
}

/** One row of a FROM clause while expressions are evaluated over it, inside the rows of the enclosing queries. */
export interface Frame {
  /** A row per table source; null where an outer join found nothing. */
  sources: readonly (Row | null)[];
  aggregates: Row;
  parent: Frame | null;
  run: Run;
}

/** An expression with its type settled at compile time. */
export interface Scalar {
  type: SqlType;
  nullable: boolean;
  evaluate: (frame: Frame) => Value;
  /** Present for a literal: typing rules look at the literal itself. */
  literal?: { value: Value };
}

/** Three-valued: null is UNKNOWN. */
export type Predicate = (frame: Frame) => boolean | null;

export interface BoundColumn {
  /** Empty when the expression has no name. */
  name: string;
  type: SqlType;
  nullable: boolean;
  /** The bare word NULL: in a set operation it takes the type of the other side. */
  untyped?: true;
}

export interface BoundQuery {
  columns: BoundColumn[];
  rows: (run: Run, parent: Frame | null) => Row[];
}

export function toColumn({ name, type, nullable }: BoundColumn): Column {
  const { fixed: _, ...facets } = type;
  const { name: typeName, ...rest } = facets;
  return { name, type: typeName, nullable, ...rest };
}

/** The frame of an expression that stands outside any query. */
export function emptyFrame(run: Run): Frame {
  return { sources: [], aggregates: [], parent: null, run };
}
