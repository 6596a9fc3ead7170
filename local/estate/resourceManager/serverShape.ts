/** A logical server as Resource Manager shows it (2025-01-01, Servers.json). */
import type { ServerState } from '../model/types.ts';

export function serverShape(server: ServerState): Record<string, unknown> {
  return {
    kind: 'v12.0',
    properties: {
      administratorLogin: server.administrator.login,
      version: '12.0',
      state: 'Ready',
      fullyQualifiedDomainName: server.fullyQualifiedDomainName,
      privateEndpointConnections: [],
      minimalTlsVersion: '1.2',
      publicNetworkAccess: 'Enabled',
      restrictOutboundNetworkAccess: 'Disabled',
    },
    location: server.region,
    tags: server.tags,
    id: server.resourceId,
    name: server.name,
    type: 'Microsoft.Sql/servers',
  };
}
