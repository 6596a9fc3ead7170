/** The estate as it truly is, whatever the product believes. */
import type { EstateModel, LinkView } from '../estate/model/types.ts';
import type { Estate } from '../estate/types.ts';

export interface ConsoleState {
  now: string;
  regions: Array<{ name: string; app: boolean; reachable: boolean; servers: ConsoleServer[] }>;
  links: ConsoleLink[];
  channels: Record<'teams' | 'smtp' | 'communicationEmail', string>;
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

export interface ConsoleServer {
  name: string;
  firewall: 'open' | 'closed';
  rights: 'granted' | 'denied';
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
      reachable: model.reachability(definition.app.region, name) === 'open',
      servers: model
        .servers()
        .filter((server) => server.region === name)
        .map((server) => serverState(model, server.name)),
    })),
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

function serverState(model: EstateModel, name: string): ConsoleServer {
  return {
    name,
    firewall: model.server(name)?.firewallOpen === false ? 'closed' : 'open',
    rights: model.hasRights(name) ? 'granted' : 'denied',
    databases: model.databases(name).map((database) => ({
      name: database.name,
      sku: database.sku.name,
      role: database.role,
      availability: database.availability,
      superseded: database.supersededMs !== undefined,
      commitsPerSecond: database.commitsPerSecond,
      position: database.position,
      fault: model.sqlFault(name, database.name)?.kind ?? null,
    })),
  };
}

const linkState = (view: LinkView, position: number): ConsoleLink => ({
  server: view.server,
  database: view.database,
  partnerServer: view.partnerServer,
  partnerDatabase: view.partnerDatabase,
  kind: view.kind,
  phase: view.phase,
  connected: view.connected,
  lagSeconds: view.lagSeconds,
  percentComplete: view.percentComplete,
  behind: Math.max(0, position - view.hardenedPosition),
});
