import type { Topology } from './types.ts';

/** What Resource Manager says, raw enough to decide on and typed enough to trust. Open strings stay open. */
export interface AzureInventory {
  /** Servers of a subscription. @throws ReadFailure */
  servers(subscriptionId: string): Promise<InventoryServer[]>;
  /** User databases of a server, `master` left out. @throws ReadFailure */
  databases(server: InventoryServer): Promise<InventoryDatabase[]>;
  /** Every link of a server, all kinds. @throws ReadFailure */
  replicationLinks(server: InventoryServer): Promise<InventoryLink[]>;
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

export interface TopologyStore {
  load(): Promise<Topology | undefined>;
  save(topology: Topology): Promise<void>;
}
