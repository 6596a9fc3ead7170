import { RefusedByAzure, type ServerOperation } from '../../../model/types.ts';
import type { SqlStep } from '../../types.ts';
import type { Run } from '../bind/bound.ts';
import { SqlError } from '../sqlError.ts';
import type { Statement } from '../syntax/tree.ts';
import type { Runnable } from './runnable.ts';
import { DONE } from './steps.ts';

type AlterDatabase = Extract<Statement, { kind: 'alterDatabase' }>;
const POLL_MS = 20;

/**
 * ALTER DATABASE for geo-replication: FAILOVER on the server of the secondary, ADD and REMOVE SECONDARY on the server of
 * the primary, all in master and outside any transaction; the statement ends when the operation does.
 */
export function compileAlterDatabase(statement: AlterDatabase): Runnable {
  return function* (run) {
    refuse(run, statement.database);
    const { action, database } = statement;
    const { model, server } = run.session;
    if (action.kind === 'failover') yield* failover(run, database, action.mode);
    else {
      const becomes = action.kind === 'addSecondary' ? 'added' : 'removed';
      translateRefusal(
        () => model.apply({ kind: 'link', server, database, secondaryServer: action.server, becomes }),
        database,
      );
    }
    yield DONE;
    return 'next';
  };
}

/** @throws SqlError 226, 5001, 15247, 5011 in the order SQL Server checks them */
function refuse({ session, state }: Run, database: string): void {
  if (state.transactionCount > 0) {
    throw new SqlError(226, 16, 'ALTER DATABASE statement not allowed within multi-statement transaction.', 6);
  }
  if (session.database.toLowerCase() !== 'master')
    throw new SqlError(5001, 16, 'User must be in the master database.', 5);
  const { serverPrincipal, databaseManager } = session.principal;
  if (!serverPrincipal && !databaseManager) {
    throw new SqlError(15247, 16, 'User does not have permission to perform this action.');
  }
  if (session.model.database(session.server, database) === undefined) throw noSuchDatabase(database);
}

function noSuchDatabase(database: string): SqlError {
  return new SqlError(
    5011,
    14,
    `User does not have permission to alter database '${database}', the database does not exist, or the database is not in a state that allows access checks.`,
    9,
  );
}

function* failover(run: Run, database: string, mode: 'planned' | 'forced'): Generator<SqlStep, void> {
  const { model, server } = run.session;
  const { id } = translateRefusal(() => model.failover({ server, database, mode, by: 'tsql' }), database);
  const current = (): ServerOperation | undefined => model.operation(id);
  yield { kind: 'wait', until: () => (isOpen(current()) ? 'waiting' : 'ready'), pollMs: POLL_MS };
  const ended = current();
  if (ended?.state === 'COMPLETED') return;
  const { sqlNumber, message } = ended?.error ?? { sqlNumber: 5069, message: 'ALTER DATABASE statement failed.' };
  throw new SqlError(sqlNumber, 16, message);
}

function isOpen(operation: ServerOperation | undefined): boolean {
  return operation !== undefined && (operation.state === 'PENDING' || operation.state === 'IN_PROGRESS');
}

/** The model refuses as Azure does, or names what does not exist. */
function translateRefusal<T>(act: () => T, database: string): T {
  try {
    return act();
  } catch (cause) {
    if (cause instanceof RefusedByAzure) throw new SqlError(cause.refusal.sqlNumber, 16, cause.refusal.message);
    const failed = new SqlError(5069, 16, 'ALTER DATABASE statement failed.');
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SqlError(failed.number, failed.severity, failed.message, 1, [
      new SqlError(5008, 16, `${database}: ${reason}`),
    ]);
  }
}
