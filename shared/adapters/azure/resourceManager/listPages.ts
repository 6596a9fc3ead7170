/** Any list of Resource Manager over the pipeline of the arm-sql client, page by page: for what its own operations do not read, or not wholly. */
import type { SqlManagementClient } from '@azure/arm-sql';
import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { garbageFailure, type Request } from './failures.ts';
import { assertList } from './listGuard.ts';

const MOST_PAGES = 200;

/**
 * Every entry of every page, unchecked.
 * @param address of the first page, and where the others have to be
 * @throws ReadFailure, or what the pipeline throws
 */
export async function listPages(
  client: SqlManagementClient,
  address: { first: string; home: string },
  request: Request,
  abortSignal: AbortSignal,
): Promise<unknown[]> {
  // Loaded here, for nothing of Azure is loaded before it is needed.
  const { createPipelineRequest, RestError } = await import('./sdk.ts');
  const entries: unknown[] = [];
  let url: string | undefined = address.first;
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
    url = list.nextLink === undefined ? undefined : new URL(list.nextLink, address.home).href;
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
