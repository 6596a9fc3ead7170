/** The estate as it truly is, whatever the product believes. */
import { objectiveName } from '../estate/model/sku.ts';
import type { ChannelName, EstateModel, LinkView, SqlFault } from '../estate/model/types.ts';
import type { Estate } from '../estate/types.ts';

export interface ConsoleState {
  now: string;
  regions: ConsoleRegion[];
  /** Ways that are not open though both of their ends are up; `global` is where Resource Manager and the channels are. */
  paths: Array<{ from: string; to: string; is: 'refused' | 'silent' }>;
  links: ConsoleLink[];
  groups: Array<{ name: string; primary: string; secondary: string; databases: string[] }>;
  channels: Record<ChannelName, string>;
  resourceManager: string;
  identity: string;
  failovers: Array<{
    at: string;
    server: string;
    database: string;
    mode: string;
    by: string;
    lostCommits: number;
    lostSeconds: number;
  }>;
}

export interface ConsoleRegion {
  name: string;
  app: boolean;
  down: boolean;
  /** From where the app runs. */
  reachable: boolean;
  servers: ConsoleServer[];
}

export interface ConsoleServer {
  name: string;
  /** Of the whole server. */
  fault: string | null;
  firewall: 'open' | 'closed';
  rights: 'granted' | 'connect' | 'denied';
  databases: Array<{
    name: string;
    sku: string;
    role: string;
    availability: string;
    /** Another is primary in its place, and it has not heard. */
    superseded: boolean;
    commitsPerSecond: number;
    position: number;
    fault: string | null;
  }>;
}

export interface ConsoleLink {
  server: string;
  database: string;
  partnerServer: string;
  partnerDatabase: string;
  kind: string;
  phase: string;
  connected: boolean;
  suspendedByHand: boolean;
  cutByHand: boolean;
  lagSeconds: number | null;
  percentComplete: number;
  /** Commits that the secondary lacks. */
  behind: number;
}

export function consoleState(estate: Pick<Estate, 'model'>): ConsoleState {
  const { model } = estate;
  const { definition } = model;
  return {
    now: new Date(model.clock.now()).toISOString(),
    regions: definition.regions.map((name) => ({
      name,
      app: name === definition.app.region,
      down: isDown(model, name),
      reachable: model.reachability(definition.app.region, name) === 'open',
      servers: model
        .servers()
        .filter((server) => server.region === name)
        .map((server) => serverState(model, server.name)),
    })),
    paths: closedPaths(model),
    groups: groupStates(model),
    links: model.servers().flatMap((server) =>
      // Who has been superseded shows links that are no longer there.
      trueDatabases(model, server.name).flatMap((database) =>
        model
          .linkViews(server.name, database.name)
          .filter((view) => view.role === 'PRIMARY')
          .map((view) => linkState(view, database.position)),
      ),
    ),
    channels: {
      teams: model.channelState('teams'),
      smtp: model.channelState('smtp'),
      communicationEmail: model.channelState('communicationEmail'),
      pagerDuty: model.channelState('pagerDuty'),
      slack: model.channelState('slack'),
      webhook: model.channelState('webhook'),
    },
    resourceManager: model.resourceManagerState(),
    identity: model.identityState(),
    failovers: model
      .acceptedFailovers()
      .map(({ atMs, ...failover }) => ({ at: new Date(atMs).toISOString(), ...failover })),
  };
}

function trueDatabases(model: EstateModel, server: string) {
  return model.databases(server).filter((database) => database.supersededMs === undefined);
}

/** A region that is up reaches itself. */
function isDown(model: EstateModel, region: string): boolean {
  return model.reachability(region, region) !== 'open';
}

function closedPaths(model: EstateModel): ConsoleState['paths'] {
  const { regions, app } = model.definition;
  const places = [...new Set([...regions, app.region, 'global'])].filter((place) => !isDown(model, place));
  return places.flatMap((from) =>
    places.flatMap((to) => {
      const is = model.reachability(from, to);
      return is === 'open' ? [] : [{ from, to, is }];
    }),
  );
}

/** As the server that is the primary in truth shows them. */
function groupStates(model: EstateModel): ConsoleState['groups'] {
  return model.definition.failoverGroups.flatMap(({ name, server, partnerServer }) => {
    const ends = [server, partnerServer].flatMap((end) =>
      model.failoverGroups(end).filter((group) => group.name === name && group.server === end),
    );
    // While one has not heard, both say so of themselves: the one without superseded members is right.
    const group =
      ends.find((one) => one.databases.every((each) => model.database(one.server, each)?.supersededMs === undefined)) ??
      ends[0];
    return group ? [{ name, primary: group.server, secondary: group.partnerServer, databases: group.databases }] : [];
  });
}

function serverState(model: EstateModel, name: string): ConsoleServer {
  const fault = model.sqlFault(name, '');
  const mayLogIn = model.hasRights(name);
  return {
    name,
    fault: fault?.kind ?? null,
    firewall: model.server(name)?.firewallOpen === false ? 'closed' : 'open',
    rights: mayLogIn ? (model.mayViewState(name) ? 'granted' : 'connect') : 'denied',
    databases: model.databases(name).map((database) => ({
      name: database.name,
      sku: objectiveName(database.sku),
      role: database.role,
      availability: database.availability,
      superseded: database.supersededMs !== undefined,
      commitsPerSecond: database.commitsPerSecond,
      position: database.position,
      fault: ownFault(model, name, database.name, fault),
    })),
  };
}

/** A fault of the whole server is the server's: healing a database would not end it. */
function ownFault(model: EstateModel, server: string, database: string, ofServer: SqlFault | null): string | null {
  const fault = model.sqlFault(server, database);
  return fault === null || fault === ofServer ? null : fault.kind;
}

const linkState = (view: LinkView, position: number): ConsoleLink => ({
  server: view.server,
  database: view.database,
  partnerServer: view.partnerServer,
  partnerDatabase: view.partnerDatabase,
  kind: view.kind,
  phase: view.phase,
  connected: view.connected,
  suspendedByHand: view.byHand.suspended,
  cutByHand: view.byHand.cut,
  lagSeconds: view.lagSeconds,
  percentComplete: view.percentComplete,
  behind: Math.max(0, position - view.hardenedPosition),
});
