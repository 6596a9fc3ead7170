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

export type ChannelName = 'teams' | 'smtp' | 'communicationEmail' | 'pagerDuty' | 'slack' | 'webhook';
/** `failing`: it is there and takes nothing. `silent`: it never answers. */
export type ChannelMood = 'ok' | 'throttled' | 'tooLarge' | 'failing' | 'silent';

/** Everything that can be done to the estate from outside. The scenario player and the console speak only this. */
export type Change =
  | { kind: 'region'; region: RegionName; becomes: 'up' | 'down' }
  | { kind: 'network'; from: RegionName; to: RegionName; becomes: Reachability; bothWays: boolean }
  | { kind: 'latency'; region: RegionName; roundTripMs: number }
  | { kind: 'database'; server: string; database: string; becomes: DatabaseAvailability | 'Restarted' }
  | { kind: 'workload'; server: string; database: string; commitsPerSecond: number }
  /** How much log the same commits write, in percent of what the primary's service objective allows. */
  | { kind: 'logWrite'; server: string; database: string; percent: number }
  /** Another service objective of the same tier; it ends with a restart, as in Azure. */
  | { kind: 'scale'; server: string; database: string; sku: string }
  | {
      kind: 'link';
      server: string;
      database: string;
      secondaryServer: string;
      becomes?: 'suspended' | 'active' | 'disconnected' | 'connected' | 'removed' | 'added';
      shippingDelayMs?: number;
      shippingRate?: number;
      /** From hardened to redone on the secondary; what was redone stays redone. */
      redoDelayMs?: number;
    }
  /** Somebody else makes `to` the primary: through Resource Manager, or with T-SQL. */
  | { kind: 'failover'; server: string; database: string; to: string; mode: 'planned' | 'forced'; by: 'arm' | 'tsql' }
  | { kind: 'sql'; server: string; database?: string; fault: SqlFault | null }
  | { kind: 'firewall'; server: string; becomes: 'open' | 'closed' }
  | {
      kind: 'rights';
      server: string;
      /**
       * The app's Entra principal as a SQL user of the server's databases; `connect`: a user without VIEW DATABASE STATE, `serverState`: a
       * user with it and a member of ##MS_ServerStateReader##, `administrator`: the server's Entra administrator.
       */
      becomes: 'granted' | 'connect' | 'denied' | 'serverState' | 'administrator';
    }
  | { kind: 'resourceManager'; becomes: ResourceManagerState }
  | { kind: 'identity'; becomes: 'up' | 'unreachable' | 'failing' }
  | {
      kind: 'channel';
      channel: ChannelName;
      answers: ChannelMood;
    }
  | {
      kind: 'eventGrid';
      /** The region of one topic, `global` for the events of subscriptions; all of them when absent. */
      topic?: RegionName;
      becomes: EventGridMood;
      /** `delayed`: how late each event is. `reordering`: how long events are gathered before they go out, the last one first. */
      delayMs?: number;
      /** `duplicating`: how often each event is delivered. @default 2 */
      copies?: number;
    }
  | { kind: 'serviceHealth'; region: RegionName; service: string; status: 'Active' | 'Resolved' }
  | { kind: 'resourceHealth'; server: string; database: string; status: ResourceHealthStatus }
  | { kind: 'metric'; server: string; database: string; metric: string; fired: boolean }
  /** Azure Monitor's metrics and logs; what is absent stays as it was. `denied`: the app lacks the roles Monitoring Reader and Log Analytics Reader. */
  | { kind: 'monitor'; becomes?: MonitorState; delayMs?: number }
  /** What replication_lag_seconds says of a primary, from now on, whatever is so. */
  | { kind: 'lagMetric'; server: string; database: string; says: 'theTruth' | 'nothing' | { lagSeconds: number } }
  /** Azure's own word on a region that went down or came back; null: it never comes. What is absent stays as it was. */
  | { kind: 'healthFeeds'; serviceHealthAfterMs?: number | null; resolvedAfterMs?: number | null };

/** `unavailable` answers 503, `silent` nothing at all; neither delivers anything. */
export type EventGridMood = 'normal' | 'delayed' | 'duplicating' | 'reordering' | 'unavailable' | 'silent';

export type MonitorState = 'up' | 'denied' | 'throttled' | 'unavailable' | 'silent';

export type ResourceHealthStatus = 'Available' | 'Unavailable' | 'Degraded' | 'Unknown';
