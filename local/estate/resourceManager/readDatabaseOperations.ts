/** What Azure does, or did a short while ago, to one database. */
import type { ServerOperation } from '../model/types.ts';
import { findDatabase, findServer, isSameName, need } from './lookup.ts';
import type { ArmHandler } from './types.ts';

/** ManagementOperationState of the specification. */
const STATE = {
  PENDING: 'Pending',
  IN_PROGRESS: 'InProgress',
  COMPLETED: 'Succeeded',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
} as const;
/** `error_severity` of errors that a user can mend, as in sys.dm_operation_status. */
const USER_ERROR_SEVERITY = 16;

/** DatabaseOperations_ListByDatabase: the operations that the server keeps about a database; none for `master`. */
export const listDatabaseOperations: ArmHandler = (request, { model, paginate }) => {
  if (isSameName(need(request, 'database'), 'master')) {
    findServer(request, model, 'servers/databases');
    return { status: 200, body: { value: [] } };
  }
  const { server, database } = findDatabase(request, model, 'servers/databases/operations');
  const operations = model.operations(server.name).filter((one) => isSameName(one.database, database.name));
  const page = paginate(operations, keyOf, request.url);
  return {
    status: 200,
    body: { ...page, value: page.value.map((one) => operationShape(one, database.resourceId)) },
  };
};

function keyOf({ startMs, id }: ServerOperation): string {
  return `${String(startMs).padStart(16, '0')}/${id}`;
}

function operationShape(operation: ServerOperation, databaseId: string): Record<string, unknown> {
  const { error } = operation;
  return {
    properties: {
      databaseName: operation.database,
      operation: pascalCase(operation.operation),
      operationFriendlyName: operation.operation,
      percentComplete: operation.percentComplete,
      serverName: operation.server,
      startTime: new Date(operation.startMs).toISOString(),
      state: STATE[operation.state],
      ...(error === undefined
        ? {}
        : {
            errorCode: error.sqlNumber,
            errorDescription: error.message,
            errorSeverity: USER_ERROR_SEVERITY,
            isUserError: error.httpStatus < 500,
          }),
      isCancellable: false,
    },
    id: `${databaseId}/operations/${operation.id}`,
    name: operation.id,
    type: 'Microsoft.Sql/servers/databases/operations',
  };
}

/** `FORCE FAILOVER DATABASE` -> `ForceFailoverDatabase`. */
function pascalCase(words: string): string {
  return words.toLowerCase().replace(/(?:^|\s+)(\w)/g, (_all, first: string) => first.toUpperCase());
}
