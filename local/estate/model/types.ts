/**
 * The estate's model as its front ends, the console and the scenario player see it.
 * It knows nothing of protocols: positions, roles and reachability only. Times are epoch milliseconds.
 */
import type {
  Change,
  ChannelMood,
  ChannelName,
  MonitorState,
  Reachability,
  ResourceManagerState,
  SqlFault,
} from './changeTypes.ts';
import type {
  EstateDefinition,
  FailoverGroupDefinition,
  LinkDefinition,
  RegionName,
  ServerDefinition,
} from './definitionTypes.ts';
import type { EventGridState, HealthFeeds, Told } from './eventTypes.ts';
import type { LogPressureView } from './logPressureTypes.ts';
import type { ManagementWrite, PartnerLag } from './monitorTypes.ts';

export type { Change, ChannelName, MonitorState, Reachability, ResourceManagerState, SqlFault } from './changeTypes.ts';
export type {
  DatabaseDefinition,
  EstateDefinition,
  FailoverGroupDefinition,
  LinkDefinition,
  RegionName,
  ServerDefinition,
  SubscriptionDefinition,
} from './definitionTypes.ts';

export interface Clock {
  now(): number;
}

export type LinkPhase = 'PENDING' | 'SEEDING' | 'CATCH_UP' | 'SUSPENDED';
export type LinkRole = 'PRIMARY' | 'SECONDARY';

export interface ServerState extends ServerDefinition {
  fullyQualifiedDomainName: string;
  /** ARM resource id. */
  resourceId: string;
  /** False when the firewall refuses the app's address (error 40615). */
  firewallOpen: boolean;
}

export type DatabaseAvailability = 'Online' | 'Unavailable' | 'Paused' | 'Scaling';

export interface DatabaseState {
  server: string;
  name: string;
  resourceId: string;
  /** Stable GUID. */
  databaseId: string;
  /** `sys.databases.database_id`: one of its server only. */
  catalogId: number;
  region: RegionName;
  sku: { name: string; tier: string; family?: string; capacity: number };
  tags: Record<string, string>;
  createdMs: number;
  availability: DatabaseAvailability;
  /** When the last restart is over; absent when there was none. Sessions do not survive a restart. */
  restartedUntilMs?: number;
  /** `PRIMARY` also for a database without any link. */
  role: LinkRole;
  /** 0 primary, 2 geo-replication forwarder (geo-secondary), 3 named replica: `sys.dm_db_resource_stats.replica_role`. */
  replicaRole: 0 | 2 | 3;
  /** Position of the last commit this copy has (on a secondary: hardened). Counts commits since the estate began. */
  position: number;
  /** When the transaction at `position` was committed on the primary; null before the first commit. */
  lastCommitMs: number | null;
  commitsPerSecond: number;
  writable: boolean;
  secondaryType?: 'Geo' | 'Named' | 'Standby';
  sourceDatabaseId?: string;
  failoverGroup?: string;
  /**
   * Since when another database is primary in its place, by force, without its having heard: its own server goes on calling it
   * PRIMARY, and it takes commits that will be lost. Nobody in Azure is told this; it is for those who judge the outcome.
   */
  supersededMs?: number;
}

/** One end's view of a link: the truth behind one catalog row and one ARM replicationLinks entry. */
export interface LinkView {
  /** The GUID as this end names it (assume it differs between ends). */
  linkId: string;
  server: string;
  database: string;
  partnerServer: string;
  partnerDatabase: string;
  partnerRegion: RegionName;
  partnerResourceId: string;
  kind: LinkDefinition['kind'];
  role: LinkRole;
  phase: LinkPhase;
  /** False while the two ends cannot talk: the primary's lag turns NULL. */
  connected: boolean;
  /** What was done to the link itself, as against what comes of an outage or a failover. */
  byHand: { suspended: boolean; cut: boolean };
  percentComplete: number;
  startMs: number;
  modifiedMs: number;
  /** On the primary only; null on the secondary. When the last hardened block was acknowledged. */
  lastReplicationMs: number | null;
  /** On the primary only. Null means the primary does not know (after a restart, or interlink lost). */
  lagSeconds: number | null;
  secondaryAllowConnections: boolean;
  /** Last commit of *this* database. */
  lastCommitMs: number | null;
  /** On the secondary: commits hardened, and commits redone (visible to readers). On the primary: what the partner acknowledged. */
  hardenedPosition: number;
  redonePosition: number;
  /** On the secondary: commits redone in the last second. */
  redonePerSecond: number;
  /** On the secondary: when the oldest commit was made that is hardened and not yet redone; null when there is none. */
  unredoneSinceMs: number | null;
}

export interface ServerOperation {
  id: string;
  server: string;
  /** Empty for an operation on a failover group. */
  database: string;
  /** The group that is failed over, when it is not one database. */
  failoverGroup?: string;
  /** As in sys.dm_operation_status.operation, for example `FAILOVER DATABASE`; groups are not in that view. */
  operation: string;
  state: 'PENDING' | 'IN_PROGRESS' | 'COMPLETED' | 'FAILED' | 'CANCELLED';
  percentComplete: 0 | 50 | 100;
  startMs: number;
  modifiedMs: number;
  error?: AzureRefusal;
}

