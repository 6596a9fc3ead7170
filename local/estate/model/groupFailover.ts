import type { GroupRecord, GroupSwap, LinkRecord } from './entities.ts';
import { force, prepare, switchOver } from './failover.ts';
import { assertMembersReady, groupToSwap, memberLinks } from './groupRules.ts';
import { groupOperationView } from './groupViews.ts';
import { guidOf } from './identifiers.ts';
import { recordGroupFailover } from './managementWrites.ts';
import { openOperation } from './operationLog.ts';
import { FORCED_RECOVERY_MS, PLANNED_PREPARE_MS } from './timings.ts';
import { type AzureRefusal, type GroupFailoverRequest, RefusedByAzure, type ServerOperation } from './types.ts';
import type { World } from './world.ts';

/**
 * Starts a role change of all members of a failover group together, under Azure's rules; it goes on as the clock does.
 * @throws RefusedByAzure
 */
export function startGroupFailover(world: World, request: GroupFailoverRequest, nowMs: number): ServerOperation {
  const group = groupToSwap(world, request);
  const links = memberLinks(world, group);
  const mode = modeToStart(world, links, request.mode, nowMs);
  if (request.by === 'arm') {
    const { definition, secondary } = group;
    const asked = { name: definition.name, serverId: secondary.resourceId, mode: request.mode };
    recordGroupFailover(world, asked, nowMs);
  }
  const swap = openSwap(world, group, request, nowMs);
  if (mode === 'forced') forceAll(world, swap, links, nowMs);
  else prepareAll(world, swap, links, nowMs);
  return groupOperationView(swap);
}

/** @throws RefusedByAzure when it can be done in none of the wanted ways */
function modeToStart(
  world: World,
  links: LinkRecord[],
  wanted: GroupFailoverRequest['mode'],
  nowMs: number,
): 'planned' | 'forced' {
  assertMembersReady(world, links, wanted === 'planned' ? 'planned' : 'forced', nowMs);
  if (wanted !== 'plannedThenForced') return wanted;
  return refusalOf(() => assertMembersReady(world, links, 'planned', nowMs)) === undefined ? 'planned' : 'forced';
}

function openSwap(
  world: World,
  group: GroupRecord,
  { mode, by }: Pick<GroupFailoverRequest, 'mode' | 'by'>,
  nowMs: number,
): GroupSwap {
  world.counter += 1;
  const swap: GroupSwap = {
    id: guidOf(world.seed, 'operation', String(world.counter)),
    group,
    server: group.secondary,
    mode,
    by,
    members: [],
    ready: new Set(),
    isFallenBack: false,
    isDone: false,
    startMs: nowMs,
    modifiedMs: nowMs,
    onReady(member, atMs) {
      swap.ready.add(member);
      if (swap.ready.size === swap.members.length) switchAll(world, swap, atMs);
    },
    onGivenUp: (error, atMs) => fallBack(world, swap, error, atMs),
  };
  world.groupSwaps.set(swap.id, swap);
  group.swap = swap;
  return swap;
}

function join(world: World, swap: GroupSwap, links: LinkRecord[], mode: 'planned' | 'forced', nowMs: number): void {
  swap.members = links.map((link) => openOperation(world, link, { mode, by: swap.by }, nowMs));
  for (const member of swap.members) member.swap = swap;
}

function prepareAll(world: World, swap: GroupSwap, links: LinkRecord[], nowMs: number): void {
  join(world, swap, links, 'planned', nowMs);
  for (const member of swap.members) prepare(world, member, nowMs);
  if (links.length === 0) world.agenda.at(nowMs + PLANNED_PREPARE_MS, (atMs) => switchAll(world, swap, atMs));
}

function switchAll(world: World, swap: GroupSwap, nowMs: number): void {
  switchOver(world, swap.members, nowMs, (atMs) => {
    turnRound(swap.group);
    complete(swap, atMs);
  });
}

function forceAll(world: World, swap: GroupSwap, links: LinkRecord[], nowMs: number): void {
  join(world, swap, links, 'forced', nowMs);
  for (const member of swap.members) force(world, member, nowMs);
  turnRound(swap.group);
  world.agenda.at(nowMs + FORCED_RECOVERY_MS, (atMs) => complete(swap, atMs));
}

function turnRound(group: GroupRecord): void {
  [group.primary, group.secondary] = [group.secondary, group.primary];
}

function complete(swap: GroupSwap, nowMs: number): void {
  swap.isDone = true;
  swap.modifiedMs = nowMs;
}

/** Planned has failed: it ends there, or goes on by force when that was asked for and can be done. */
function fallBack(world: World, swap: GroupSwap, error: AzureRefusal, nowMs: number): void {
  swap.modifiedMs = nowMs;
  if (swap.mode !== 'plannedThenForced') {
    swap.error = error;
    return;
  }
  const links = memberLinks(world, swap.group);
  const refused = refusalOf(() => assertMembersReady(world, links, 'forced', nowMs));
  if (refused !== undefined) {
    swap.error = refused;
    return;
  }
  swap.isFallenBack = true;
  forceAll(world, swap, links, nowMs);
}

function refusalOf(act: () => void): AzureRefusal | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof RefusedByAzure) return error.refusal;
    throw error;
  }
}
