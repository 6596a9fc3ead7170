/** What has become of a long-running operation. */
import type { ServerOperation } from '../model/types.ts';
import { ArmError, armErrorBody, armErrorOf } from './armError.ts';
import { announce, type OperationKind } from './longRunningHeaders.ts';
import { isSameName, need } from './lookup.ts';
import type { OperationSubject } from './operationRegister.ts';
import type { ArmContext, ArmHandler, ArmRequest } from './types.ts';

const STATUS = {
  PENDING: 'InProgress',
  IN_PROGRESS: 'InProgress',
  COMPLETED: 'Succeeded',
  FAILED: 'Failed',
  CANCELLED: 'Canceled',
} as const;

/**
 * Behind `Location`: 202 while it goes on, then what the resource is now (204 when it is gone), or the error.
 * @throws ArmError with the operation's own error, and 404 OperationIdNotFound.
 */
export function readOperationResult(kind: OperationKind): ArmHandler {
  return (request, context) => {
    const { operation, subject } = findOperation(request, context, kind);
    const status = STATUS[operation.state];
    if (status === 'InProgress') {
      return {
        status: 202,
        headers: announce(request, { ...subject, operationId: operation.id }, context.longRunning),
      };
    }
    if (status !== 'Succeeded') throw failureOf(operation);
    const resource = subject.read(request.apiVersion);
    return resource === undefined ? { status: 204 } : { status: 200, body: resource };
  };
}

/** Behind `Azure-AsyncOperation`: always 200, the state in the body. */
export function readAsyncOperation(kind: OperationKind): ArmHandler {
  return (request, context) => {
    const { operation } = findOperation(request, context, kind);
    const status = STATUS[operation.state];
    const isOver = status !== 'InProgress';
    const headers = isOver ? {} : { 'retry-after': String(context.longRunning.retryAfterSeconds) };
    return {
      status: 200,
      headers,
      body: {
        name: operation.id,
        status,
        startTime: new Date(operation.startMs).toISOString(),
        ...(isOver ? { endTime: new Date(operation.modifiedMs).toISOString() } : {}),
        ...(isOver && status !== 'Succeeded' ? armErrorBody(failureOf(operation)) : {}),
      },
    };
  };
}

function findOperation(
  request: ArmRequest,
  { model, operations }: ArmContext,
  kind: OperationKind,
): { operation: ServerOperation; subject: OperationSubject } {
  const id = need(request, 'operation');
  const subject = operations.find(id);
  const operation = subject === undefined ? undefined : model.operation(id.toLowerCase());
  const isHere =
    subject?.kind === kind &&
    isSameName(subject.subscriptionId, need(request, 'subscription')) &&
    isSameName(subject.location, need(request, 'location').replaceAll(' ', ''));
  if (isHere && operation !== undefined) return { operation, subject };
  throw new ArmError(404, 'OperationIdNotFound', `The operation with Id '${id}' does not exist.`);
}

function failureOf(operation: ServerOperation): ArmError {
  if (operation.error !== undefined) return armErrorOf(operation.error);
  if (operation.state === 'CANCELLED') return new ArmError(409, 'OperationCancelled', 'The operation was cancelled.');
  return new ArmError(500, 'InternalServerError', 'The operation failed for an unknown reason.');
}
