import type { SqlSession } from '../types.ts';

const MASTER = { id: 1, name: 'master' };

/** Database names on the session's server with their ids: master is 1. */
export function databaseIds(session: SqlSession): { id: number; name: string }[] {
  return [MASTER, ...session.model.databases(session.server).map(({ name, catalogId }) => ({ id: catalogId, name }))];
}

/** Those that show where the session is: in master all of its server, elsewhere master and the database itself. */
export function visibleIds(session: SqlSession): { id: number; name: string }[] {
  if (session.database.toLowerCase() === MASTER.name) return databaseIds(session);
  const here = session.model.database(session.server, session.database);
  return here === undefined ? [MASTER] : [MASTER, { id: here.catalogId, name: here.name }];
}

/** NULL when the server has no such database. It looks at that one only: each of ten thousand databases asks for its own. */
export function databaseIdOf(session: SqlSession, name: string): number | null {
  if (name.toLowerCase() === MASTER.name) return MASTER.id;
  return session.model.database(session.server, name)?.catalogId ?? null;
}

export function databaseNameOf(session: SqlSession, id: number): string | null {
  return databaseIds(session).find((database) => database.id === id)?.name ?? null;
}
