/** `@azure/arm-sql`, loaded when first needed (about 250 ms) and bent to our limits. */
import type { SqlManagementClient } from '@azure/arm-sql';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import { CLOUDS } from '../../../config/clouds.ts';
import type { Cloud } from '../../../config/types.ts';
import { homePolicy, listPolicy } from './listGuard.ts';

export interface ClientOptions {
  cloud: Cloud;
  credential: TokenCredential;
  /** For tests that answer without a network. */
  httpClient?: HttpClient;
}

/** A client per subscription, each made once. */
export function createClients(options: ClientOptions): (subscriptionId: string) => Promise<SqlManagementClient> {
  const clients = new Map<string, Promise<SqlManagementClient>>();
  return (subscriptionId) => {
    const known = clients.get(subscriptionId);
    if (known) return known;
    const made = createClient(subscriptionId, options);
    clients.set(subscriptionId, made);
    return made;
  };
}

async function createClient(subscriptionId: string, options: ClientOptions): Promise<SqlManagementClient> {
  const { SqlManagementClient } = await import('./sdk.ts');
  const { resourceManagerUrl, resourceManagerScope } = CLOUDS[options.cloud];
  return new SqlManagementClient(options.credential, subscriptionId, {
    endpoint: resourceManagerUrl,
    // The paths are built on $host, whatever `endpoint` says: without it another cloud's requests go to the public one.
    $host: resourceManagerUrl,
    credentialScopes: resourceManagerScope,
    // readBounded retries, within a deadline and knowing what is worth it.
    retryOptions: { maxRetries: 0 },
    userAgentOptions: { userAgentPrefix: 'geowarden' },
    additionalPolicies: [
      { policy: homePolicy(resourceManagerUrl), position: 'perCall' },
      { policy: listPolicy, position: 'perRetry' },
    ],
    ...(options.httpClient ? { httpClient: options.httpClient } : {}),
  });
}
