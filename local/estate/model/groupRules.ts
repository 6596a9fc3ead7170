import type { GroupRecord, LinkRecord } from './entities.ts';
import { isGeo } from './entities.ts';
import { isOngoing } from './groupViews.ts';
import { databaseKey } from './identifiers.ts';
import { isOnline } from './linkPlan.ts';
import { leads } from './positions.ts';
import { refuse } from './refusals.ts';
import { isUndoing, phaseAt } from './seeding.ts';
import type { GroupFailoverRequest } from './types.ts';
import type { World } from './world.ts';
import { databaseOf, serverOf } from './world.ts';

/**
 * The group that a request asks to fail over. The request goes to the server that is the group's secondary.
 * @throws RefusedByAzure
 */
export function groupToSwap(world: World, request: Pick<GroupFailoverRequest, 'server' | 'group'>): GroupRecord {
  const server = serverOf(world, request.server);
  if (server === undefined) refuse('ResourceNotFound', `Server '${request.server}' was not found.`);
  const group = world.groups.find(({ definition }) => definition.name.toLowerCase() === request.group.toLowerCase());
  if (group === undefined) {
    return refuse('FailoverGroupDoesNotExist', `Failover group '${request.group}' does not exist.`);
  }
  const { name } = group.definition;
  if (server === group.primary) {
    const secondary = group.secondary.definition.name;
    refuse(
      'FailoverGroupFailoverRequestOnPrimary',
      `'${request.server}' is the primary of failover group '${name}': send the request to '${secondary}'.`,
    );
  }
  if (server !== group.secondary) {
    refuse('FailoverGroupNotSecondary', `'${request.server}' is not the secondary of failover group '${name}'.`);
  }
  if (group.swap !== null && isOngoing(group.swap)) {
    refuse('FailoverGroupBusy', `Another operation on failover group '${name}' is still in progress.`);
  }
  return group;
}

/** The links whose roles would swap: those of the members from the primary server to the secondary one. */
export function memberLinks(world: World, { definition, primary, secondary }: GroupRecord): LinkRecord[] {
  return definition.databases.flatMap((name) => {
    const database = databaseOf(world, secondary.definition.name, name);
    const up = database?.failoverGroup === definition.name ? database.up : null;
    return up !== null && isGeo(up) && up.primary.server === primary ? [up] : [];
  });
}

/** @throws RefusedByAzure naming the first member that cannot take part */
export function assertMembersReady(world: World, links: LinkRecord[], mode: 'planned' | 'forced', nowMs: number): void {
  for (const link of links) assertReady(world, link, mode, nowMs);
}

function assertReady(world: World, link: LinkRecord, mode: 'planned' | 'forced', nowMs: number): void {
  const name = databaseKey(link.secondary.server.definition.name, link.secondary.name);
  if (!isOnline(world, link.secondary)) {
    refuse('DatabaseUnavailable', `Database '${name}' is not available at the moment.`);
  }
  if (leads(link.secondary) || isUndoing(link, nowMs)) {
    refuse(
      'GeoReplicationCannotBecomePrimaryDuringUndo',
      `Database '${name}' is undoing what it had alone and cannot become primary yet.`,
    );
  }
  const phase = phaseAt(link, nowMs);
  if (phase === 'PENDING' || phase === 'SEEDING' || (phase === 'SUSPENDED' && mode === 'planned')) {
    refuse('InvalidDatabaseStateForOperation', `The replication link of '${name}' is ${phase}.`);
  }
  if (mode === 'planned' && link.plan?.isConnected !== true) {
    const primary = link.primary.server.definition.name;
    refuse(
      'PlannedFailoverTimedOut',
      `The planned failover of '${name}' timed out while contacting the primary on '${primary}'.`,
    );
  }
}
