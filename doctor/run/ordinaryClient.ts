/** A login as any program for Azure SQL makes it, with the driver as it is: a second opinion on what the app's own connection says. */
import sql from 'mssql';
import type { Connection } from 'tedious';
import { classifyFailure } from '../../shared/adapters/azure/sql/classifyFailure.ts';
import type { FailureContext } from '../../shared/adapters/azure/sql/failureAdvice.ts';
import { DeadlinePassed, type ServerMessage, SqlFailure } from '../../shared/adapters/azure/sql/sqlErrors.ts';
import { nodeTimer } from '../../shared/adapters/nodeTimer.ts';
import { DeadlineExceeded, withDeadline } from '../../shared/limits/withDeadline.ts';
import type { LinkEnd } from '../../shared/topology/types.ts';
import type { RightsAnswer } from '../judge/rights.ts';
import type { SqlContext } from '../judge/sample.ts';

const RIGHTS_QUERY =
  "SELECT DB_NAME() AS databaseName, HAS_PERMS_BY_NAME(NULL, 'DATABASE', 'VIEW DATABASE STATE') AS viewDatabaseState;";

/** Never throws, and ends within `timeoutMs`. The token goes to the server only over TLS 8's strict encryption. */
export async function askRights(
  end: LinkEnd,
  token: string,
  context: SqlContext,
  timeoutMs: number,
): Promise<RightsAnswer> {
  const messages: ServerMessage[] = [];
  const connections: Connection[] = [];
  const pool = new sql.ConnectionPool({
    ...configurationOf(end, token, timeoutMs),
    // A failed login comes without its number: only the driver's connection hears the server's own message.
    beforeConnect: (connection: Connection) => {
      connections.push(connection);
      connection.on('errorMessage', ({ number, state, message }) => messages.push({ number, state, message }));
    },
  } as sql.config);
  // Without a listener an error of the pool would end the process.
  pool.on('error', () => undefined);
  try {
    return await withDeadline(nodeTimer, timeoutMs, async () =>
      readAnswer(await (await pool.connect()).query(RIGHTS_QUERY)),
    );
  } catch (error) {
    const cause =
      error instanceof DeadlineExceeded ? new DeadlinePassed('login', timeoutMs) : failureOf(error, messages);
    const failureContext: FailureContext = { ...context, host: end.fullyQualifiedDomainName, database: end.database };
    return { ok: false, failure: classifyFailure(cause, failureContext) };
  } finally {
    for (const connection of connections) connection.close();
    pool.close().catch(() => undefined);
  }
}

function configurationOf(end: LinkEnd, token: string, timeoutMs: number): Record<string, unknown> {
  return {
    server: end.fullyQualifiedDomainName,
    database: end.database,
    authentication: { type: 'azure-active-directory-access-token', options: { token } },
    pool: { min: 0, max: 1 },
    connectionTimeout: timeoutMs,
    requestTimeout: timeoutMs,
    options: {
      encrypt: 'strict',
      trustServerCertificate: false,
      appName: 'Geowarden doctor',
      maxRetriesOnTransientErrors: 0,
    },
  };
}

/** mssql keeps the driver's error under `originalError`, where nobody else looks. */
function failureOf(error: unknown, messages: ServerMessage[]): SqlFailure {
  const original = error instanceof Error && 'originalError' in error ? error.originalError : undefined;
  return new SqlFailure(original instanceof Error ? original : error, messages);
}

function readAnswer({ recordset }: { recordset: Array<Record<string, unknown>> }): RightsAnswer {
  const { databaseName, viewDatabaseState } = recordset[0] ?? {};
  return {
    ok: true,
    database: typeof databaseName === 'string' ? databaseName : 'an unnamed database',
    viewDatabaseState: typeof viewDatabaseState === 'number' ? viewDatabaseState === 1 : null,
  };
}
