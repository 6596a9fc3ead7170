import { applyEventGridChange, applyHealthFeedsChange, applyTelling } from './eventChanges.ts';
import { giveUpBroken, startFailover } from './failover.ts';
import { refreshFamily, refreshRegions } from './family.ts';
import { applyLinkChange } from './linkChanges.ts';
import { setLogWrite } from './logRate.ts';
import { applyLagMetricChange, applyMonitorChange } from './monitorChanges.ts';
import { rootOf } from './positions.ts';
import { applyScale, restart } from './scale.ts';
import type { Switches } from './switches.ts';
import { faultKey } from './switches.ts';
import type { Change } from './types.ts';
import type { World } from './world.ts';
import { findDatabase, findLink, findServer } from './world.ts';

type ChangeOf<K extends Change['kind']> = Extract<Change, { kind: K }>;
type Appliers = {
  [K in Change['kind']]: (world: World, switches: Switches, change: ChangeOf<K>, nowMs: number) => void;
};

const APPLIERS: Appliers = {
  region(world, _switches, { region, becomes }, nowMs) {
    world.network.assertRegion(region);
    world.network.setDown(region, becomes === 'down');
    refreshRegions(world, [region], nowMs);
  },
  network(world, _switches, { from, to, becomes, bothWays }, nowMs) {
    world.network.assertPlace(from);
    world.network.assertPlace(to);
    world.network.setPath(from, to, becomes);
    if (bothWays) world.network.setPath(to, from, becomes);
    refreshRegions(world, [from, to], nowMs);
  },
  latency(world, _switches, { region, roundTripMs }) {
    world.network.assertPlace(region);
    assertNumber('roundTripMs', roundTripMs, roundTripMs >= 0 && Number.isFinite(roundTripMs));
    world.network.setRoundTrip(region, roundTripMs);
  },
  database: applyDatabaseChange,
  workload(world, _switches, { server, database, commitsPerSecond }, nowMs) {
    assertNumber('commitsPerSecond', commitsPerSecond, commitsPerSecond >= 0 && Number.isFinite(commitsPerSecond));
    // Clients follow the primary, so the pair may be named by either end.
    const root = rootOf(findDatabase(world, server, database));
    root.workload = commitsPerSecond;
    refreshFamily(world, root, nowMs);
  },
  logWrite(world, _switches, { server, database, percent }, nowMs) {
    const root = rootOf(findDatabase(world, server, database));
    setLogWrite(root, percent);
    refreshFamily(world, root, nowMs);
  },
  scale: (world, _switches, change, nowMs) => applyScale(world, change, nowMs),
  link: (world, _switches, change, nowMs) => applyLinkChange(world, change, nowMs),
  failover(world, _switches, { server, database, to, mode, by }, nowMs) {
    findLink(world, server, database, to);
    startFailover(world, { server: to, database, mode, by, caller: 'person' }, nowMs);
  },
  sql(world, switches, { server, database, fault }) {
    findServer(world, server);
    // `master` is on every server and in no list of user databases.
    if (database !== undefined && database.toLowerCase() !== 'master') findDatabase(world, server, database);
    if (fault === null) switches.sqlFaults.delete(faultKey(server, database));
    else switches.sqlFaults.set(faultKey(server, database), fault);
  },
  firewall(world, _switches, { server, becomes }) {
    findServer(world, server).firewallOpen = becomes === 'open';
  },
  rights(world, _switches, { server, becomes }) {
    const record = findServer(world, server);
    record.hasRights = becomes !== 'denied';
    record.mayViewState = becomes !== 'denied' && becomes !== 'connect';
    record.mayViewServerState = becomes === 'serverState';
    record.isAdministrator = becomes === 'administrator';
  },
  resourceManager(_world, switches, { becomes }) {
    switches.resourceManager = becomes;
  },
  identity(_world, switches, { becomes }) {
    switches.identity = becomes;
  },
  channel(_world, switches, { channel, answers }) {
    switches.channels[channel] = answers;
  },
  eventGrid: (_world, switches, change) => applyEventGridChange(switches, change),
  serviceHealth: applyTelling,
  resourceHealth: applyTelling,
  metric: applyTelling,
  monitor: (_world, switches, change) => applyMonitorChange(switches, change),
  lagMetric: applyLagMetricChange,
  healthFeeds: (_world, switches, change) => applyHealthFeedsChange(switches, change),
};

/**
 * @throws Error naming what does not exist
 * @throws RefusedByAzure for a failover that Azure would not make
 */
export function applyChange(world: World, switches: Switches, change: Change, nowMs: number): void {
  // The table pairs every kind with its own change; the compiler cannot see that across an index.
  const applier = APPLIERS[change.kind] as (world: World, switches: Switches, change: Change, nowMs: number) => void;
  applier(world, switches, change, nowMs);
  giveUpBroken(world, nowMs);
}

function applyDatabaseChange(world: World, _switches: Switches, change: ChangeOf<'database'>, nowMs: number): void {
  const database = findDatabase(world, change.server, change.database);
  if (change.becomes !== 'Restarted') {
    database.availability = change.becomes;
    refreshFamily(world, database, nowMs);
    return;
  }
  restart(world, database, nowMs);
}

function assertNumber(name: string, value: number, isRight: boolean): void {
  if (!isRight) throw new Error(`expected ${name} to be a number in its range, saw ${value}`);
}
