import type { SqlSession } from '../types.ts';

const MASTER = 'master';
/** User databases come after the four system databases. */
const FIRST_USER_ID = 5;

/** Database names on the session's server with their ids: master is 1. */
export function databaseIds(session: SqlSession): { id: number; name: string }[] {
  const users = session.model.databases(session.server).map(({ name }, index) => ({ id: FIRST_USER_ID + index, name }));
  return [{ id: 1, name: MASTER }, ...users];
}

/** NULL when the server has no such database. */
export function databaseIdOf(session: SqlSession, name: string): number | null {
  return databaseIds(session).find((database) => database.name.toLowerCase() === name.toLowerCase())?.id ?? null;
}

export function databaseNameOf(session: SqlSession, id: number): string | null {
  return databaseIds(session).find((database) => database.id === id)?.name ?? null;
}
