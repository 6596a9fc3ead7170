import type { SqlSession } from '../../types.ts';
import { databaseIdOf } from '../../views/databaseId.ts';

/** What a user of a database has besides what was granted: CONNECT, and nothing of its state. */
type Holder = (session: SqlSession) => boolean;

const everyUser: Holder = () => true;
const whoeverSeesState: Holder = ({ model, server }) => model.mayViewState(server);
const nobodyElse: Holder = () => false;

/** Permissions on a database, of sys.fn_builtin_permissions('DATABASE'): those a watcher could ask for. */
const DATABASE_PERMISSIONS: Readonly<Record<string, Holder>> = {
  ANY: everyUser,
  CONNECT: everyUser,
  'VIEW DATABASE STATE': whoeverSeesState,
  // Parts of VIEW DATABASE STATE since SQL Server 2022.
  'VIEW DATABASE PERFORMANCE STATE': whoeverSeesState,
  'VIEW DATABASE SECURITY STATE': whoeverSeesState,
  'VIEW DEFINITION': nobodyElse,
  SELECT: nobodyElse,
  INSERT: nobodyElse,
  UPDATE: nobodyElse,
  DELETE: nobodyElse,
  EXECUTE: nobodyElse,
  ALTER: nobodyElse,
  CONTROL: nobodyElse,
};

const SERVER_PERMISSIONS: ReadonlySet<string> = new Set(['ANY', 'VIEW SERVER STATE', 'VIEW ANY DATABASE']);

/**
 * HAS_PERMS_BY_NAME: 1, 0, or NULL where the securable, its class or the permission is not known here
 * (learn.microsoft.com, HAS_PERMS_BY_NAME). A securable of NULL is the present database, or the server without a class.
 */
export function hasPermission(session: SqlSession, [securable, kind, permission]: (string | null)[]): 0 | 1 | null {
  const asked = permission?.trim().toUpperCase();
  if (asked === undefined) return null;
  if (kind === null) {
    if (securable !== null || !SERVER_PERMISSIONS.has(asked)) return null;
    const isReader = asked === 'VIEW SERVER STATE' && session.model.mayViewServerState(session.server);
    return session.principal.serverPrincipal || isReader ? 1 : 0;
  }
  if (kind?.trim().toUpperCase() !== 'DATABASE') return null;
  const holder = Object.hasOwn(DATABASE_PERMISSIONS, asked) ? DATABASE_PERMISSIONS[asked] : undefined;
  if (holder === undefined || !isPresent(session, securable ?? null)) return null;
  return session.principal.serverPrincipal || holder(session) ? 1 : 0;
}

/** Another database of the server is out of sight from here. */
function isPresent(session: SqlSession, securable: string | null): boolean {
  if (securable === null) return true;
  const name = securable.replace(/^\[(.*)\]$/, '$1');
  return databaseIdOf(session, name) !== null && name.toLowerCase() === session.database.toLowerCase();
}
