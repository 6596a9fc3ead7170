import { timeOf } from './curve.ts';
import type { LinkRecord, OperationRecord } from './entities.ts';
import { linkToSwap } from './failoverRules.ts';
import { refreshFamily } from './family.ts';
import {
  completeOperation,
  failOperation,
  isRunning,
  openOperation,
  operationView,
  startOperation,
} from './operationLog.ts';
import { hardenedAt, positionOf } from './positions.ts';
import { refusal } from './refusals.ts';
import { swapRoles } from './roleSwap.ts';
import {
  FORCED_RECOVERY_MS,
  FORCED_START_MS,
  PLANNED_DEADLINE_MS,
  PLANNED_DRAIN_MS,
  PLANNED_PREPARE_MS,
  PLANNED_SWITCH_MS,
} from './timings.ts';
import type { FailoverRequest, ServerOperation } from './types.ts';
import type { World } from './world.ts';

/**
 * Starts a role change under Azure's rules; it goes on as the clock does.
 * @throws RefusedByAzure
 */
export function startFailover(world: World, request: FailoverRequest, nowMs: number): ServerOperation {
  const link = linkToSwap(world, request, nowMs);
  const operation = openOperation(world, link, request, nowMs);
  if (request.mode === 'forced') force(world, operation, nowMs);
  else world.agenda.at(nowMs + PLANNED_PREPARE_MS, (atMs) => synchronise(world, operation, atMs));
  return operationView(operation);
}

/** Roles change at once; the new primary takes writes when it has recovered. */
function force(world: World, operation: OperationRecord, nowMs: number): void {
  const promoted = operation.database;
  promoted.isBlocked = true;
  swapRoles(world, operation.link, operation, nowMs);
  world.agenda.at(nowMs + FORCED_START_MS, (atMs) => startOperation(operation, atMs));
  world.agenda.at(nowMs + FORCED_RECOVERY_MS, (atMs) => {
    promoted.isBlocked = false;
    completeOperation(world, operation, atMs);
    refreshFamily(world, promoted, atMs);
  });
}

/** Writes go on while the backlog drains: they wait only for the rest. */
function synchronise(world: World, operation: OperationRecord, nowMs: number): void {
  if (!isRunning(operation)) return;
  startOperation(operation, nowMs);
  const { hardened } = operation.link;
  const drainedMs = hardened[hardened.length - 1]?.startMs ?? nowMs;
  const blockMs = Math.min(Math.max(drainedMs, nowMs), nowMs + PLANNED_DRAIN_MS);
  world.agenda.at(blockMs, (atMs) => {
    if (!isRunning(operation)) return;
    operation.partner.isBlocked = true;
    refreshFamily(world, operation.partner, atMs);
    awaitLast(world, operation, atMs);
  });
}

/** No commit is made any more: as soon as the last one is hardened, roles can swap without loss. */
function awaitLast(world: World, operation: OperationRecord, nowMs: number): void {
  if (!isRunning(operation)) return;
  const { link, partner } = operation;
  const deadlineMs = operation.startMs + PLANNED_DEADLINE_MS;
  const last = positionOf(partner, nowMs);
  if (hardenedAt(link, nowMs) >= last) {
    switchOver(world, operation, nowMs);
    return;
  }
  if (nowMs >= deadlineMs) {
    giveUp(world, operation, nowMs);
    return;
  }
  const hardenedMs = timeOf(link.hardened, last) ?? deadlineMs;
  // At least a millisecond on, so that rounding cannot keep this in one moment.
  world.agenda.at(Math.min(Math.max(hardenedMs, nowMs + 1), deadlineMs), (atMs) => awaitLast(world, operation, atMs));
}

function switchOver(world: World, operation: OperationRecord, nowMs: number): void {
  operation.partner.isHeld = true;
  operation.database.isHeld = true;
  world.agenda.at(nowMs + PLANNED_SWITCH_MS, (atMs) => {
    if (!isRunning(operation)) return;
    release(operation);
    swapRoles(world, operation.link, operation, atMs);
    completeOperation(world, operation, atMs);
  });
}

function release({ partner, database }: OperationRecord): void {
  partner.isBlocked = false;
  partner.isHeld = false;
  database.isHeld = false;
}

function giveUp(world: World, operation: OperationRecord, nowMs: number): void {
  release(operation);
  const message = `The planned failover of '${operation.database.name}' timed out while contacting its primary.`;
  failOperation(world, operation, refusal('PlannedFailoverTimedOut', message), nowMs);
  refreshFamily(world, operation.partner, nowMs);
  refreshFamily(world, operation.database, nowMs);
}

/** A planned failover ends, with everything as before, when its link is lost, suspended or removed under it. */
export function giveUpBroken(world: World, nowMs: number): void {
  for (const operation of [...world.running]) {
    if (operation.mode === 'planned' && isBroken(world, operation.link)) giveUp(world, operation, nowMs);
  }
}

function isBroken(world: World, link: LinkRecord): boolean {
  return !world.links.has(link) || link.plan?.isMoving !== true;
}
