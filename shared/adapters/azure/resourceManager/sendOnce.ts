/** One request to Resource Manager, sent once: no policy of the SDK is in its way that repeats, follows or refreshes anything. */
import type { HttpClient, PipelineResponse } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import { CLOUDS } from '../../../config/clouds.ts';
import type { Cloud } from '../../../config/types.ts';
import { withDeadline } from '../../../limits/withDeadline.ts';
import { nodeTimer } from '../../nodeTimer.ts';

export interface SendOptions {
  cloud: Cloud;
  credential: TokenCredential;
  /** For the token and the answer together. */
  timeoutMs: number;
  /** For tests that answer without a network. */
  httpClient?: HttpClient;
}

/** Thrown instead of sending the token anywhere else. */
class ForeignAddress extends Error {
  constructor() {
    super('expected an address of Resource Manager; saw another host, which was not asked');
    this.name = 'ForeignAddress';
  }
}

/** Thrown when there is no token: nothing was sent. */
export class NothingSent extends Error {
  constructor(cause: unknown) {
    super(`no token, and so nothing was sent: ${cause instanceof Error ? cause.message : 'unknown failure'}`, {
      cause,
    });
    this.name = 'NothingSent';
  }
}

/**
 * Relative addresses are Resource Manager's own. An answer of any status is returned; redirects are not followed.
 * @throws ForeignAddress, NothingSent, DeadlineExceeded, or the network's error
 */
export async function sendOnce(
  method: 'GET' | 'POST',
  address: string,
  options: SendOptions,
): Promise<PipelineResponse> {
  const url = homeUrl(address, options.cloud);
  const { createDefaultHttpClient, createEmptyPipeline, createHttpHeaders, createPipelineRequest, proxyPolicy } =
    await import('./restPipeline.ts');
  return await withDeadline(nodeTimer, options.timeoutMs, async (abortSignal) => {
    const token = await tokenFor(options);
    abortSignal.throwIfAborted();
    const headers = createHttpHeaders({
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      'user-agent': 'geowarden',
      // A call without a body says so: some gateways refuse a POST of unknown length.
      ...(method === 'POST' ? { 'content-length': '0' } : {}),
    });
    const pipeline = createEmptyPipeline();
    pipeline.addPolicy(proxyPolicy());
    // A connection of its own: one that was kept may be dead, and its loss would be taken for a lost answer.
    const request = createPipelineRequest({ method, url, headers, abortSignal, disableKeepAlive: true });
    return await pipeline.sendRequest(options.httpClient ?? createDefaultHttpClient(), request);
  });
}

/** @throws ForeignAddress */
export function homeUrl(address: string, cloud: Cloud): string {
  const { resourceManagerUrl } = CLOUDS[cloud];
  const url = URL.parse(address, resourceManagerUrl);
  if (url === null || url.origin !== new URL(resourceManagerUrl).origin || url.username || url.password) {
    throw new ForeignAddress();
  }
  return url.href;
}

async function tokenFor({ credential, cloud }: SendOptions): Promise<string> {
  try {
    const token = await credential.getToken(CLOUDS[cloud].resourceManagerScope);
    if (token) return token.token;
  } catch (error) {
    throw new NothingSent(error);
  }
  throw new NothingSent(new Error('the credential gave none'));
}
