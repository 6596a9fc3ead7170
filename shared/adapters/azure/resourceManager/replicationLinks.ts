/**
 * The links of a server by api-version 2025-01-01, over the pipeline of the arm-sql client: its own operation speaks 2022-02-01-preview
 * and drops partnerDatabaseId, without which a partner in another subscription has no address. See docs/decisions/0002.
 */
import type { SqlManagementClient } from '@azure/arm-sql';
import type { PipelineResponse } from '@azure/core-rest-pipeline';
import type { ServerId } from '../../../topology/resourceId.ts';
import { garbageFailure, type Request } from './failures.ts';
import { assertList } from './listGuard.ts';

const LINKS_API_VERSION = '2025-01-01';
const MOST_PAGES = 200;

/** Every entry of every page, unchecked. @throws ReadFailure, or what the pipeline throws */
export async function listReplicationLinks(
  client: SqlManagementClient,
  resourceManagerUrl: string,
  server: ServerId,
  request: Request,
  abortSignal: AbortSignal,
): Promise<unknown[]> {
  // Loaded here, for nothing of Azure is loaded before it is needed.
  const { createPipelineRequest, RestError } = await import('./sdk.ts');
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
  const entries: unknown[] = [];
  let url: string | undefined = first;
  for (let page = 1; url !== undefined; page++) {
    if (page > MOST_PAGES) throw garbageFailure(`more than ${MOST_PAGES} pages`, request);
    const response = await client.sendRequest(createPipelineRequest({ url, method: 'GET', abortSignal }));
    if (response.status !== 200) {
      const code = errorCode(response);
      throw new RestError('refused', {
        statusCode: response.status,
        response,
        ...(code === undefined ? {} : { code }),
      });
    }
    const list = assertList(response);
    entries.push(...list.value);
    // A relative link is not documented, but costs nothing to understand.
    url = list.nextLink === undefined ? undefined : new URL(list.nextLink, resourceManagerUrl).href;
  }
  return entries;
}

/** Resource Manager's error body is `{ error: { code, message } }`; a proxy's may be anything. */
function errorCode(response: PipelineResponse): string | undefined {
  try {
    const body: unknown = JSON.parse(response.bodyAsText ?? '');
    const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined;
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    return typeof code === 'string' ? code : undefined;
  } catch {
    return undefined;
  }
}
