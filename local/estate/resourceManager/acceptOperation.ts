/** 202: the operation has begun, and this is where to follow it. */
import type { ServerOperation, ServerState } from '../model/types.ts';
import { announce } from './longRunningHeaders.ts';
import type { OperationSubject } from './operationRegister.ts';
import type { ArmContext, ArmRequest, ArmResponse } from './types.ts';

interface Begun extends Pick<OperationSubject, 'kind' | 'read'> {
  operation: ServerOperation;
  /** Its region is where the operation is kept. */
  server: ServerState;
}

export function acceptOperation(
  request: ArmRequest,
  { operations, longRunning }: ArmContext,
  { operation, server, kind, read }: Begun,
): ArmResponse {
  const place = { kind, subscriptionId: server.subscriptionId, location: server.region };
  operations.remember(operation.id, { ...place, read });
  return { status: 202, headers: announce(request, { ...place, operationId: operation.id }, longRunning) };
}
