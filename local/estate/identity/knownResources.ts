/** Resources a managed identity of the estate can ask tokens for, in the three clouds. */

const KNOWN_HOSTS = new Set([
  'management.azure.com',
  'management.core.windows.net',
  'management.usgovcloudapi.net',
  'management.core.usgovcloudapi.net',
  'management.chinacloudapi.cn',
  'management.core.chinacloudapi.cn',
  'database.windows.net',
  'database.usgovcloudapi.net',
  'database.chinacloudapi.cn',
  'storage.azure.com',
  'vault.azure.net',
  'vault.usgovcloudapi.net',
  'vault.azure.cn',
  'communication.azure.com',
  'eventgrid.azure.net',
  'metrics.monitor.azure.com',
  'api.loganalytics.io',
  'graph.microsoft.com',
]);

/** Is there a service principal for this resource? Entra ID answers AADSTS500011 when there is none. */
export function isKnownResource(resource: string): boolean {
  if (!URL.canParse(resource)) return false;
  const { protocol, hostname, pathname, search } = new URL(resource);
  return protocol === 'https:' && /^\/*$/.test(pathname) && search === '' && KNOWN_HOSTS.has(hostname);
}
