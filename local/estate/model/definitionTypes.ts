/** What an estate is made of before anything happens to it. */

export type RegionName = string;

/** What a scenario's `estate:` says, after ranges such as `stock-{1..3}` are expanded. */
export interface EstateDefinition {
  regions: RegionName[];
  /** Where deployments of the product run: one, perhaps a second one that may act as well, and one that only looks. */
  app: { region: RegionName; witness: RegionName | 'none'; second?: RegionName | 'none' };
  subscriptions: SubscriptionDefinition[];
  servers: ServerDefinition[];
  databases: DatabaseDefinition[];
  links: LinkDefinition[];
  failoverGroups: FailoverGroupDefinition[];
}

export interface SubscriptionDefinition {
  id: string;
  name: string;
  tenantId: string;
}

export interface ServerDefinition {
  name: string;
  region: RegionName;
  subscriptionId: string;
  resourceGroup: string;
  tags: Record<string, string>;
  /** SQL authentication administrator; Entra principals log in besides. */
  administrator: { login: string; password: string };
  /** Object id of the Entra principal that administers the server; none when absent. */
  entraAdministrator?: string;
  /** `redirect`: the gateway answers a login with a routing ENVCHANGE to a worker on 11000-11999, as inside Azure. */
  connectionPolicy: 'proxy' | 'redirect';
}

export interface DatabaseDefinition {
  name: string;
  server: string;
  /** Service objective, for example `GP_Gen5_4`, `BC_Gen5_2`, `S3`, `P2`, `HS_Gen5_2`. */
  sku: string;
  commitsPerSecond: number;
  /** How much log these commits write at first, in percent of what the service objective allows. @default what 4 KB a commit come to */
  logWritePercent?: number;
  tags: Record<string, string>;
}

export interface LinkDefinition {
  /** Primary side. */
  server: string;
  database: string;
  secondaryServer: string;
  /** Same as `database` for geo-secondaries; may differ for NAMED replicas and copies. */
  secondaryDatabase: string;
  kind: 'GEO' | 'STANDBY' | 'NAMED' | 'COPY';
  /** SKU of the secondary when it differs from the primary's. */
  secondarySku?: string;
  secondaryAllowConnections: boolean;
  shippingDelayMs: number;
  /** Commits per second that the link can ship; Infinity when unlimited. */
  shippingRate: number;
  /** Time from hardened to redone on the secondary. */
  redoDelayMs: number;
  /** Percent seeded at the start: 100 for an established link. */
  seededPercent: number;
  /** Seeding speed once started, percent per second. */
  seedingRate: number;
}

export interface FailoverGroupDefinition {
  name: string;
  server: string;
  partnerServer: string;
  databases: string[];
  policy: 'Manual' | 'Automatic';
  gracePeriodMinutes?: number;
}
