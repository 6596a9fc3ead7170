/** What Azure Monitor and the activity log tell of: shapes only, the console's page reads them too. */

export interface ManagementWrite {
  /** Only grows. */
  number: number;
  /** When Resource Manager took it. */
  atMs: number;
  /** The app's identity, or a person in the portal. */
  caller: 'app' | 'person';
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** For example `Microsoft.Sql/servers/databases/replicationLinks/failover/action`. */
  operation: string;
  resourceId: string;
}

/** What a primary knows of one geo-secondary at a moment. */
export interface PartnerLag {
  server: string;
  database: string;
  resourceId: string;
  /** Null: it does not know. */
  lagSeconds: number | null;
}
