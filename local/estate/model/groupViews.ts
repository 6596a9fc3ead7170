/** Failover groups and their role changes, as they are seen from outside. */
import type { GroupRecord, GroupSwap, ServerRecord } from './entities.ts';
import type { FailoverGroupDefinition, ServerOperation } from './types.ts';
import type { World } from './world.ts';

const NAMES = {
  planned: 'FAILOVER GROUP',
  forced: 'FORCE FAILOVER GROUP',
  plannedThenForced: 'TRY PLANNED BEFORE FORCED FAILOVER GROUP',
} as const;
const PERCENT = { PENDING: 0, IN_PROGRESS: 50, COMPLETED: 100, FAILED: 50 } as const;

/** As one of its two servers knows them. */
export function failoverGroupsOf(world: World, server: string): FailoverGroupDefinition[] {
  return world.groups.flatMap((group) => {
    const end = [group.primary, group.secondary].find(
      ({ definition }) => definition.name.toLowerCase() === server.toLowerCase(),
    );
    return end === undefined ? [] : [viewFrom(group, end)];
  });
}

function viewFrom({ definition, primary, secondary }: GroupRecord, end: ServerRecord): FailoverGroupDefinition {
  const members = definition.databases.filter(
    (name) => end.databases.get(name.toLowerCase())?.failoverGroup === definition.name,
  );
  // A server that has not heard of a forced failover still believes to be the group's primary.
  const isStale = end === secondary && members.some((name) => end.databases.get(name.toLowerCase())?.superseded);
  const [first, second] = isStale ? [secondary, primary] : [primary, secondary];
  return {
    ...definition,
    server: first.definition.name,
    partnerServer: second.definition.name,
    databases: members,
  };
}

function stateOf(swap: GroupSwap): keyof typeof PERCENT {
  if (swap.error !== undefined) return 'FAILED';
  if (swap.isDone) return 'COMPLETED';
  const hasStarted = swap.isFallenBack || swap.members.some(({ state }) => state !== 'PENDING');
  return hasStarted ? 'IN_PROGRESS' : 'PENDING';
}

export function isOngoing(swap: GroupSwap): boolean {
  return swap.error === undefined && !swap.isDone;
}

export function groupOperationView(swap: GroupSwap): ServerOperation {
  const state = stateOf(swap);
  const view: ServerOperation = {
    id: swap.id,
    server: swap.server.definition.name,
    database: '',
    failoverGroup: swap.group.definition.name,
    operation: NAMES[swap.mode],
    state,
    percentComplete: PERCENT[state],
    startMs: swap.startMs,
    modifiedMs: Math.max(swap.modifiedMs, ...swap.members.map(({ modifiedMs }) => modifiedMs)),
  };
  if (swap.error !== undefined) view.error = { ...swap.error };
  return view;
}
