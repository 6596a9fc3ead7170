/** What can be done to the estate. */
import type { DatabaseAvailability, RegionName } from './types.ts';

/** How packets fare between two regions (or from the app's region to a region's endpoints). */
export type Reachability = 'open' | 'refused' | 'silent';

/** What a SQL endpoint does wrong, from the most general to one database. */
export type SqlFault =
  | { kind: 'error'; number: number } // login answered with this error
  | { kind: 'queryError'; number: number } // login fine, every statement answered with this error
  | { kind: 'silent' } // accepts, never answers
  | { kind: 'stallLogin' } // the login answer stops half-way
  | { kind: 'hangQuery' } // login fine, statements never answer (attention is honoured)
  | { kind: 'dropQuery' } // the connection dies in mid-query
  | { kind: 'garbage' } // bytes that are not TDS
  | { kind: 'clearText' } // PRELOGIN says encryption is not supported
  | { kind: 'malformedRow' }; // catalog rows with values outside their documented domain

/** `garbage`: something in between answers, or the answer is cut short: status 200 all the same. */
export type ResourceManagerState = 'up' | 'throttled' | 'unavailable' | 'silent' | 'garbage';

/** Everything that can be done to the estate from outside. The scenario player and the console speak only this. */
export type Change =
  | { kind: 'region'; region: RegionName; becomes: 'up' | 'down' }
  | { kind: 'network'; from: RegionName; to: RegionName; becomes: Reachability; bothWays: boolean }
  | { kind: 'latency'; region: RegionName; roundTripMs: number }
  | { kind: 'database'; server: string; database: string; becomes: DatabaseAvailability | 'Restarted' }
  | { kind: 'workload'; server: string; database: string; commitsPerSecond: number }
  | {
      kind: 'link';
      server: string;
      database: string;
      secondaryServer: string;
      becomes?: 'suspended' | 'active' | 'disconnected' | 'connected' | 'removed' | 'added';
      shippingDelayMs?: number;
      shippingRate?: number;
    }
  | { kind: 'sql'; server: string; database?: string; fault: SqlFault | null }
  | { kind: 'firewall'; server: string; becomes: 'open' | 'closed' }
  | {
      kind: 'rights';
      server: string;
      /** The app's Entra principal as a SQL user of the server's databases; `connect`: a user without VIEW DATABASE STATE. */
      becomes: 'granted' | 'connect' | 'denied';
    }
  | { kind: 'resourceManager'; becomes: ResourceManagerState }
  | { kind: 'identity'; becomes: 'up' | 'unreachable' | 'failing' }
  | {
      kind: 'channel';
      channel: 'teams' | 'smtp' | 'communicationEmail';
      answers: 'ok' | 'throttled' | 'tooLarge' | 'failing' | 'silent';
    };
