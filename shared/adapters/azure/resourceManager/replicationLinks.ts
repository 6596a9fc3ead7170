/**
 * The links of a server by api-version 2025-01-01, over the pipeline of the arm-sql client: its own operation speaks 2022-02-01-preview
 * and drops partnerDatabaseId, without which a partner in another subscription has no address. See docs/decisions/0002.
 */
import type { SqlManagementClient } from '@azure/arm-sql';
import type { ServerId } from '../../../topology/resourceId.ts';
import type { Request } from './failures.ts';
import { listPages } from './listPages.ts';

const LINKS_API_VERSION = '2025-01-01';

/** Every entry of every page, unchecked. @throws ReadFailure, or what the pipeline throws */
export async function listReplicationLinks(
  client: SqlManagementClient,
  resourceManagerUrl: string,
  server: ServerId,
  request: Request,
  abortSignal: AbortSignal,
): Promise<unknown[]> {
  const { subscriptionId, resourceGroup, server: name } = server;
  const path = [
    'subscriptions',
    subscriptionId,
    'resourceGroups',
    resourceGroup,
    'providers',
    'Microsoft.Sql',
    'servers',
    name,
  ];
  const first = `${resourceManagerUrl}/${path.map(encodeURIComponent).join('/')}/replicationLinks?api-version=${LINKS_API_VERSION}`;
  return listPages(client, { first, home: resourceManagerUrl }, request, abortSignal);
}
