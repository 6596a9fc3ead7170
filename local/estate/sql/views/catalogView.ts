import type { Column, SqlSession, Value } from '../types.ts';

/** What a view may look at while it is read. */
export interface ViewContext {
  session: SqlSession;
  nowMs: number;
  transactionCount: number;
}

export interface CatalogView {
  /** Without its schema, which is always sys. */
  name: string;
  /** Where Azure SQL has it; elsewhere its name is invalid (208). */
  place: 'master' | 'user' | 'both';
  /** `serverPrincipal`: refused to others with 300 and 297. Otherwise whoever may log in may read. */
  permission: 'login' | 'serverPrincipal';
  columns: readonly Column[];
  rows: (context: ViewContext) => Value[][];
}

/** Data types of a view's columns, with the name as the documentation writes it. */
type Definition = Omit<Column, 'name'>;

/** A view whose rows are objects: a missing column is a compile error, and columns keep their documented order. */
export function defineView<Name extends string>(view: {
  name: string;
  place: CatalogView['place'];
  permission: CatalogView['permission'];
  columns: Record<Name, Definition>;
  rows: (context: ViewContext) => Record<Name, Value>[];
}): CatalogView {
  const names = Object.keys(view.columns) as Name[];
  return {
    name: view.name,
    place: view.place,
    permission: view.permission,
    columns: names.map((name) => ({ name, ...view.columns[name] })),
    rows: (context) => view.rows(context).map((row) => names.map((name) => row[name])),
  };
}
