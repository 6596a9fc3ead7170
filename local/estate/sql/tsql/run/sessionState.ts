import type { SqlSession } from '../../types.ts';

/** What a session carries from one batch to the next. */
export interface SessionState {
  transactionCount: number;
  lockTimeoutMs: number;
  rowCount: number;
  lastError: number;
  /** How many errors the session has had: tells a statement whether one of its parts failed. */
  errorCount: number;
  /** When the session was first heard of: the closest to its login that the estate keeps. */
  startedMs: number;
}

const states = new WeakMap<SqlSession, SessionState>();

/** The state of this session; the TDS server hands in the same object for every batch of a connection. */
export function sessionState(session: SqlSession): SessionState {
  const known = states.get(session);
  if (known !== undefined) return known;
  const fresh = freshState(session.model.clock.now());
  states.set(session, fresh);
  return fresh;
}

/** sp_reset_connection, and the reset bit of a TDS packet. */
export function resetSession(session: SqlSession): void {
  states.set(session, freshState(sessionState(session).startedMs));
}

function freshState(startedMs: number): SessionState {
  return { transactionCount: 0, lockTimeoutMs: -1, rowCount: 0, lastError: 0, errorCount: 0, startedMs };
}
