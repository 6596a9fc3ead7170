import type { DatabaseState, EstateModel, RegionName, ServerState } from '../model/types.ts';
import { MASTER } from './loginRules.ts';
import type { TdsConnection } from './tds/connection.ts';

/** What a session rests on: when any of it changes, Azure ends the session. */
interface Footing {
  database: string;
  state: string;
}

/**
 * The connections of one listener and what the estate does to them: a network that breaks freezes or resets them, a
 * role change or an outage of their database ends them.
 */
export class OpenConnections {
  private readonly model: EstateModel;
  private readonly vantage: RegionName;
  private readonly server: ServerState;
  private readonly footings = new Map<TdsConnection, Footing | null>();

  constructor(model: EstateModel, vantage: RegionName, server: ServerState) {
    this.model = model;
    this.vantage = vantage;
    this.server = server;
  }

  get size(): number {
    return this.footings.size;
  }

  /** A client has connected; what the network does is done to it at once. */
  add(connection: TdsConnection): void {
    this.footings.set(connection, null);
    this.applyNetwork(connection);
  }

  /** The connection has logged in to a database. */
  enter(connection: TdsConnection, database: string): void {
    this.footings.set(connection, { database, state: this.footingOf(database) });
  }

  remove(connection: TdsConnection): void {
    this.footings.delete(connection);
  }

  /** False when the session has lost its database since it logged in; it is then ended. */
  stands(connection: TdsConnection): boolean {
    // Looking at the database lets the model do what has become due, and thereby may end this connection.
    const footing = this.footings.get(connection);
    if (!footing || footing.state === this.footingOf(footing.database)) return true;
    connection.reset();
    return false;
  }

  /** Brings every connection in line with the model. */
  follow(): void {
    for (const [connection, footing] of [...this.footings]) {
      // The network first: across a silent one, the end of a session is not heard.
      this.applyNetwork(connection);
      if (footing && footing.state !== this.footingOf(footing.database)) connection.reset();
    }
  }

  destroyAll(): void {
    for (const connection of [...this.footings.keys()]) connection.destroy();
  }

  private applyNetwork(connection: TdsConnection): void {
    const reachability = this.model.reachability(this.vantage, this.server.region);
    if (reachability === 'silent') connection.freeze();
    else connection.thaw();
    if (reachability === 'refused') connection.reset();
  }

  private footingOf(database: string): string {
    if (database.toLowerCase() === MASTER) return MASTER;
    return describe(this.model.database(this.server.name, database));
  }
}

function describe(state: DatabaseState | undefined): string {
  if (!state) return 'gone';
  const usable = state.availability === 'Online' || state.availability === 'Scaling';
  return [state.databaseId, state.role, usable ? 'usable' : 'unusable', state.restartedUntilMs ?? 'never'].join(' ');
}
