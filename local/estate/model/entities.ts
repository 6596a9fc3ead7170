/** The estate's own records behind the views. Only this folder sees them. */
import type { Curve } from './curve.ts';
import type { LogPressure } from './logPressureTypes.ts';
import type { Sku } from './sku.ts';
import type {
  AcceptedFailover,
  AzureRefusal,
  DatabaseAvailability,
  FailoverGroupDefinition,
  GroupFailoverRequest,
  LinkDefinition,
  LinkView,
  ServerDefinition,
} from './types.ts';

export interface ServerRecord {
  definition: ServerDefinition;
  resourceId: string;
  firewallOpen: boolean;
  /** Does the app's Entra principal exist as a user in the server's databases? */
  hasRights: boolean;
  /** Was it granted VIEW DATABASE STATE there? */
  mayViewState: boolean;
  /** Is it a member of ##MS_ServerStateReader##? */
  mayViewServerState: boolean;
  /** Is it the server's Entra administrator? */
  isAdministrator: boolean;
  databases: Map<string, DatabaseRecord>;
}

export interface DatabaseRecord {
  server: ServerRecord;
  name: string;
  resourceId: string;
  databaseId: string;
  /** In its server's catalog. */
  catalogId: number;
  sku: Sku;
  tags: Record<string, string>;
  createdMs: number;
  /** As it was set; a region that is down shows as Unavailable all the same. */
  availability: DatabaseAvailability;
  /** Commits per second that clients want to make here; the clients follow the primary. */
  workload: number;
  /** Log that one of its commits writes; of use while it leads. */
  kbPerCommit: number;
  pressure: LogPressure;
  /** A role change holds the commits back. */
  isBlocked: boolean;
  /** A role change has closed the database. */
  isHeld: boolean;
  /** A restarted primary ships nothing before this moment. */
  restartedUntilMs: number;
  /** Commits over time; meaningful while it leads (see positions.ts). */
  log: Curve;
  /** The link in which this database is the secondary. */
  up: LinkRecord | null;
  /** Links in which it is the primary. */
  down: LinkRecord[];
  /** It was replaced by force and has not heard: until it does, it goes on as the primary it was. */
  superseded: Superseded | null;
  failoverGroup?: string;
  /** The role change that is in progress here, at whichever end of its link. */
  busyWith: OperationRecord | null;
}

export interface Superseded {
  sinceMs: number;
  /** The last commit that survived. */
  kept: number;
  /** Its losses are counted on here. */
  accepted: AcceptedFailover;
  /** Its geo-replication links as it last knew them. */
  links: LinkView[];
}

export interface LinkRecord {
  kind: LinkDefinition['kind'];
  primary: DatabaseRecord;
  secondary: DatabaseRecord;
  primaryLinkId: string;
  secondaryLinkId: string;
  secondaryAllowConnections: boolean;
  shippingDelayMs: number;
  /** Commits per second. */
  shippingRate: number;
  redoDelayMs: number;
  /** Redone when redo was slowed down: what is visible to readers stays so. */
  redoneBefore: number;
  /** Does Azure hold the primary back because this secondary cannot follow? `asked` tells foresights of the present from those of the past. */
  feedback: { isOn: boolean; asked: number };
  /** Percent per second. */
  seedingRate: number;
  startMs: number;
  modifiedMs: number;
  isSuspended: boolean;
  /** Cut by hand, whatever the network says. */
  isCut: boolean;
  /** The secondary was a primary that lost a forced failover and has to be reseeded. */
  isReturning: boolean;
  seeding: Seeding;
  /** Hardened on the secondary, past and foreseen. */
  hardened: Curve;
  /** What the foreseen part of `hardened` was computed from; undefined before the first time. */
  plan: LinkPlan | undefined;
  /** The primary answers NULL for the lag in this span. */
  unknown: { fromMs: number; untilMs: number };
}

interface Seeding {
  /** At `sinceMs`; it grows from then on while `isMoving`. */
  percent: number;
  sinceMs: number;
  isMoving: boolean;
  /** The primary's position when seeding began: what the secondary holds when it ends. */
  snapshot: number;
}

export interface LinkPlan {
  isConnected: boolean;
  isMoving: boolean;
  shippingDelayMs: number;
  shippingRate: number;
}

export interface OperationRecord {
  id: string;
  database: DatabaseRecord;
  partner: DatabaseRecord;
  link: LinkRecord;
  mode: 'planned' | 'forced';
  by: 'arm' | 'tsql';
  state: 'PENDING' | 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  startMs: number;
  modifiedMs: number;
  error?: AzureRefusal;
  /** The role change of a whole group that this is a part of. */
  swap: GroupSwap | null;
}

export interface GroupRecord {
  definition: FailoverGroupDefinition;
  primary: ServerRecord;
  secondary: ServerRecord;
  /** The latest role change, over or not. */
  swap: GroupSwap | null;
}

/** One role change of a failover group: its members wait for each other, and none moves when one cannot. */
export interface GroupSwap {
  id: string;
  group: GroupRecord;
  /** Where the request was sent. */
  server: ServerRecord;
  mode: GroupFailoverRequest['mode'];
  by: 'arm' | 'tsql';
  members: OperationRecord[];
  ready: Set<OperationRecord>;
  /** Planned did not work, and it goes on by force. */
  isFallenBack: boolean;
  isDone: boolean;
  startMs: number;
  modifiedMs: number;
  error?: AzureRefusal;
  /** All that a planned failover has to wait for has happened, for this member. */
  onReady(member: OperationRecord, nowMs: number): void;
  /** A planned failover has ended for all members, with everything as before. */
  onGivenUp(error: AzureRefusal, nowMs: number): void;
}

export function isGeo(link: LinkRecord): boolean {
  return link.kind === 'GEO' || link.kind === 'STANDBY';
}
