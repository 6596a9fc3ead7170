/** What somebody did through Resource Manager: the activity log and a subscription's events tell of it. T-SQL leaves nothing here. */
import type { DatabaseRecord, LinkRecord } from './entities.ts';
import type { ManagementWrite } from './monitorTypes.ts';
import type { World } from './world.ts';

/** As in Azure, where 90 days are kept: what is older is forgotten. */
const MOST_KEPT = 10_000;

function recordWrite({ writes }: World, write: Omit<ManagementWrite, 'number'>): void {
  writes.push({ number: (writes.at(-1)?.number ?? 0) + 1, ...write });
  if (writes.length > MOST_KEPT) writes.shift();
}

const LINKS = 'Microsoft.Sql/servers/databases/replicationLinks';
const ACTIONS = {
  planned: 'failover',
  forced: 'forceFailoverAllowDataLoss',
  plannedThenForced: 'tryPlannedBeforeForcedFailover',
} as const;

export function recordLinkFailover(
  world: World,
  link: LinkRecord,
  how: { mode: 'planned' | 'forced'; caller: ManagementWrite['caller'] },
  atMs: number,
): void {
  recordWrite(world, {
    atMs,
    caller: how.caller,
    method: 'POST',
    operation: `${LINKS}/${ACTIONS[how.mode]}/action`,
    resourceId: `${link.secondary.resourceId}/replicationLinks/${link.secondaryLinkId}`,
  });
}

export function recordGroupFailover(
  world: World,
  group: { name: string; serverId: string; mode: keyof typeof ACTIONS },
  atMs: number,
): void {
  recordWrite(world, {
    atMs,
    caller: 'app',
    method: 'POST',
    operation: `Microsoft.Sql/servers/failoverGroups/${ACTIONS[group.mode]}/action`,
    resourceId: `${group.serverId}/failoverGroups/${group.name}`,
  });
}

/** A person ends geo-replication in the portal. */
export function recordLinkRemoval(world: World, { primary, primaryLinkId }: LinkRecord, atMs: number): void {
  const resourceId = `${primary.resourceId}/replicationLinks/${primaryLinkId}`;
  recordWrite(world, { atMs, caller: 'person', method: 'DELETE', operation: `${LINKS}/delete`, resourceId });
}

/** A person makes a database in the portal (a geo-secondary is one), or gives it another service objective. */
export function recordDatabaseWrite(
  world: World,
  { resourceId }: DatabaseRecord,
  method: 'PUT' | 'PATCH',
  atMs: number,
): void {
  recordWrite(world, {
    atMs,
    caller: 'person',
    method,
    operation: 'Microsoft.Sql/servers/databases/write',
    resourceId,
  });
}
