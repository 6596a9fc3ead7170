import type { LinkRecord, OperationRecord } from './entities.ts';
import { guidOf } from './identifiers.ts';
import { OPERATION_RETENTION_MS } from './timings.ts';
import type { AzureRefusal, FailoverRequest, ServerOperation } from './types.ts';
import type { World } from './world.ts';

const NAMES = { planned: 'FAILOVER DATABASE', forced: 'FORCE FAILOVER DATABASE' } as const;
const PERCENT = { PENDING: 0, IN_PROGRESS: 50, COMPLETED: 100, FAILED: 50 } as const;

export function openOperation(
  world: World,
  link: LinkRecord,
  { mode, by }: Pick<FailoverRequest, 'mode' | 'by'>,
  nowMs: number,
): OperationRecord {
  world.counter += 1;
  const operation: OperationRecord = {
    id: guidOf(world.seed, 'operation', String(world.counter)),
    database: link.secondary,
    partner: link.primary,
    link,
    mode,
    by,
    state: 'PENDING',
    startMs: nowMs,
    modifiedMs: nowMs,
    swap: null,
  };
  world.operations.set(operation.id, operation);
  world.running.add(operation);
  operation.database.busyWith = operation;
  operation.partner.busyWith = operation;
  return operation;
}

export function startOperation(operation: OperationRecord, nowMs: number): void {
  operation.state = 'IN_PROGRESS';
  operation.modifiedMs = nowMs;
}

export function completeOperation(world: World, operation: OperationRecord, nowMs: number): void {
  endOperation(world, operation, 'COMPLETED', nowMs);
}

export function failOperation(world: World, operation: OperationRecord, error: AzureRefusal, nowMs: number): void {
  endOperation(world, operation, 'FAILED', nowMs);
  operation.error = error;
}

function endOperation(world: World, operation: OperationRecord, state: 'COMPLETED' | 'FAILED', nowMs: number): void {
  operation.state = state;
  operation.modifiedMs = nowMs;
  world.running.delete(operation);
  operation.database.busyWith = null;
  operation.partner.busyWith = null;
}

export function isRunning(operation: OperationRecord): boolean {
  return operation.state === 'PENDING' || operation.state === 'IN_PROGRESS';
}

/** As `sys.dm_operation_status` keeps them: about an hour, newest last. */
export function operationsOf(world: World, server: string, nowMs: number): ServerOperation[] {
  return [...world.operations.values()]
    .filter((one) => one.database.server.definition.name.toLowerCase() === server.toLowerCase())
    .filter((one) => isRunning(one) || nowMs - one.modifiedMs < OPERATION_RETENTION_MS)
    .map(operationView);
}

export function operationView(operation: OperationRecord): ServerOperation {
  const view: ServerOperation = {
    id: operation.id,
    server: operation.database.server.definition.name,
    database: operation.database.name,
    operation: NAMES[operation.mode],
    state: operation.state,
    percentComplete: PERCENT[operation.state],
    startMs: operation.startMs,
    modifiedMs: operation.modifiedMs,
  };
  if (operation.error !== undefined) view.error = { ...operation.error };
  return view;
}
