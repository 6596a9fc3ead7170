import type { Agenda } from './agenda.ts';
import { createAgenda } from './agenda.ts';
import { flatCurve } from './curve.ts';
import type { DatabaseRecord, GroupRecord, GroupSwap, LinkRecord, OperationRecord, ServerRecord } from './entities.ts';
import { databaseKey, guidOf, serverResourceId } from './identifiers.ts';
import { noPressure } from './logPressure.ts';
import { KB_PER_COMMIT, setLogWrite } from './logRate.ts';
import type { ManagementWrite } from './monitorTypes.ts';
import type { Network } from './network.ts';
import { createNetwork } from './network.ts';
import { objectiveName, parseObjective } from './sku.ts';
import { PENDING_MS } from './timings.ts';
import type { AcceptedFailover, EstateDefinition, LinkDefinition } from './types.ts';

/** Everything the estate is, at one place; the other files of this folder are what happens to it. */
export interface World {
  seed: number;
  network: Network;
  agenda: Agenda;
  servers: Map<string, ServerRecord>;
  links: Set<LinkRecord>;
  operations: Map<string, OperationRecord>;
  running: Set<OperationRecord>;
  groups: GroupRecord[];
  groupSwaps: Map<string, GroupSwap>;
  accepted: AcceptedFailover[];
  /** Oldest first. */
  writes: ManagementWrite[];
  /** Primaries that were replaced by force and have not heard of it. */
  superseded: Set<DatabaseRecord>;
  /** Makes ids of things that appear later differ from each other. */
  counter: number;
}

/** User databases come after the four system databases. */
const FIRST_CATALOG_ID = 5;
const MONTH_MS = 30 * 24 * 3_600_000;

/** Servers, databases and links as defined; nothing moves yet. */
export function buildWorld(definition: EstateDefinition, seed: number, nowMs: number): World {
  const { app } = definition;
  const world: World = {
    seed,
    network: createNetwork([...definition.regions, app.region, ...(app.witness === 'none' ? [] : [app.witness])]),
    agenda: createAgenda(),
    servers: new Map(),
    links: new Set(),
    operations: new Map(),
    running: new Set(),
    groups: [],
    groupSwaps: new Map(),
    accepted: [],
    writes: [],
    superseded: new Set(),
    counter: 0,
  };
  for (const server of definition.servers) {
    world.servers.set(server.name.toLowerCase(), {
      definition: server,
      resourceId: serverResourceId(server),
      firewallOpen: true,
      hasRights: true,
      mayViewState: true,
      mayViewServerState: false,
      isAdministrator: false,
      databases: new Map(),
    });
  }
  for (const { server, name, sku, commitsPerSecond, logWritePercent, tags } of definition.databases) {
    const database = addDatabase(world, { server, name, objective: sku, tags, createdMs: nowMs - MONTH_MS }, nowMs);
    database.workload = commitsPerSecond;
    if (logWritePercent !== undefined) setLogWrite(database, logWritePercent);
  }
  addLinks(world, definition.links, nowMs);
  for (const group of definition.failoverGroups) {
    const [primary, secondary] = [findServer(world, group.server), findServer(world, group.partnerServer)];
    world.groups.push({ definition: group, primary, secondary, swap: null });
    for (const name of group.databases) {
      for (const server of [group.server, group.partnerServer]) {
        findDatabase(world, server, name).failoverGroup = group.name;
      }
    }
  }
  return world;
}

/** A chain's second link needs the first one's secondary, in whatever order they are written. */
function addLinks(world: World, links: LinkDefinition[], nowMs: number): void {
  let waiting = links;
  while (waiting.length > 0) {
    const ready = waiting.filter((link) => databaseOf(world, link.server, link.database) !== undefined);
    for (const link of ready) addLink(world, link, nowMs, nowMs - MONTH_MS);
    if (ready.length === 0) throw new Error('expected links that start at a database, saw some that start nowhere');
    waiting = waiting.filter((link) => !ready.includes(link));
  }
}

interface NewDatabase {
  server: string;
  name: string;
  objective: string;
  tags: Record<string, string>;
  createdMs: number;
}