/** Why Azure refuses: front ends translate to an ARM error body or a SQL error token. */
export interface AzureRefusal {
  /** ARM code, for example `GeoReplicationDatabaseNotSecondary`. */
  code: string;
  httpStatus: number;
  sqlNumber: number;
  message: string;
}

export class RefusedByAzure extends Error {
  readonly refusal: AzureRefusal;
  constructor(refusal: AzureRefusal) {
    super(`${refusal.code}: ${refusal.message}`);
    this.name = 'RefusedByAzure';
    this.refusal = refusal;
  }
}

export interface FailoverRequest {
  /** The server the request was sent to: it must host the secondary. */
  server: string;
  database: string;
  /** Forced accepts data loss. */
  mode: 'planned' | 'forced';
  /** Who asked: `arm` or `tsql`, for the operation log. */
  by: 'arm' | 'tsql';
  /** Whose token Resource Manager saw. @default 'app' */
  caller?: ManagementWrite['caller'];
}

export interface GroupFailoverRequest {
  /** The server the request was sent to: it must be the group's secondary. */
  server: string;
  group: string;
  /** `plannedThenForced` accepts data loss where planned does not work. */
  mode: 'planned' | 'forced' | 'plannedThenForced';
  by: 'arm' | 'tsql';
}

/** A role change the estate accepted: what scenario expectations count. */
export interface AcceptedFailover {
  atMs: number;
  server: string;
  database: string;
  mode: 'planned' | 'forced';
  by: 'arm' | 'tsql';
  /** Commits the old primary had that the new primary will never have; it grows while the old primary has not heard. */
  lostCommits: number;
  /** Seconds between the last commit on the old primary and the last one that survived. */
  lostSeconds: number;
}

export interface EstateModel {
  readonly definition: EstateDefinition;
  readonly clock: Clock;

  servers(): ServerState[];
  /** Case-insensitive; undefined when there is no such server. */
  server(name: string): ServerState | undefined;
  databases(server: string): DatabaseState[];
  database(server: string, name: string): DatabaseState | undefined;
  /** Every link that has this database at one end, seen from this end, at clock.now(). Copies included (kind COPY). */
  linkViews(server: string, database: string): LinkView[];
  operations(server: string): ServerOperation[];
  /** As this server knows them: `server` is the primary one now, `databases` the members that there are. */
  failoverGroups(server: string): FailoverGroupDefinition[];

  reachability(from: RegionName, to: RegionName): Reachability;
  roundTripMs(region: RegionName): number;
  sqlFault(server: string, database: string): SqlFault | null;
  /** May the app's Entra principal log in to this server's databases? */
  hasRights(server: string): boolean;
  /** Has it VIEW DATABASE STATE in them? */
  mayViewState(server: string): boolean;
  /** Is it a member of ##MS_ServerStateReader##? */
  mayViewServerState(server: string): boolean;
  /** Is it the server's Entra administrator? */
  isAdministrator(server: string): boolean;
  /** What this database's log has written, and what it waited for. */
  logPressure(server: string, database: string): LogPressureView | undefined;
  resourceManagerState(): ResourceManagerState;
  identityState(): 'up' | 'unreachable' | 'failing';
  channelState(channel: ChannelName): ChannelMood;

  isRegionDown(region: RegionName): boolean;
  /** The regions that have a topic, in order of preference. */
  topicRegions(): RegionName[];
  /** @throws Error when that region has no topic. */
  eventGridState(topic: RegionName): EventGridState;
  healthFeeds(): HealthFeeds;
  /** `delayMs`: how long after it happened a moment is in the metrics. */
  monitorState(): { becomes: MonitorState; delayMs: number };
  /** What the lag metric of this primary says in place of the truth (null: nothing); undefined: the truth. */
  reportedLag(server: string, database: string): number | null | undefined;
  /** The lag of every geo-secondary of this database at a moment of the past; empty where it is no primary. */
  partnerLags(server: string, database: string, atMs: number): PartnerLag[];
  /** What was told with a number above this one, oldest first. */
  toldSince(number: number): Told[];
  /** What went through Resource Manager and changed something, with a number above this one, oldest first. */
  writesSince(number: number): ManagementWrite[];

  /** @throws Error naming what does not exist. */
  apply(change: Change): void;
  /**
   * Starts a role change under Azure's rules and returns its operation; it completes as the clock advances.
   * @throws RefusedByAzure
   */
  failover(request: FailoverRequest): ServerOperation;
  /**
   * The same for all members of a failover group together.
   * @throws RefusedByAzure
   */
  failoverGroup(request: GroupFailoverRequest): ServerOperation;
  operation(id: string): ServerOperation | undefined;
  acceptedFailovers(): AcceptedFailover[];
  /** Called after every change and every completed operation. Returns the unsubscribe function. */
  onChange(listener: () => void): () => void;
}
