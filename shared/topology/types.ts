import type { ReadFailureKind } from './errors.ts';

/** Servers, databases and links as discovery found them. Names are lower case; Azure compares them so. */

export interface DatabaseRef {
  server: string;
  database: string;
}

export interface Server {
  id: string;
  name: string;
  fullyQualifiedDomainName: string;
  region: string;
  subscriptionId: string;
  resourceGroup: string;
  tags: Record<string, string>;
}

export interface Database extends DatabaseRef {
  id: string;
  region: string;
  sku: { name: string; tier: string; family?: string; capacity: number };
  /** ARM's status, an open string. */
  status: string;
  /** `Geo`, `Named` or `Standby`; absent on a primary. */
  secondaryType?: string;
  elasticPoolId?: string;
  /** The name of the failover group it is a member of; then it moves with that group only. */
  failoverGroup?: string;
  tags: Record<string, string>;
}

export type LinkType = 'GEO' | 'STANDBY';

/** A pair of databases under geo-replication. Its key survives role swaps. */
export interface ReplicationLink {
  /** The two `server/database` names in sorted order, joined by `~`. See linkKey.ts. */
  linkKey: string;
  type: LinkType;
  primary: LinkEnd;
  secondary: LinkEnd;
  /** ARM's replicationState, an open string: PENDING, SEEDING, CATCH_UP, SUSPENDED. */
  armState: string;
  percentComplete: number;
  /** Present while the two sides do not tell the same story; the link is shown as best known. */
  conflict?: LinkConflict;
}

/**
 * `bothPrimary` and `bothSecondary`: both sides claim the same role, as in the middle of a failover.
 * `oneSided`: both servers were read and only one of them knows the link.
 */
export type LinkConflict = 'bothPrimary' | 'bothSecondary' | 'oneSided';

export interface LinkEnd extends DatabaseRef {
  region: string;
  fullyQualifiedDomainName: string;
  /** Absent when the partner lives where this deployment may not read. */
  databaseId?: string;
}

/** A watched primary without any geo-secondary. */
export interface UnprotectedFinding extends DatabaseRef {
  region: string;
  databaseId: string;
}

export interface Topology {
  discoveredAtMs: number;
  servers: Server[];
  databases: Database[];
  links: ReplicationLink[];
  unprotected: UnprotectedFinding[];
  /** Copies and named replicas: listed so that people see they were told apart. */
  notGeo: Array<DatabaseRef & { partner: DatabaseRef; kind: 'COPY' | 'NAMED' }>;
  /** Newest last; bounded in number and age. */
  events?: TopologyEvent[];
  /** `server/database` of watched databases whose links could not be read this time: nothing is concluded about them. */
  unread?: string[];
}

/** Something that changed between two discoveries: kept for a while with the topology. */
export interface TopologyEvent {
  /** When discovery saw it. */
  atMs: number;
  kind: 'linkAdded' | 'linkRemoved' | 'rolesSwapped';
  linkKey: string;
  /** `server/database`, as they are now (for a removed link: as they were). */
  primary: string;
  secondary: string;
  /** On rolesSwapped: the operation of Geowarden that did it; absent when somebody else did. */
  operationId?: string;
  /**
   * Who called Resource Manager for it, as the activity log names them, at most 100 characters; null when it was asked and knows of no call:
   * then it was T-SQL, or the log is late. Absent when it was not asked, or could not be read.
   */
  by?: string | null;
}

/** Something that discovery could not read or understand; nothing else is lost by it. */
export interface DiscoveryProblem {
  /** A subscription, a server, a `server/database` or a resource id. */
  subject: string;
  code: ReadFailureKind | 'malformed' | 'unknownLinkType';
  /** Expected, seen, what to do. Never a secret. */
  message: string;
}
