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
}

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
}
