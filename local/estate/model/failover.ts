import { timeOf } from './curve.ts';
import type { LinkRecord, OperationRecord } from './entities.ts';
import { linkToSwap } from './failoverRules.ts';
import { refreshFamily } from './family.ts';
import { recordLinkFailover } from './managementWrites.ts';
import {
  completeOperation,
  failOperation,
  isRunning,
  openOperation,
  operationView,
  startOperation,
} from './operationLog.ts';
import { hardenedAt, positionOf } from './positions.ts';
import { type RefusalCode, refusal } from './refusals.ts';
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
  const { mode, by, caller = 'app' } = request;
  if (by === 'arm') recordLinkFailover(world, link, { mode, caller }, nowMs);
  const operation = openOperation(world, link, request, nowMs);
  if (request.mode === 'forced') force(world, operation, nowMs);
  else prepare(world, operation, nowMs);
  return operationView(operation);
}

/** A planned role change begins. */
export function prepare(world: World, operation: OperationRecord, nowMs: number): void {
  world.agenda.at(nowMs + PLANNED_PREPARE_MS, (atMs) => synchronise(world, operation, atMs));
}

/** Roles change at once; the new primary takes writes when it has recovered. */
export function force(world: World, operation: OperationRecord, nowMs: number): void {
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
    // The member of a group waits for the others.
    if (operation.swap !== null) operation.swap.onReady(operation, nowMs);
    else switchOver(world, [operation], nowMs);
    return;
  }
  if (nowMs >= deadlineMs) {
    giveUp(
      world,
      operation,
      operation.swap === null ? 'PlannedFailoverTimedOut' : 'PlannedFailoverTimedOutForDatabase',
      nowMs,
    );
    return;
  }
  const hardenedMs = timeOf(link.hardened, last) ?? deadlineMs;
  // At least a millisecond on, so that rounding cannot keep this in one moment.
  world.agenda.at(Math.min(Math.max(hardenedMs, nowMs + 1), deadlineMs), (atMs) => awaitLast(world, operation, atMs));
}

/** Nothing is outstanding any more: roles swap together, after a moment in which all these databases are closed. */
export function switchOver(
  world: World,
  operations: OperationRecord[],
  nowMs: number,
  whenDone: (atMs: number) => void = () => {},
): void {
  for (const { partner, database } of operations) {
    partner.isHeld = true;
    database.isHeld = true;
  }
  world.agenda.at(nowMs + PLANNED_SWITCH_MS, (atMs) => {
    if (!operations.every(isRunning)) return;
    for (const operation of operations) {
      release(operation);
      swapRoles(world, operation.link, operation, atMs);
      completeOperation(world, operation, atMs);
    }
    whenDone(atMs);
  });
}

function release({ partner, database }: OperationRecord): void {
  partner.isBlocked = false;
  partner.isHeld = false;
  database.isHeld = false;
}

/** Of a group, every member goes back to what it was. */
function giveUp(world: World, operation: OperationRecord, code: RefusalCode, nowMs: number): void {
  const message = `The planned failover of '${operation.database.name}' timed out while contacting its primary.`;
  const error = refusal(code, message);
  for (const member of operation.swap?.members ?? [operation]) {
    if (!isRunning(member)) continue;
    release(member);
    failOperation(world, member, error, nowMs);
    refreshFamily(world, member.partner, nowMs);
    refreshFamily(world, member.database, nowMs);
  }
  operation.swap?.onGivenUp(error, nowMs);
}

/** A planned failover ends, with everything as before, when its link is lost, suspended or removed under it. */
export function giveUpBroken(world: World, nowMs: number): void {
  for (const operation of [...world.running]) {
    // With one member of a group the others have ended.
    const isOpen = operation.mode === 'planned' && isRunning(operation);
    if (isOpen && isBroken(world, operation.link)) giveUp(world, operation, 'PlannedFailoverTimedOut', nowMs);
  }
}

function isBroken(world: World, link: LinkRecord): boolean {
  return !world.links.has(link) || link.plan?.isMoving !== true;
}
