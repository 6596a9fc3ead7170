/**
 * Where the three Azure clouds keep what Geowarden talks to.
 * Sources: the built-in environments of Az.Accounts (`Get-AzEnvironment`: ResourceManagerUrl, SqlDatabaseDnsSuffix, StorageEndpointSuffix,
 * ActiveDirectoryAuthority) for names; `AzureAuthorityHosts` of @azure/identity 4.14 for authorities; "Microsoft Entra authentication for
 * Azure SQL" (Microsoft Learn) for the SQL audience; azure-rest-api-specs, Microsoft.Insights 2024-02-01 "metrics:getBatch" for metrics in the
 * public cloud (the other two bear their clouds' domains); "Azure Monitor Log Analytics API" for logs. A token's audience is the endpoint it
 * is for.
 */
import type { Cloud } from './types.ts';

export interface CloudEndpoints {
  /** Base address of Azure Resource Manager, without a slash at its end. */
  resourceManagerUrl: string;
  /** OAuth scope for Resource Manager. */
  resourceManagerScope: string;
  /** OAuth scope for logins to Azure SQL. The doubled slash is Azure's: the audience itself ends with one. */
  sqlScope: string;
  /** What follows the region in the address of Azure Monitor's metrics; its audience is the same name without a region. */
  metricsSuffix: string;
  /** Azure Monitor's log queries; its audience as well. */
  logsUrl: string;
  /** What follows the short name of a logical server, with its dot. */
  sqlSuffix: string;
  /** What follows the account and the service in a storage address, for example `NAME.blob.core.windows.net`. */
  storageSuffix: string;
  authorityHost: string;
}

export const CLOUDS: Record<Cloud, CloudEndpoints> = {
  public: {
    resourceManagerUrl: 'https://management.azure.com',
    resourceManagerScope: 'https://management.azure.com/.default',
    sqlScope: 'https://database.windows.net//.default',
    metricsSuffix: '.metrics.monitor.azure.com',
    logsUrl: 'https://api.loganalytics.io',
    sqlSuffix: '.database.windows.net',
    storageSuffix: 'core.windows.net',
    authorityHost: 'https://login.microsoftonline.com',
  },
  usGovernment: {
    resourceManagerUrl: 'https://management.usgovcloudapi.net',
    resourceManagerScope: 'https://management.usgovcloudapi.net/.default',
    sqlScope: 'https://database.usgovcloudapi.net//.default',
    metricsSuffix: '.metrics.monitor.azure.us',
    logsUrl: 'https://api.loganalytics.us',
    sqlSuffix: '.database.usgovcloudapi.net',
    storageSuffix: 'core.usgovcloudapi.net',
    authorityHost: 'https://login.microsoftonline.us',
  },
  china: {
    resourceManagerUrl: 'https://management.chinacloudapi.cn',
    resourceManagerScope: 'https://management.chinacloudapi.cn/.default',
    sqlScope: 'https://database.chinacloudapi.cn//.default',
    metricsSuffix: '.metrics.monitor.azure.cn',
    logsUrl: 'https://api.loganalytics.azure.cn',
    sqlSuffix: '.database.chinacloudapi.cn',
    storageSuffix: 'core.chinacloudapi.cn',
    authorityHost: 'https://login.chinacloudapi.cn',
  },
};
