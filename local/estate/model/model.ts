import { applyChange } from './changes.ts';
import { databaseState } from './databaseState.ts';
import { assertSound } from './definitionFaults.ts';
import type { ServerRecord } from './entities.ts';
import { giveUpBroken, startFailover } from './failover.ts';
import { refreshFamily } from './family.ts';
import { startGroupFailover } from './groupFailover.ts';
import { failoverGroupsOf, groupOperationView } from './groupViews.ts';
import { linkViewsOf } from './linkView.ts';
import { pressureView } from './logPressure.ts';
import { operationsOf, operationView } from './operationLog.ts';
import { partnerLagsAt } from './partnerLag.ts';
import { rootOf } from './positions.ts';
import { countLosses } from './superseded.ts';
import { createSwitches, faultKey, topicState } from './switches.ts';
import { topicRegions } from './topicRegions.ts';
import type { Clock, EstateDefinition, EstateModel, ServerState } from './types.ts';
import type { World } from './world.ts';
import { buildWorld, databaseOf, serverOf } from './world.ts';

export interface ModelOptions {
  /** Ids are derived from it. @default 1 */
  seed?: number;
}

/**
 * A model of Azure SQL Database's geo-replication: positions, roles and reachability, computed at `clock.now()` whenever
 * somebody looks. It has no timers of its own; a clock that stands still stands everything still.
 * @throws EstateDefinitionError when Azure could not have such an estate
 */
export function createModel(definition: EstateDefinition, clock: Clock, options: ModelOptions = {}): EstateModel {
  assertSound(definition);
  const switches = createSwitches(definition);
  // One moment for all of it: what was before is what the beginning says.
  const startMs = clock.now();
  const world = buildWorld(definition, options.seed ?? 1, startMs);
  const listeners = new Set<() => void>();
  startAll(world, startMs);

  const tell = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const advance = createAdvance(world, clock, tell);

  return {
    definition,
    clock,
    servers: () => [...world.servers.values()].map(serverState),
    server: (name) => mapped(serverOf(world, name), serverState),
    databases(server) {
      const nowMs = advance();
      const found = serverOf(world, server);
      return found === undefined ? [] : [...found.databases.values()].map((one) => databaseState(world, one, nowMs));
    },
    database(server, name) {
      const nowMs = advance();
      return mapped(databaseOf(world, server, name), (one) => databaseState(world, one, nowMs));
    },
    linkViews(server, database) {
      const nowMs = advance();
      return mapped(databaseOf(world, server, database), (one) => linkViewsOf(one, nowMs)) ?? [];
    },
    operations: (server) => operationsOf(world, server, advance()),
    failoverGroups(server) {
      advance();
      return failoverGroupsOf(world, server);
    },
    reachability: (from, to) => world.network.reachability(from, to),
    roundTripMs: (region) => world.network.roundTripMs(region),
    sqlFault: (server, database) =>
      switches.sqlFaults.get(faultKey(server, database)) ?? switches.sqlFaults.get(faultKey(server)) ?? null,
    hasRights: (server) => serverOf(world, server)?.hasRights ?? false,
    mayViewState: (server) => serverOf(world, server)?.mayViewState ?? false,
    mayViewServerState: (server) => serverOf(world, server)?.mayViewServerState ?? false,
    isAdministrator: (server) => serverOf(world, server)?.isAdministrator ?? false,
    logPressure(server, database) {
      const nowMs = advance();
      return mapped(databaseOf(world, server, database), (one) => pressureView(one, rootOf(one).kbPerCommit, nowMs));
    },
    resourceManagerState: () => switches.resourceManager,
    identityState: () => switches.identity,
    channelState: (channel) => switches.channels[channel],
    isRegionDown: (region) => world.network.isDown(region),
    topicRegions: () => topicRegions(definition),
    eventGridState: (topic) => ({ ...topicState(switches, topic) }),
    healthFeeds: () => ({ ...switches.healthFeeds }),
    monitorState: () => ({ ...switches.monitor }),
    reportedLag: (server, database) => switches.lagMetrics.get(faultKey(server, database)),
    partnerLags(server, database, atMs) {
      const nowMs = advance();
      return mapped(databaseOf(world, server, database), (one) => partnerLagsAt(one, Math.min(atMs, nowMs))) ?? [];
    },
    toldSince: (number) => switches.told.filter((one) => one.number > number),
    writesSince: (number) => world.writes.filter((one) => one.number > number),
    apply(change) {
      applyChange(world, switches, change, advance());
      tell();
    },
    failover(request) {
      const operation = startFailover(world, request, advance());
      tell();
      return operation;
    },
    failoverGroup(request) {
      const operation = startGroupFailover(world, request, advance());
      tell();
      return operation;
    },
    operation(id) {
      advance();
      return mapped(world.operations.get(id), operationView) ?? mapped(world.groupSwaps.get(id), groupOperationView);
    },
    acceptedFailovers() {
      countLosses(world, advance());
      return world.accepted.map((one) => ({ ...one }));
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function startAll(world: World, nowMs: number): void {
  for (const server of world.servers.values()) {
    for (const database of server.databases.values()) {
      if (database.up === null) refreshFamily(world, database, nowMs);
    }
  }
}

/** Does what has become due, each at its own moment, and returns the present. */
function createAdvance(world: World, clock: Clock, tell: () => void): () => number {
  let latestMs = clock.now();
  return () => {
    // A wall clock may be set back; positions may not.
    latestMs = Math.max(latestMs, clock.now());
    const nowMs = latestMs;
    let isChanged = false;
    for (let due = world.agenda.takeDue(nowMs); due !== undefined; due = world.agenda.takeDue(nowMs)) {
      due.run(due.atMs);
      isChanged = true;
    }
    if (isChanged) {
      giveUpBroken(world, nowMs);
      tell();
    }
    return nowMs;
  };
}

function serverState(record: ServerRecord): ServerState {
  const { definition, resourceId, firewallOpen } = record;
  return {
    ...definition,
    fullyQualifiedDomainName: `${definition.name}.database.windows.net`,
    resourceId,
    firewallOpen,
  };
}

function mapped<A, B>(value: A | undefined, map: (value: A) => B): B | undefined {
  return value === undefined ? undefined : map(value);
}
