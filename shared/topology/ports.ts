import type { Topology } from './types.ts';

/** What Resource Manager says, raw enough to decide on and typed enough to trust. Open strings stay open. */
export interface AzureInventory {
  /** Servers of a subscription. @throws ReadFailure */
  servers(subscriptionId: string, onMalformed?: OnMalformed): Promise<InventoryServer[]>;
  /** User databases of a server, `master` left out. @throws ReadFailure */
  databases(server: InventoryServer, onMalformed?: OnMalformed): Promise<InventoryDatabase[]>;
  /** Every link of a server, all kinds. @throws ReadFailure */
  replicationLinks(server: InventoryServer, onMalformed?: OnMalformed): Promise<InventoryLink[]>;
}

/** Told of each entry that is not what the API version promises; its neighbours are returned all the same. */
export type OnMalformed = (entry: MalformedEntry) => void;

export interface MalformedEntry {
  /** The entry's resource id or name where it has one, else its place in the list. */
  subject: string;
  /** The entry's own name, lower case, where it has one: the previous reading of it stays valid. */
  name?: string;
  message: string;
}

export interface InventoryServer {
  id: string;
  name: string;
  fullyQualifiedDomainName: string;
  region: string;
  tags: Record<string, string>;
}

export interface InventoryDatabase {
  id: string;
  name: string;
  region: string;
  sku: { name: string; tier: string; family?: string; capacity: number };
  status: string;
  secondaryType?: string;
  elasticPoolId?: string;
  /** The name of the failover group it is a member of. */
  failoverGroup?: string;
  tags: Record<string, string>;
}

export interface InventoryLink {
  id: string;
  database: string;
  partnerServer: string;
  partnerDatabase: string;
  partnerRegion: string;
  /** Absent when the API version does not tell; read with 2025-01-01. */
  partnerDatabaseId?: string;
  /** Primary, Secondary, NonReadableSecondary, Source, Copy: an open string. */
  role: string;
  /** GEO, NAMED, STANDBY: an open string; absent in old API versions. */
  linkType?: string;
  replicationState: string;
  percentComplete: number;
}

/** What was called at Resource Manager, by anybody. Azure tells of it some minutes later; T-SQL is never in it. */
export interface ActivityLog {
  /** Calls to Microsoft.Sql that were taken, in any order. @throws ReadFailure */
  sqlCalls(subscriptionId: string, span: { fromMs: number; toMs: number }): Promise<ActivityCall[]>;
}

export interface ActivityCall {
  atMs: number;
  /** For example `microsoft.sql/servers/databases/replicationlinks/failover/action`, lower case. */
  operation: string;
  /** Lower case. */
  resourceId: string;
  /** A person's sign-in name, or the object id of an application; at most 100 characters. */
  caller: string;
}

export interface TopologyStore {
  load(): Promise<Topology | undefined>;
  /** False when a later discovery is stored already: that one stays in force. */
  save(topology: Topology): Promise<boolean>;
}
