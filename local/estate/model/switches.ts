import type { ResourceManagerState, SqlFault } from './types.ts';

type Channel = 'teams' | 'smtp' | 'communicationEmail';
type ChannelState = 'ok' | 'throttled' | 'tooLarge' | 'failing' | 'silent';

/** What has no physics: states that a change sets and a front end obeys. */
export interface Switches {
  sqlFaults: Map<string, SqlFault>;
  resourceManager: ResourceManagerState;
  identity: 'up' | 'unreachable' | 'failing';
  channels: Record<Channel, ChannelState>;
}

export function createSwitches(): Switches {
  return {
    sqlFaults: new Map(),
    resourceManager: 'up',
    identity: 'up',
    channels: { teams: 'ok', smtp: 'ok', communicationEmail: 'ok' },
  };
}

/** A server's faults have a key of their own beside its databases'. */
export function faultKey(server: string, database?: string): string {
  return database === undefined ? server.toLowerCase() : `${server.toLowerCase()}/${database.toLowerCase()}`;
}