function addDatabase(world: World, wanted: NewDatabase, nowMs: number): DatabaseRecord {
  const server = findServer(world, wanted.server);
  const sku = parseObjective(wanted.objective);
  if (sku === undefined) throw new Error(`expected a service objective, saw '${wanted.objective}'`);
  const resourceId = `${server.resourceId}/databases/${wanted.name}`;
  const replaced = server.databases.get(wanted.name.toLowerCase());
  const database: DatabaseRecord = {
    server,
    name: wanted.name,
    resourceId,
    databaseId: guidOf(world.seed, 'database', resourceId, String(wanted.createdMs)),
    // One that takes a leftover's place takes its number as well: places are never given up.
    catalogId: replaced?.catalogId ?? FIRST_CATALOG_ID + server.databases.size,
    sku,
    tags: { ...wanted.tags },
    createdMs: wanted.createdMs,
    availability: 'Online',
    workload: 0,
    kbPerCommit: KB_PER_COMMIT,
    pressure: noPressure(nowMs),
    isBlocked: false,
    isHeld: false,
    restartedUntilMs: Number.NEGATIVE_INFINITY,
    log: flatCurve(nowMs, 0),
    up: null,
    down: [],
    busyWith: null,
    superseded: null,
  };
  server.databases.set(wanted.name.toLowerCase(), database);
  return database;
}

/** Makes the secondary and the link; seeding starts at the definition's percentage. */
export function addLink(world: World, wanted: LinkDefinition, nowMs: number, startMs: number): LinkRecord {
  const primary = findDatabase(world, wanted.server, wanted.database);
  const objective = wanted.secondarySku;
  const { secondaryServer: server, secondaryDatabase: name } = wanted;
  const secondary = addDatabase(
    world,
    { server, name, objective: objective ?? objectiveName(primary.sku), tags: primary.tags, createdMs: startMs },
    nowMs,
  );
  const isNew = wanted.seededPercent === 0;
  const link: LinkRecord = {
    kind: wanted.kind,
    primary,
    secondary,
    primaryLinkId: newLinkId(world, primary),
    secondaryLinkId: newLinkId(world, secondary),
    secondaryAllowConnections: wanted.secondaryAllowConnections,
    shippingDelayMs: wanted.shippingDelayMs,
    shippingRate: wanted.shippingRate,
    redoDelayMs: wanted.redoDelayMs,
    redoneBefore: 0,
    feedback: { isOn: false, asked: 0 },
    seedingRate: wanted.seedingRate,
    startMs,
    modifiedMs: startMs,
    isSuspended: false,
    isCut: false,
    isReturning: false,
    seeding: { percent: wanted.seededPercent, sinceMs: nowMs + (isNew ? PENDING_MS : 0), isMoving: false, snapshot: 0 },
    hardened: flatCurve(nowMs, 0),
    plan: undefined,
    unknown: { fromMs: Number.POSITIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY },
  };
  secondary.up = link;
  primary.down.push(link);
  world.links.add(link);
  return link;
}

export function newLinkId(world: World, end: DatabaseRecord): string {
  world.counter += 1;
  return guidOf(world.seed, 'link', end.resourceId, String(world.counter));
}

export function serverOf(world: World, name: string): ServerRecord | undefined {
  return world.servers.get(name.toLowerCase());
}

export function databaseOf(world: World, server: string, name: string): DatabaseRecord | undefined {
  return serverOf(world, server)?.databases.get(name.toLowerCase());
}

/** @throws Error naming what does not exist */
export function findServer(world: World, name: string): ServerRecord {
  const server = serverOf(world, name);
  if (server === undefined) {
    throw new Error(`expected one of the servers ${[...world.servers.keys()].join(', ')}, saw '${name}'`);
  }
  return server;
}

/** @throws Error naming what does not exist */
export function findDatabase(world: World, server: string, name: string): DatabaseRecord {
  const found = findServer(world, server).databases.get(name.toLowerCase());
  if (found === undefined) throw new Error(`expected a database of the estate, saw '${databaseKey(server, name)}'`);
  return found;
}

/** @throws Error naming what does not exist */
export function findLink(world: World, server: string, name: string, secondaryServer: string): LinkRecord {
  const primary = findDatabase(world, server, name);
  const isWanted = (link: LinkRecord): boolean =>
    link.secondary.server.definition.name.toLowerCase() === secondaryServer.toLowerCase();
  // A scenario may go on naming the pair as it was written before roles swapped.
  const swapped =
    primary.up !== null && primary.up.primary.server.definition.name.toLowerCase() === secondaryServer.toLowerCase()
      ? primary.up
      : undefined;
  const found = primary.down.find(isWanted) ?? swapped;
  if (found !== undefined) return found;
  throw new Error(`expected a link of '${databaseKey(server, name)}' with '${secondaryServer}', saw none`);
}
