import type { SqlSession } from '../../types.ts';
import type { CatalogView } from '../../views/catalogView.ts';
import { isSmall, mayViewServerState } from '../../views/serverState.ts';
import { SqlError } from '../sqlError.ts';
import type { BoundColumn, Row, Run } from './bound.ts';

/**
 * A view's rows, read once per statement.
 * @throws SqlError 40515 for another database, and 300 or 262, each with 297, for a view that the principal may not read
 */
export function readView(view: CatalogView, run: Run, database: string | undefined, parts: string[]): Row[] {
  if (database !== undefined && database.toLowerCase() !== run.session.database.toLowerCase()) {
    throw new SqlError(
      40515,
      15,
      `Reference to database and/or server name in '${parts.join('.')}' is not supported in this version of SQL Server.`,
    );
  }
  const known = run.viewRows.get(view);
  if (known !== undefined) return known;
  if (!mayRead(view, run)) {
    throw isDatabasePermission(view, run.session) ? databaseStateDenied(run.session.database) : serverStateDenied();
  }
  const rows = view.rows({ session: run.session, state: run.state, nowMs: run.nowMs });
  run.viewRows.set(view, rows);
  return rows;
}

function mayRead({ permission }: CatalogView, { session }: Run): boolean {
  const { serverPrincipal, databaseManager } = session.principal;
  if (permission === 'login' || serverPrincipal) return true;
  // Asked anew by every statement: a REVOKE is felt by sessions that are open.
  if (permission === 'databaseState') return session.model.mayViewState(session.server);
  if (permission === 'serverState') return mayViewServerState(session);
  return permission === 'databaseOwner' && databaseManager;
}

function isDatabasePermission({ permission }: CatalogView, session: SqlSession): boolean {
  return permission === 'databaseState' || (permission === 'serverState' && !isSmall(session));
}

function databaseStateDenied(database: string): SqlError {
  const denied = new SqlError(262, 14, `VIEW DATABASE STATE permission denied in database '${database}'.`);
  return new SqlError(297, 16, 'The user does not have permission to perform this action.', 1, [denied]);
}

function serverStateDenied(): SqlError {
  const denied = new SqlError(
    300,
    14,
    "VIEW SERVER STATE permission was denied on object 'server', database 'master'.",
  );
  return new SqlError(297, 16, 'The user does not have permission to perform this action.', 1, [denied]);
}

const columnsOf = new WeakMap<CatalogView, BoundColumn[]>();

export function viewColumns(view: CatalogView): BoundColumn[] {
  const known = columnsOf.get(view);
  if (known !== undefined) return known;
  const columns = view.columns.map(({ name, type, nullable, ...facets }) => ({
    name,
    nullable,
    type: { name: type, ...facets },
  }));
  columnsOf.set(view, columns);
  return columns;
}
