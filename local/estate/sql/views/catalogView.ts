import type { SessionState } from '../tsql/run/sessionState.ts';
import { DATETIME } from '../tsql/types/sqlType.ts';
import { fitTime } from '../tsql/types/toTime.ts';
import type { Column, SqlSession, Value } from '../types.ts';

/** What a view may look at while it is read. */
export interface ViewContext {
  session: SqlSession;
  state: SessionState;
  nowMs: number;
}

export interface CatalogView {
  /** Without its schema, which is always sys. */
  name: string;
  /** Where Azure SQL has it; elsewhere its name is invalid (208). */
  place: 'master' | 'user' | 'both';
  /**
   * `serverPrincipal` and `databaseOwner` (a server principal or dbmanager): refused to others with 300 and 297.
   * `databaseState`: refused with 262 and 297 to a user of the database without VIEW DATABASE STATE.
   * `serverState`: as `databaseState`; on Basic, S0 and S1 refused with 300 and 297 to whoever is neither a server principal nor a member
   * of ##MS_ServerStateReader## (sys.dm_os_wait_stats, 03/09/2025; the estate has no elastic pools).
   * `login`: whoever may log in may read.
   */
  permission: 'login' | 'databaseState' | 'serverState' | 'databaseOwner' | 'serverPrincipal';
  columns: readonly Column[];
  rows: (context: ViewContext) => Value[][];
}

/** Data type of a view's column. */
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
  const shapes = names.map((name) => ({
    name,
    shape: view.columns[name].type === 'datetime' ? fitDatetime : unchanged,
  }));
  return {
    name: view.name,
    place: view.place,
    permission: view.permission,
    columns: names.map((name) => ({ name, ...view.columns[name] })),
    rows: (context) => view.rows(context).map((row) => shapes.map(({ name, shape }) => shape(row[name]))),
  };
}

/** A stored datetime is a multiple of 1/300 s; the model counts in milliseconds. */
function fitDatetime(value: Value): Value {
  return value === null ? null : fitTime(Number(value), DATETIME);
}

function unchanged(value: Value): Value {
  return value;
}
